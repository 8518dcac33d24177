#include "federation/trust/tls_refusal.h"

#include "absl/strings/cord.h"

namespace cledi {
namespace {

constexpr absl::string_view kPayload = "cledi/tls-refusal";

}  // namespace

std::string_view NameOf(TlsRefusal reason) {
  switch (reason) {
    case TlsRefusal::kHandshake:
      return "handshake";
    case TlsRefusal::kMalformed:
      return "malformed";
    case TlsRefusal::kUnknownAuthority:
      return "unknown_authority";
    case TlsRefusal::kExpired:
      return "expired";
    case TlsRefusal::kNotYetValid:
      return "not_yet_valid";
    case TlsRefusal::kWrongUsage:
      return "wrong_usage";
    case TlsRefusal::kWrongName:
      return "wrong_name";
    case TlsRefusal::kWrongTrustDomain:
      return "wrong_trust_domain";
    case TlsRefusal::kWrongNode:
      return "wrong_node";
    case TlsRefusal::kNotOnRoster:
      return "not_on_roster";
    case TlsRefusal::kRemoved:
      return "removed";
  }
  return "unknown";
}

Status RefusedForTls(TlsRefusal reason, std::string_view detail) {
  Status status = absl::UnauthenticatedError(ToAbsl(detail));
  status.SetPayload(kPayload, absl::Cord(ToAbsl(NameOf(reason))));
  return status;
}

std::optional<TlsRefusal> TlsRefusalOf(const Status& status) {
  const absl::optional<absl::Cord> name = status.GetPayload(kPayload);
  for (size_t i = 0; name.has_value() && i < kTlsRefusalCount; ++i) {
    const auto reason = static_cast<TlsRefusal>(i);
    if (*name == ToAbsl(NameOf(reason))) {
      return reason;
    }
  }
  return std::nullopt;
}

}  // namespace cledi
