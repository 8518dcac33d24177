#include "federation/event/ids.h"

#include <algorithm>

#include "federation/base/sha256.h"

namespace cledi {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kSpaceDomain = "cledi/space/v1\0"sv;
constexpr std::string_view kLogDomain = "cledi/log/v1\0"sv;
constexpr size_t kShortIdCharacters = 26;

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

bool IsDomainLabel(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, IsNameCharacter);
}

}  // namespace

bool IsNodeId(std::string_view s) {
  return s.size() >= 3 && s.size() <= 40 && std::ranges::all_of(s, IsNameCharacter);
}

bool IsTrustDomain(std::string_view s) {
  if (s.size() > 100) {
    return false;
  }
  for (size_t dot = s.find('.'); dot != std::string_view::npos; dot = s.find('.')) {
    if (!IsDomainLabel(s.substr(0, dot))) {
      return false;
    }
    s.remove_prefix(dot + 1);
  }
  return IsDomainLabel(s);
}

SpaceId BuiltinSpace(std::string_view name) {
  return Truncated<SpaceId>(Sha256({kSpaceDomain, name}));
}

SpaceId InstitutionSpace(std::string_view node_id) {
  return Truncated<SpaceId>(Sha256({kSpaceDomain, "institution\0"sv, node_id}));
}

LogId LogIdOf(const FederationId& federation, std::string_view node_id, uint32_t incarnation,
              const SpaceId& space) {
  std::string number;
  PutLittleEndian(number, incarnation);
  // The node id comes last: it is the only part whose length varies.
  return Truncated<LogId>(Sha256({kLogDomain, federation.view(), number, space.view(), node_id}));
}

std::string ShortId(const EventId& id) {
  return Base32Encode(id.view()).substr(0, kShortIdCharacters);
}

}  // namespace cledi
