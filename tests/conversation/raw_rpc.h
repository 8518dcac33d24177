// A gRPC client that sends any bytes to any method.

#ifndef CLEDI_TESTS_CONVERSATION_RAW_RPC_H_
#define CLEDI_TESTS_CONVERSATION_RAW_RPC_H_

#include <memory>
#include <string>

#include "federation/base/status.h"

// gRPC's headers stay out of this one: they cost every includer seconds.
namespace grpc {
class Channel;
class ChannelCredentials;
}  // namespace grpc

namespace cledi {

class RawRpc {
 public:
  // Null credentials: none.
  RawRpc(const std::string& address, std::shared_ptr<grpc::ChannelCredentials> credentials);

  // Sends `request` as it is; the answer's bytes, or what gRPC said. DeadlineExceeded after 30 s.
  StatusOr<std::string> Call(const std::string& method, const std::string& request) const;

  // The same with messages; an answer that cannot be read fails as DataLoss.
  template <class Response, class Request>
  StatusOr<Response> Ask(const std::string& method, const Request& request) const {
    ASSIGN_OR_RETURN(const std::string bytes, Call(method, request.SerializeAsString()));
    Response response;
    if (!response.ParseFromString(bytes)) {
      return Corrupt("the answer is no valid message");
    }
    return response;
  }

 private:
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_CONVERSATION_RAW_RPC_H_
