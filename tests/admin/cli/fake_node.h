// A node that answers as a test tells it to, and a terminal to look at.

#ifndef CLEDI_TESTS_ADMIN_CLI_FAKE_NODE_H_
#define CLEDI_TESTS_ADMIN_CLI_FAKE_NODE_H_

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "admin/cli/command_line.h"
#include "admin/cli/session.h"
#include "federation/rpc/method_table.h"

namespace cledi {

// Calls a MethodTable directly: what a node does, without its transport.
class TableConnection final : public NodeConnection {
 public:
  // `caller`: whose user name it was opened with, kept while a call lasts in `*calling`.
  TableConnection(const MethodTable* table, std::string caller, std::string* calling)
      : table_(table), caller_(std::move(caller)), calling_(calling) {}

  Status Call(std::string_view method, const google::protobuf::Message& request,
              google::protobuf::Message& response, std::chrono::milliseconds patience) override {
    Status result = absl::InternalError("not answered");
    *calling_ = caller_;
    table_->Invoke(
        method, std::make_shared<cledi::Call>(Caller::Operator(), patience),
        [&](google::protobuf::Message& into) {
          into.CopyFrom(request);
          return absl::OkStatus();
        },
        [&](StatusOr<std::unique_ptr<google::protobuf::Message>> answer) {
          result = answer.status();
          if (answer.ok()) {
            response.CopyFrom(**answer);
          }
        });
    return result;
  }

 private:
  const MethodTable* table_;
  const std::string caller_;
  std::string* const calling_;
};

// One command at a node: what it was given, and what came of it.
class FakeNode {
 public:
  // Answers `method` by `handler(request)`.
  template <class Request, class Response>
  void On(std::string method, std::function<StatusOr<Response>(const Request&)> handler) {
    methods_.Add<Request, Response>(
        std::move(method), Role::kOperator,
        [handler = std::move(handler)](const Call&, const Request& request) {
          return handler(request);
        });
  }
  // Answers `method` by `response`, whatever the request.
  template <class Request, class Response>
  void Answer(std::string method, Response response) {
    On<Request, Response>(std::move(method),
                          [response = std::move(response)](const Request&) { return response; });
  }

  struct Outcome {
    int exit_status;
    std::string out;
    std::string err;
  };

  Outcome Run(const std::vector<std::string>& arguments, const std::string& standard_input = "") {
    std::istringstream in(standard_input);
    std::ostringstream out;
    std::ostringstream err;
    SeededRandom random(1);
    Session session(
        {.in = in, .out = out, .err = err}, clock, random,
        {.connect = [this](const std::filesystem::path& folder,
                           const std::string& act_as) { return Connect(folder, act_as); },
         .send_enrolment = send_enrolment});
    session.data_folder = "/default";
    const int exit_status = RunCommandLine(arguments, session);
    return {exit_status, out.str(), err.str()};
  }

  ManualClock clock;
  SendEnrolment send_enrolment;
  Status unreachable;                 // Why connecting fails.
  std::filesystem::path data_folder;  // The node that the last command connected to.
  std::string calling;                // Who called last, by user name; empty: the operator.

 private:
  StatusOr<std::unique_ptr<NodeConnection>> Connect(const std::filesystem::path& folder,
                                                    const std::string& act_as) {
    data_folder = folder;
    RETURN_IF_ERROR(unreachable);
    return std::make_unique<TableConnection>(&methods_, act_as, &calling);
  }

  MethodTable methods_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_ADMIN_CLI_FAKE_NODE_H_
