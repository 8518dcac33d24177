#ifndef CLEDI_FEDERATION_TRUST_CERTIFICATE_AUTHORITY_H_
#define CLEDI_FEDERATION_TRUST_CERTIFICATE_AUTHORITY_H_

#include <chrono>
#include <string>
#include <string_view>

#include "federation/base/clock.h"
#include "federation/base/random.h"
#include "federation/base/status.h"
#include "federation/trust/certificate.h"
#include "federation/trust/tls_key.h"

namespace cledi {

inline constexpr std::chrono::days kAuthorityLifetime{5 * 365};
// Bounds how long the coordinator may be away: revocation does not wait for it.
inline constexpr std::chrono::days kNodeCertificateLifetime{30};
// What a certificate is dated back, for peers whose clocks are slow.
inline constexpr std::chrono::hours kBackdating{1};

// The federation's certificate authority: signs certificates of nodes and nothing else.
// It is held to its trust domain by a name constraint and can make no authority below it.
//
// Safe from any thread.
class CertificateAuthority {
 public:
  // A new one, self-signed. `trust_domain` is one.
  static CertificateAuthority Create(std::string_view trust_domain, UnixMillis now, Random& random);
  // InvalidArgument: the two do not belong together, or the certificate is no authority's.
  static StatusOr<CertificateAuthority> From(TlsKey key, std::string certificate_der,
                                             std::string_view trust_domain);

  const TlsKey& key() const { return key_; }
  const std::string& certificate_der() const { return certificate_der_; }
  const std::string& trust_domain() const { return trust_domain_; }
  // Of the authority's key: what join tokens pin.
  const Hash& spki_sha256() const { return key_.spki_sha256(); }

  // A certificate for `node_id` and the key in `certificate_request` (PKCS#10, DER), dated
  // from `now`. Of the request, nothing but the key counts.
  // InvalidArgument: it cannot be read, its key is not P-256, or its sender does not have the key.
  StatusOr<NodeCertificate> Issue(std::string_view node_id, uint32_t incarnation,
                                  std::string_view certificate_request, UnixMillis now,
                                  Random& random) const;

 private:
  CertificateAuthority(TlsKey key, std::string certificate_der, std::string_view trust_domain)
      : key_(std::move(key)),
        certificate_der_(std::move(certificate_der)),
        trust_domain_(trust_domain) {}

  TlsKey key_;
  std::string certificate_der_;
  std::string trust_domain_;
};

// The key's hash that `certificate_request` asks a certificate for.
// InvalidArgument: as Issue.
StatusOr<Hash> CheckCertificateRequest(std::string_view certificate_request);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_TRUST_CERTIFICATE_AUTHORITY_H_
