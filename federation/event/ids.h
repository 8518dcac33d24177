// The names of things that two nodes must agree on (formats.md, "Names").

#ifndef CLEDI_FEDERATION_EVENT_IDS_H_
#define CLEDI_FEDERATION_EVENT_IDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "federation/base/bytes.h"

namespace cledi {

using FederationId = FixedBytes<struct FederationIdKind, 16>;
using SpaceId = FixedBytes<struct SpaceIdKind, 16>;
using LogId = FixedBytes<struct LogIdKind, 16>;
// The RFC 6962 leaf hash of an event's entry: names the event for ever.
using EventId = FixedBytes<struct EventIdKind, 32>;
// Names one epoch of one log: the first 16 bytes of SHA-256 of its statement.
using EpochTag = FixedBytes<struct EpochTagKind, 16>;
// One run of a process; random.
using InstanceId = FixedBytes<struct InstanceIdKind, 16>;

// 3 to 40 of "a-z 0-9 -", as given at the invitation.
bool IsNodeId(std::string_view s);
// A DNS-like name of 1 to 100 bytes: labels of "a-z 0-9 -" joined by dots, each of 1 to 63 bytes
// and with no hyphen at its ends.
bool IsTrustDomain(std::string_view s);

// `name`: "roster", "commons" or "eea".
SpaceId BuiltinSpace(std::string_view name);
// What one institution keeps to itself; never replicated.
SpaceId InstitutionSpace(std::string_view node_id);
inline SpaceId RosterSpace() {
  static const SpaceId space = BuiltinSpace("roster");
  return space;
}
inline SpaceId CommonsSpace() {
  static const SpaceId space = BuiltinSpace("commons");
  return space;
}

// Derived, so a log can belong to one node, one space and one federation only.
LogId LogIdOf(const FederationId& federation, std::string_view node_id, uint32_t incarnation,
              const SpaceId& space);

// How an object is named in addresses: the first 130 bits of its id in base32, 26 characters.
std::string ShortId(const EventId& id);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_EVENT_IDS_H_
