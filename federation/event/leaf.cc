#include "federation/event/leaf.h"

#include <algorithm>
#include <bit>

#include "federation/base/check.h"
#include "federation/base/sha256.h"

namespace cledi {

using namespace std::string_view_literals;

Header DecodeHeader(std::string_view bytes) {
  CHECK(bytes.size() == kHeaderBytes);
  const uint8_t* const at = AsBytes(bytes).data();
  return {.version = at[0],
          .flags = at[1],
          .type = GetLittleEndian<uint16_t>(at + 2),
          .payload_bytes = GetLittleEndian<uint32_t>(at + 4),
          .hlc = GetLittleEndian<Hlc>(at + 8),
          .roster_number = GetLittleEndian<uint32_t>(at + 16),
          .schema = GetLittleEndian<uint16_t>(at + 20),
          .reserved = GetLittleEndian<uint16_t>(at + 22)};
}

std::string EncodeHeader(const Header& header) {
  std::string out;
  out.reserve(kHeaderBytes);
  PutLittleEndian(out, header.version);
  PutLittleEndian(out, header.flags);
  PutLittleEndian(out, header.type);
  PutLittleEndian(out, header.payload_bytes);
  PutLittleEndian(out, header.hlc);
  PutLittleEndian(out, header.roster_number);
  PutLittleEndian(out, header.schema);
  PutLittleEndian(out, header.reserved);
  return out;
}

Hash Commitment(const Salt& salt, std::string_view payload) {
  return Sha256({"cledi/payload/v1\0"sv, salt.view(), payload});
}

LeafBytes MakeLeaf(const Header& header, const Hash& commitment) {
  return MakeLeaf(EncodeHeader(header), commitment);
}

LeafBytes MakeLeaf(std::string_view header_bytes, const Hash& commitment) {
  CHECK(header_bytes.size() == kHeaderBytes);
  LeafBytes leaf;
  std::ranges::copy(commitment.bytes, std::ranges::copy(AsBytes(header_bytes), leaf.data()).out);
  return leaf;
}

Hash CommitmentOf(const LeafBytes& leaf) { return *Hash::From(leaf.view().substr(kHeaderBytes)); }

EventId EventIdOf(const LogId& log, const LeafBytes& leaf) {
  return std::bit_cast<EventId>(Sha256({"\0"sv, log.view(), leaf.view()}));
}

}  // namespace cledi
