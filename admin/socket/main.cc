// `cledi`: what operators do at the command line.

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <unistd.h>

#include "admin/cli/command_line.h"
#include "admin/socket/unix_node_connection.h"

int main(int argc, char** argv) {
  const cledi::SystemClock clock;
  cledi::SystemRandom random;
  cledi::Session session({.in = std::cin,
                          .out = std::cout,
                          .err = std::cerr,
                          .err_on_terminal = ::isatty(STDERR_FILENO) == 1},
                         clock, random, cledi::ConnectToNode);
  // No other thread runs yet. NOLINTNEXTLINE(concurrency-mt-unsafe)
  session.data_folder = cledi::DefaultDataFolder(std::getenv("CLEDI_DATA"));
  return cledi::RunCommandLine(std::vector<std::string>(argv + 1, argv + argc), session);
}
