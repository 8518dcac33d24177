// The 56 bytes of an event that the Merkle tree holds (formats.md, "Event").

#ifndef CLEDI_FEDERATION_EVENT_LEAF_H_
#define CLEDI_FEDERATION_EVENT_LEAF_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "federation/base/bytes.h"
#include "federation/event/hybrid_clock.h"
#include "federation/event/ids.h"

namespace cledi {

using Salt = FixedBytes<struct SaltKind, 16>;

inline constexpr size_t kHeaderBytes = 24;
inline constexpr size_t kLeafBytes = 56;
inline constexpr size_t kEntryBytes = 72;  // log id | leaf
inline constexpr uint32_t kPayloadBytesMax = 64 * 1024;

inline constexpr uint8_t kEventVersion = 1;
inline constexpr uint8_t kFlagCritical = 1;
inline constexpr uint8_t kFlagErasable = 2;

// The first 24 bytes, decoded. Any 24 bytes are a header: what they mean is judged from
// them alone, by the same rule on every node.
struct Header {
  uint8_t version = kEventVersion;
  uint8_t flags = 0;
  uint16_t type = 0;  // cledi.event.v1.EventType, or one of a newer version.
  uint32_t payload_bytes = 0;
  Hlc hlc = 0;
  uint32_t roster_number = 0;
  uint16_t schema = 0;
  uint16_t reserved = 0;  // Written 0; kept when read, because it is hashed.

  bool critical() const { return (flags & kFlagCritical) != 0; }
  bool erasable() const { return (flags & kFlagErasable) != 0; }
  // Whether a payload can exist: a known version and a length within the limit. An event
  // for which this is false has no payload, for ever.
  bool can_have_payload() const {
    return version == kEventVersion && payload_bytes <= kPayloadBytesMax;
  }

  friend bool operator==(const Header&, const Header&) = default;
};

// `bytes` has kHeaderBytes.
Header DecodeHeader(std::string_view bytes);
std::string EncodeHeader(const Header& header);

// SHA-256("cledi/payload/v1" 00 | salt | payload): hides the payload, and binds to it.
Hash Commitment(const Salt& salt, std::string_view payload);

// header | commitment.
using LeafBytes = FixedBytes<struct LeafKind, kLeafBytes>;

LeafBytes MakeLeaf(const Header& header, const Hash& commitment);
// `header_bytes`: kHeaderBytes, as they were received.
LeafBytes MakeLeaf(std::string_view header_bytes, const Hash& commitment);
inline Header HeaderOf(const LeafBytes& leaf) {
  return DecodeHeader(leaf.view().substr(0, kHeaderBytes));
}
Hash CommitmentOf(const LeafBytes& leaf);

// SHA-256(00 | log id | leaf): the RFC 6962 leaf hash of the entry.
EventId EventIdOf(const LogId& log, const LeafBytes& leaf);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_EVENT_LEAF_H_
