// How calls fail over the Connect protocol: https://connectrpc.com/docs/protocol

#ifndef CLEDI_NODE_CONNECT_CONNECT_ERROR_H_
#define CLEDI_NODE_CONNECT_CONNECT_ERROR_H_

#include <string_view>

#include "federation/base/status.h"
#include "node/http/http_message.h"
#include "node/http/http_server.h"

namespace cledi {

// The protocol's name of a code, such as "invalid_argument", and the HTTP status that goes with
// it. `code` is not kOk.
std::string_view ConnectCodeName(StatusCode code);
int ConnectHttpStatus(StatusCode code);

// A failure as JSON, in which errors travel whatever the call's encoding; with the details of
// `status` (federation/rpc/status_detail.h). Its text goes out as it is: see PublicStatus().
HttpResponse ConnectError(const Status& status, int http_status);
inline HttpResponse ConnectError(const Status& status) {
  return ConnectError(status, ConnectHttpStatus(status.code()));
}

// What fails before it reaches a method, or outside of one, is told to programs as above, and
// to everybody else by `pages`.
ErrorPage ErrorsForPrograms(ErrorPage pages);

}  // namespace cledi

#endif  // CLEDI_NODE_CONNECT_CONNECT_ERROR_H_
