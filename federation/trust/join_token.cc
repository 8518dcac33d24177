#include "federation/trust/join_token.h"

#include "absl/strings/ascii.h"
#include "absl/time/time.h"

#include "federation/event/ids.h"
#include "federation/roster/member_rules.h"

namespace cledi {
namespace {

using federation::v1::JoinToken;

constexpr std::string_view kPrefix = "cledi1-";
constexpr std::string_view kAnyPrefix = "cledi";
constexpr size_t kTextBytesMax = 4096;
constexpr size_t kCrcBytes = 4;
constexpr int kAddressesMax = 3;

// CRC-32 as in zlib: finds what slipped in copying, and is no protection against malice.
uint32_t Crc32(std::string_view bytes) {
  uint32_t crc = ~uint32_t{0};
  for (const uint8_t byte : AsBytes(bytes)) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc >> 1) ^ (0xedb88320U & (0U - (crc & 1U)));
    }
  }
  return ~crc;
}

Status CheckFields(const JoinToken& token) {
  const bool sizes = token.token_id().size() == 16 && token.secret().size() == 16 &&
                     token.ca_spki_sha256().size() == Hash::kSize &&
                     token.trust_root_sha256().size() == Hash::kSize;
  const bool names = IsTrustDomain(token.trust_domain()) && IsNodeId(token.node_id()) &&
                     IsNodeId(token.coordinator());
  const bool addresses = !token.coordinator_addresses().empty() &&
                         token.coordinator_addresses_size() <= kAddressesMax &&
                         std::ranges::all_of(token.coordinator_addresses(), IsHostAndPort);
  if (!sizes || !names || !addresses || token.expires_unix_s() <= 0) {
    return Invalid("the join token lacks something: ask the coordinator for a new one");
  }
  return absl::OkStatus();
}

Status Damaged() {
  return Invalid(
      "the join token is damaged or was not copied whole: copy the whole line from the invitation "
      "again");
}

Status NoToken(std::string_view text) {
  if (text.starts_with(kAnyPrefix)) {
    return absl::UnimplementedError(
        "the join token was made by another version of this program: install the version that the "
        "coordinator runs");
  }
  return Invalid("this is no join token: one begins with cledi1-");
}

std::string WithoutSpace(std::string_view text) {
  std::string dense(text);
  std::erase_if(dense, [](char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); });
  return dense;
}

}  // namespace

StatusOr<std::string> EncodeJoinToken(const JoinToken& token) {
  RETURN_IF_ERROR(CheckFields(token));
  std::string bytes = token.SerializeAsString();
  PutLittleEndian(bytes, Crc32(bytes));
  return std::string(kPrefix) + Base64UrlEncode(bytes);
}

StatusOr<JoinToken> DecodeJoinToken(std::string_view text, UnixMillis now) {
  const std::string dense = WithoutSpace(text.substr(0, kTextBytesMax));
  if (!dense.starts_with(kPrefix)) {
    return NoToken(dense);
  }
  const std::optional<std::string> bytes =
      Base64UrlDecode(std::string_view(dense).substr(kPrefix.size()));
  if (!bytes.has_value() || bytes->size() < kCrcBytes) {
    return Damaged();
  }
  const std::string_view body = std::string_view(*bytes).substr(0, bytes->size() - kCrcBytes);
  const uint8_t* const crc = AsBytes(*bytes).data() + body.size();
  JoinToken token;
  if (Crc32(body) != GetLittleEndian<uint32_t>(crc) ||
      !token.ParseFromArray(body.data(), static_cast<int>(body.size()))) {
    return Damaged();
  }
  RETURN_IF_ERROR(CheckFields(token));
  const absl::Time expires = absl::FromUnixSeconds(token.expires_unix_s());
  if (absl::FromUnixMillis(ToUnixMs(now)) > expires) {
    return absl::FailedPreconditionError(
        absl::StrFormat("the join token expired on %s: ask the coordinator for a new one",
                        absl::FormatTime("%Y-%m-%d %H:%M UTC", expires, absl::UTCTimeZone())));
  }
  return token;
}

}  // namespace cledi
