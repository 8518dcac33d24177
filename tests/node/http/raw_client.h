#ifndef CLEDI_TESTS_NODE_HTTP_RAW_CLIENT_H_
#define CLEDI_TESTS_NODE_HTTP_RAW_CLIENT_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace cledi {

// A bare TCP connection to a server on this machine: sends what it is told to, well-formed
// or not. Reads give up after 20 s, so that a server that hangs fails the test.
class RawClient {
 public:
  explicit RawClient(uint16_t port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  // False: the server hung up before it took everything.
  bool Send(std::string_view bytes);
  // Ends our side; the server sees the end of what we sent.
  void FinishSending();

  // One response: its head, and a body of the length that it names. With `head_only`, for
  // HEAD requests and 304, no body follows. Empty once the server has hung up.
  std::string ReadResponse(bool head_only = false);
  // All up to and with `end`; less if the server hung up before.
  std::string ReadUntil(std::string_view end);
  // All until the server hangs up.
  std::string ReadAll();

 private:
  bool ReadMore();

  int socket_;
  std::string received_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_NODE_HTTP_RAW_CLIENT_H_
