#ifndef CLEDI_NODE_CONNECT_CONNECT_ROUTES_H_
#define CLEDI_NODE_CONNECT_CONNECT_ROUTES_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/descriptor.h"

#include "federation/base/clock.h"
#include "federation/rpc/call.h"
#include "federation/rpc/limits.h"
#include "federation/rpc/method_table.h"
#include "node/http/http_message.h"
#include "node/http/router.h"

namespace cledi {

// Methods of the table over HTTP, by the Connect protocol (https://connectrpc.com/docs/protocol):
// unary calls in JSON or protobuf, POST to "/<service>/<method>", and GET for what has no side
// effects. Handlers are called directly, on the worker that took the request.
//
// Who calls is said by "Authorization: Bearer <session token>" or, for pages of this site only, by
// the session's cookie; without either it is a visitor.
//
// Only the services that are named here can be reached. Safe from any thread once made.
class ConnectRoutes {
 public:
  struct Parts {
    const MethodTable* methods;
    std::vector<const google::protobuf::ServiceDescriptor*> services;
    CallerResolver callers;  // Empty: everybody is a visitor.
    std::string session_cookie;
    const Clock* clock;
    size_t message_bytes_max = kWireMessageBytesMax;
  };

  // What the parts point to outlives the routes, and they outlive the router.
  explicit ConnectRoutes(Parts parts);

  void RegisterWith(Router& router) const;

 private:
  struct Method {
    std::string full_name;  // As in the table.
    bool may_get = false;
  };

  void Serve(const Method& method, std::shared_ptr<const HttpRequest> request,
             HttpAnswer answer) const;
  StatusOr<Caller> CallerOf(const HttpRequest& request) const;
  std::optional<Caller> CallerWith(std::string_view token) const;

  const Parts parts_;
  // By path.
  std::map<std::string, Method, std::less<>> methods_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_CONNECT_CONNECT_ROUTES_H_
