#include "tests/federation/rpc_grpc/http2_flood.h"

#include <string_view>

#include "federation/base/bytes.h"

namespace cledi {
namespace {

constexpr uint8_t kHeaders = 1;
constexpr uint8_t kRstStream = 3;
constexpr uint8_t kSettings = 4;
constexpr uint8_t kEndHeaders = 4;
constexpr uint32_t kCancel = 8;

std::string Frame(uint8_t type, uint8_t flags, uint32_t stream, std::string_view payload) {
  std::string frame;
  PutBigEndian(frame, static_cast<uint32_t>(payload.size()));
  frame.erase(0, 1);  // 24 bits.
  frame.push_back(static_cast<char>(type));
  frame.push_back(static_cast<char>(flags));
  PutBigEndian(frame, stream);
  return frame.append(payload);
}

void AppendText(std::string& block, std::string_view text) {
  block.push_back(static_cast<char>(text.size()));  // Below 127, not Huffman-coded.
  block.append(text);
}

// A literal header without indexing (RFC 7541, 6.2.2).
void AppendHeader(std::string& block, std::string_view name, std::string_view value) {
  block.push_back(0);
  AppendText(block, name);
  AppendText(block, value);
}

std::string CallHeaders() {
  std::string block;
  AppendHeader(block, ":method", "POST");
  AppendHeader(block, ":scheme", "http");
  AppendHeader(block, ":path", "/test.Service/Echo");
  AppendHeader(block, ":authority", "localhost");
  AppendHeader(block, "te", "trailers");
  AppendHeader(block, "content-type", "application/grpc");
  return block;
}

}  // namespace

std::string Http2Preface() {
  return "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + Frame(kSettings, 0, 0, "");
}

std::string Http2OpenAndReset(uint32_t id) {
  std::string reason;
  PutBigEndian(reason, kCancel);
  return Frame(kHeaders, kEndHeaders, id, CallHeaders()) + Frame(kRstStream, 0, id, reason);
}

}  // namespace cledi
