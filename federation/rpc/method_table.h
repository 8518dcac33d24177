#ifndef CLEDI_FEDERATION_RPC_METHOD_TABLE_H_
#define CLEDI_FEDERATION_RPC_METHOD_TABLE_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

#include "federation/base/status.h"
#include "federation/rpc/call.h"

namespace cledi {

// Every unary method of the node, reachable by its full name
// ("cledi.community.v1.LibraryService/ListResources").
//
// gRPC, Connect and the simulator all enter through Invoke(), so a method exists on all of
// them or on none, and no transport can skip the role check.
//
// Filled during start-up, then read-only and safe from any thread.
class MethodTable {
 public:
  using Message = google::protobuf::Message;

  // To be called once for each call, now or later, from any thread. Of several answers the
  // first counts; a handler that lets go of its last copy unused is answered for: Internal.
  template <class Response>
  using Answer = std::function<void(StatusOr<Response>)>;

  // A method that answers at once: runs on a worker, may read the disk, never waits for
  // another node. `full_name` is "package.Service/Method" and new to the table.
  template <class Request, class Response>
  void Add(std::string full_name, Role needs,
           std::function<StatusOr<Response>(const Call&, const Request&)> handler) {
    AddLater<Request, Response>(std::move(full_name), needs,
                                [handler = std::move(handler)](
                                    std::shared_ptr<Call> call, const Request& request,
                                    Answer<Response> answer) { answer(handler(*call, request)); });
  }

  // A method that may answer later: it keeps `call` and `answer` and returns, so that a
  // waiting call holds no worker; the request is gone when it returns. It learns from
  // call->OnCancelled that its caller left, and must answer then too (the answer is dropped).
  template <class Request, class Response>
  void AddLater(
      std::string full_name, Role needs,
      std::function<void(std::shared_ptr<Call>, const Request&, Answer<Response>)> handler) {
    Bind(std::move(full_name),
         {.needs = needs,
          .request = &Request::default_instance(),
          .response = &Response::default_instance(),
          .handler = [handler = std::move(handler)](std::shared_ptr<Call> call,
                                                    const Message& request, AnyAnswer answer) {
            handler(std::move(call), static_cast<const Request&>(request),
                    [answer = std::move(answer)](StatusOr<Response> response) {
                      if (!response.ok()) {
                        answer(response.status());
                        return;
                      }
                      answer(std::unique_ptr<Message>(new Response(*std::move(response))));
                    });
          }});
  }

  // Reads a request from its transport's encoding into a typed message.
  using Decode = std::function<Status(Message& request)>;
  using AnyAnswer = std::function<void(StatusOr<std::unique_ptr<Message>>)>;

  // Runs one call and answers exactly once, whatever the handler does. Unimplemented: no
  // such method. Unauthenticated: the method needs a role and the caller is nobody.
  // PermissionDenied: the caller lacks the role. Otherwise the status of `decode`, or the
  // handler's own.
  void Invoke(std::string_view full_name, std::shared_ptr<Call> call, const Decode& decode,
              AnyAnswer answer) const;

  bool Has(std::string_view full_name) const { return methods_.contains(full_name); }
  // Which role a method needs; nothing: there is no such method.
  std::optional<Role> RoleFor(std::string_view full_name) const {
    const auto method = methods_.find(full_name);
    return method == methods_.end() ? std::nullopt : std::optional(method->second.needs);
  }

  // Internal: some method of `service` has no handler, or one of other messages. Called at
  // start-up, so a forgotten binding stops the node instead of surprising a user.
  Status CheckComplete(const google::protobuf::ServiceDescriptor& service) const;

 private:
  struct Method {
    Role needs;
    const Message* request;
    const Message* response;
    std::function<void(std::shared_ptr<Call>, const Message& request, AnyAnswer)> handler;
  };

  void Bind(std::string full_name, Method method);
  StatusOr<const Method*> Find(std::string_view full_name, const Caller& caller) const;

  std::map<std::string, Method, std::less<>> methods_;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_METHOD_TABLE_H_
