#ifndef CLEDI_NODE_CONFIG_CONFIG_H_
#define CLEDI_NODE_CONFIG_CONFIG_H_

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "federation/base/log_line.h"
#include "federation/base/status.h"
#include "node/config/endpoint.h"

namespace cledi {

// What a node is told at its start. Each field is the key `section.field` of node.toml, and
// its value here is the default.
struct Config {
  // Not a key: where everything of this node lies; absolute.
  std::filesystem::path data_folder;

  struct {
    std::string id;  // Needed.
    Severity log_level = Severity::kInfo;
  } node;

  struct {
    // Nothing: the node takes no calls and only dials out.
    std::optional<Endpoint> listen;
    // Where partners dial, as the roster will say: host:port, at most four.
    std::vector<std::string> addresses;
  } federation;

  struct {
    Endpoint listen{.host = "127.0.0.1", .port = 8431};
    // The addresses that people type; pages name the first. By default http://localhost with
    // the port listened on.
    std::vector<std::string> public_urls;
    // Reverse proxies in front of the pages, as IP addresses and networks ("192.0.2.7",
    // "10.1.0.0/16"): what they add to X-Forwarded-For says who the client is, whom limits per
    // address count. From anybody else that header is ignored. A proxy that is named here must
    // add to it, or replace it, with each request.
    std::vector<std::string> trusted_proxies;
    uint32_t connections_max = 512;
  } web;

  // Only the coordinator's node enrols others.
  struct {
    std::optional<Endpoint> listen;
    // What join tokens name: host:port, at most three.
    std::vector<std::string> addresses;
  } enrolment;

  struct {
    uint32_t workers = 4;
    // Requests that wait for a worker; the next is told to try later.
    uint32_t waiting_requests_max = 256;
  } limits;
};

// Where settings come from. A flag wins over the environment, the environment over the file,
// the file over the default.
struct ConfigSources {
  std::filesystem::path data_folder;
  // Empty: node.toml in the data folder.
  std::filesystem::path file;
  // Variables such as CLEDI_WEB__LISTEN, for web.listen. Those without "__" are not settings.
  std::map<std::string, std::string> environment;
  // What `--set KEY=VALUE` said, by key, such as web.listen.
  std::map<std::string, std::string> flags;
};

// The process's variables that begin with CLEDI_.
std::map<std::string, std::string> SettingsInEnvironment();

// NotFound: there is no such file. InvalidArgument: it is no TOML, or a key is unknown or has a
// value of another kind; the message names file and line (or the variable, or the flag), what
// is expected, and for an unknown key the nearest that exists.
StatusOr<Config> LoadConfig(const ConfigSources& sources);

}  // namespace cledi

#endif  // CLEDI_NODE_CONFIG_CONFIG_H_
