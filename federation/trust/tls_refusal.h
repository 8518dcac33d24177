// Why one side of a TLS connection turned the other away. gRPC tells the other side nothing but
// "Socket closed", so the reason must be kept where it is known.

#ifndef CLEDI_FEDERATION_TRUST_TLS_REFUSAL_H_
#define CLEDI_FEDERATION_TRUST_TLS_REFUSAL_H_

#include <optional>
#include <string>
#include <string_view>

#include "federation/base/status.h"

namespace cledi {

enum class TlsRefusal {
  kHandshake,         // TLS itself failed: no certificate, TLS 1.2, no TLS at all.
  kMalformed,         // No certificate that can be read.
  kUnknownAuthority,  // Not signed by an authority of the trust root.
  kExpired,
  kNotYetValid,       // A clock is wrong, here or where it was issued.
  kWrongUsage,        // Not for this side of a connection, or an authority's own.
  kWrongName,         // Not exactly one URI name that is a node's.
  kWrongTrustDomain,  // Another federation.
  kWrongNode,         // A member, but not the one that was dialled.
  kNotOnRoster,       // Never admitted, as far as is known here.
  kRemoved,           // Admitted once, removed since.
};
inline constexpr size_t kTlsRefusalCount = 11;

// As in metrics: "unknown_authority".
std::string_view NameOf(TlsRefusal reason);

// Unauthenticated, with the reason inside.
Status RefusedForTls(TlsRefusal reason, std::string_view detail);
// Nothing: not made by RefusedForTls.
std::optional<TlsRefusal> TlsRefusalOf(const Status& status);

// One refusal.
struct TlsRefusalReport {
  TlsRefusal reason;
  // Who it was, where that was proven (its certificate is good, its membership is not), or
  // who was dialled. Empty: unknown.
  std::string node_id;
  std::string detail;  // In words, for an operator.
};

// Who wants to hear of refusals. Called on network threads: thread-safe and quick.
class TlsRefusals {
 public:
  virtual ~TlsRefusals() = default;
  virtual void OnTlsRefused(const TlsRefusalReport& report) = 0;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_TRUST_TLS_REFUSAL_H_
