#include "federation/roster/member_rules.h"

#include <algorithm>
#include <array>

#include "federation/base/ed25519.h"
#include "federation/base/text.h"
#include "federation/event/ids.h"

namespace cledi {
namespace {

constexpr int kAddressesMax = 4;
constexpr size_t kHostBytesMax = 253;
constexpr size_t kWebAddressBytesMax = 300;
constexpr uint64_t kBudgetMax = uint64_t{1} << 50;
constexpr int kCutHeadsMax = 1024;

bool IsHostCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.';
}

bool IsIpv6Character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' ||
         c == '.';
}

bool IsHost(std::string_view host) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    return std::ranges::all_of(host.substr(1, host.size() - 2), IsIpv6Character);
  }
  return !host.empty() && host.size() <= kHostBytesMax && host.front() != '-' &&
         std::ranges::all_of(host, IsHostCharacter);
}

bool IsPort(std::string_view port) {
  const std::optional<uint64_t> number = ParseDecimal(port);
  return number.has_value() && *number >= 1 && *number <= 65535;
}

// Enough for a link in a page: what else could break out of it is escaped there.
bool IsWebAddress(std::string_view address) {
  const bool scheme = address.starts_with("https://") || address.starts_with("http://");
  return scheme && address.size() <= kWebAddressBytesMax &&
         std::ranges::all_of(address, [](char c) { return c > ' ' && c < 0x7f; }) &&
         address.find_first_of("\"'<>\\`") == std::string_view::npos;
}

bool IsCountry(std::string_view country) {
  return country.size() == 2 &&
         std::ranges::all_of(country, [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

bool IsPlainText(std::string_view text, size_t bytes_max) {
  return text.size() <= bytes_max && std::ranges::none_of(text, [](char c) {
           return static_cast<unsigned char>(c) < ' ' || c == 0x7f;
         });
}

bool IsHostAndPort(std::string_view address) {
  const size_t colon = address.rfind(':');
  return colon != std::string_view::npos && IsHost(address.substr(0, colon)) &&
         IsPort(address.substr(colon + 1));
}

Status CheckMemberWithoutKey(const federation::v1::Member& member) {
  if (!IsNodeId(member.node_id())) {
    return Invalid("a node id is 3 to 40 of a-z, 0-9 and -");
  }
  if (member.institution().empty() || !IsPlainText(member.institution(), kInstitutionBytesMax)) {
    return Invalid(absl::StrFormat("the institution's name has 1 to %d bytes on one line",
                                   kInstitutionBytesMax));
  }
  if (!IsCountry(member.country())) {
    return Invalid("the country is given by two capital letters (ISO 3166-1), such as ES");
  }
  if (member.addresses_size() > kAddressesMax) {
    return Invalid(absl::StrFormat("a node has at most %d addresses", kAddressesMax));
  }
  for (const std::string& address : member.addresses()) {
    if (!IsHostAndPort(address)) {
      return Invalid("a node's address is host:port, such as node.example.org:8443");
    }
  }
  if (!member.web_address().empty() && !IsWebAddress(member.web_address())) {
    return Invalid("the web address begins with http:// or https:// and has at most 300 bytes");
  }
  if (member.budget_bytes_a_day() > kBudgetMax) {
    return Invalid("the budget is over 2^50 bytes a day");
  }
  return absl::OkStatus();
}

Status CheckMember(const federation::v1::Member& member) {
  RETURN_IF_ERROR(CheckMemberWithoutKey(member));
  const auto key = PublicKey::From(member.log_key());
  if (!key.has_value() || !IsSoundPublicKey(*key)) {
    return Invalid("the log key is no sound Ed25519 public key");
  }
  return absl::OkStatus();
}

Status CheckCut(const federation::v1::Cut& cut) {
  if (cut.log_id().size() != LogId::kSize) {
    return Invalid("a cut's log id has not 16 bytes");
  }
  if (cut.heads_size() > kCutHeadsMax || cut.except_size() > kCutHeadsMax) {
    return Invalid(absl::StrFormat("a cut has at most %d heads and exceptions", kCutHeadsMax));
  }
  for (const federation::v1::CutHead& head : cut.heads()) {
    if (head.tag().size() != EpochTag::kSize || head.root().size() != Hash::kSize ||
        head.size() == 0) {
      return Invalid("a cut's head is a tag of 16 bytes, a size over 0 and a root of 32 bytes");
    }
  }
  for (const std::string& tag : cut.except()) {
    if (tag.size() != EpochTag::kSize) {
      return Invalid("a cut's exception has not 16 bytes");
    }
  }
  return absl::OkStatus();
}

bool IsInEea(std::string_view country) {
  // The 27 member states of the EU, and Iceland, Liechtenstein and Norway.
  static constexpr std::array<std::string_view, 30> kEea = {
      "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
      "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"};
  return std::ranges::binary_search(kEea, country);
}

}  // namespace cledi
