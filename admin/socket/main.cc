// `cledi`: what operators do at the command line.

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <unistd.h>

#include "admin/cli/command_line.h"
#include "admin/socket/unix_node_connection.h"
#include "federation/base/clock.h"
#include "federation/base/random.h"
#include "federation/trust/enrolment_client.h"

int main(int argc, char** argv) {
  const cledi::SystemClock clock;
  cledi::SystemRandom random;
  const auto send_enrolment = [&clock](const cledi::federation::v1::JoinToken& token,
                                       const cledi::federation::v1::EnrolRequest& request) {
    return cledi::SendEnrolRequest(token, request, clock);
  };
  cledi::Session session({.in = std::cin,
                          .out = std::cout,
                          .err = std::cerr,
                          .err_on_terminal = ::isatty(STDERR_FILENO) == 1},
                         clock, random,
                         {.connect = cledi::ConnectToNode, .send_enrolment = send_enrolment});
  // No other thread runs yet. NOLINTNEXTLINE(concurrency-mt-unsafe)
  session.data_folder = cledi::DefaultDataFolder(std::getenv("CLEDI_DATA"));
  return cledi::RunCommandLine(std::vector<std::string>(argv + 1, argv + argc), session);
}
