#ifndef CLEDI_TESTS_FEDERATION_RPC_GRPC_HTTP2_FLOOD_H_
#define CLEDI_TESTS_FEDERATION_RPC_GRPC_HTTP2_FLOOD_H_

#include <cstdint>
#include <string>

namespace cledi {

// What a client sends first (RFC 9113, 3.4): the preface and empty settings.
std::string Http2Preface();

// Opens the stream `id` with a call of test.Service/Echo and resets it at once: HEADERS, then
// RST_STREAM. `id` is odd and larger than those before.
std::string Http2OpenAndReset(uint32_t id);

}  // namespace cledi

#endif  // CLEDI_TESTS_FEDERATION_RPC_GRPC_HTTP2_FLOOD_H_
