#ifndef CLEDI_TESTS_BENCH_RAW_STREAM_H_
#define CLEDI_TESTS_BENCH_RAW_STREAM_H_

#include <cstdint>
#include <memory>

namespace cledi {

// What moving bytes with gRPC costs and nothing else: one stream over plain TCP on the
// loopback, of messages that nobody looks into.
class RawStreamServer {
 public:
  // Answers every call with `messages` messages of `message_bytes`.
  RawStreamServer(uint64_t messages, size_t message_bytes);
  ~RawStreamServer();

  int port() const { return port_; }

 private:
  class Service;
  struct Parts;

  const std::unique_ptr<Parts> parts_;
  int port_ = 0;
};

// Calls such a server and reads its answer to the end. Returns its bytes.
uint64_t ReadRawStream(int port);

}  // namespace cledi

#endif  // CLEDI_TESTS_BENCH_RAW_STREAM_H_
