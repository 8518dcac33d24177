#ifndef CLEDI_ADMIN_CLI_SESSION_H_
#define CLEDI_ADMIN_CLI_SESSION_H_

#include <chrono>
#include <filesystem>
#include <initializer_list>
#include <istream>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include "google/protobuf/message.h"

#include "admin/cli/node_connection.h"
#include "admin/cli/progress.h"
#include "federation/base/clock.h"
#include "federation/base/random.h"
#include "federation/base/status.h"
#include "federation/trust/founding.h"

namespace cledi {

// What a verb works with: where to read and print, which node, what time it is. Not
// thread-safe.
class Session {
 public:
  struct Streams {
    std::istream& in;
    std::ostream& out;  // What was asked for.
    std::ostream& err;  // Progress and complaints.
    bool err_on_terminal = false;
  };

  // The ways out of this machine's memory: to a running node, and to a coordinator.
  struct Ways {
    NodeConnector connect;
    SendEnrolment send_enrolment;
  };

  // All that is passed outlives the session.
  Session(Streams streams, const Clock& clock, Random& random, Ways ways);

  std::istream& in() { return streams_.in; }
  std::ostream& out() { return streams_.out; }
  std::ostream& err() { return streams_.err; }
  const Clock& clock() const { return clock_; }
  Random& random() { return random_; }
  const SendEnrolment& send_enrolment() const { return ways_.send_enrolment; }

  // Set by the command line before a verb runs.
  std::filesystem::path data_folder;
  bool json = false;
  std::string as_user;  // The person of the node who asks; empty: its operator.

  // Calls a method of the node in the data folder, which is connected to at the first call.
  template <class Response>
  StatusOr<Response> Ask(std::string_view method, const google::protobuf::Message& request,
                         std::chrono::milliseconds patience = std::chrono::seconds(30)) {
    return AskAs<Response>("", method, request, patience);
  }
  // As one of the node's people, by user name, with that person's rights alone; whoever the
  // command line names, if `person` is empty.
  template <class Response>
  StatusOr<Response> AskAs(const std::string& person, std::string_view method,
                           const google::protobuf::Message& request,
                           std::chrono::milliseconds patience = std::chrono::seconds(30)) {
    Response response;
    if (Status status = Call(person, method, request, response, patience); !status.ok()) {
      return status;
    }
    return response;
  }

  // Prints a message as JSON, fields with their default values too; several as one object.
  void PrintJson(const google::protobuf::Message& message);
  using NamedMessage = std::pair<std::string_view, const google::protobuf::Message*>;
  void PrintJson(std::initializer_list<NamedMessage> messages);
  Progress StartProgress(std::string label);

 private:
  Status Call(const std::string& person, std::string_view method,
              const google::protobuf::Message& request, google::protobuf::Message& response,
              std::chrono::milliseconds patience);

  Streams streams_;
  const Clock& clock_;
  Random& random_;
  const Ways ways_;
  std::map<std::string, std::unique_ptr<NodeConnection>> nodes_;  // By who asks.
};

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_SESSION_H_
