// cledi-node: one institution's node.

#include <csignal>
#include <cstdio>
#include <map>
#include <string>

#include "google/protobuf/stubs/logging.h"

#include "CLI/CLI.hpp"
#include "federation/base/log_line.h"
#include "federation/rpc_grpc/grpc_log.h"
#include "node/app/node.h"
#include "node/app/version.h"

namespace cledi {
namespace {

// Blocked before any thread starts, so that all inherit it and only WaitForEnd sees them.
sigset_t BlockEndSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // A reader that goes away is an error of that connection, not of the node.
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

void WaitForEnd(const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
  // A second one ends the process at once.
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

int Complain(const Status& status) {
  std::fprintf(stderr, "cledi-node: %s\n", std::string(Message(status)).c_str());
  return 1;
}

int Run(const ConfigSources& sources) {
  const sigset_t signals = BlockEndSignals();
  const auto config = LoadConfig(sources);
  if (!config.ok()) {
    return Complain(config.status());
  }
  SetLogThreshold(config->node.log_level);
  SendGrpcLogToOurs();
  // Protobuf writes a line for each text that is no UTF-8: strangers could fill the disk with
  // them. Who parses a message says what is wrong with it.
  google::protobuf::SetLogHandler(nullptr);
  SystemClock clock;
  SystemRandom random;
  auto node = Node::Start(*config, {.clock = &clock, .random = &random});
  if (!node.ok()) {
    return Complain(node.status());
  }
  WaitForEnd(signals);
  node->reset();
  return 0;
}

}  // namespace
}  // namespace cledi

int main(int argc, char** argv) {
  CLI::App app("One institution's node of the CLEDI network. It runs until SIGTERM or Ctrl-C.",
               "cledi-node");
  std::string data = "data";
  std::string file;
  std::vector<std::string> settings;
  app.add_option("--data", data, "The node's data folder, as `cledi join` made it")
      ->envname("CLEDI_DATA");
  app.add_option("--config", file, "Another configuration file than DATA/node.toml");
  app.add_option("--set", settings,
                 "A setting, such as web.listen=127.0.0.1:8080; may be repeated");
  app.set_version_flag("--version", std::string(cledi::kVersion));
  CLI11_PARSE(app, argc, argv);

  cledi::ConfigSources sources;
  sources.data_folder = data;
  sources.file = file;
  sources.environment = cledi::SettingsInEnvironment();
  for (const std::string& setting : settings) {
    const size_t equals = setting.find('=');
    if (equals == std::string::npos) {
      std::fprintf(stderr,
                   "cledi-node: --set takes KEY=VALUE, such as web.listen=127.0.0.1:8080\n");
      return 2;
    }
    sources.flags.insert_or_assign(setting.substr(0, equals), setting.substr(equals + 1));
  }
  return cledi::Run(sources);
}
