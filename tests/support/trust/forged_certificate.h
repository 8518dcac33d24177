// Certificates that nobody should accept, and the one that they differ from.

#ifndef CLEDI_TESTS_SUPPORT_TRUST_FORGED_CERTIFICATE_H_
#define CLEDI_TESTS_SUPPORT_TRUST_FORGED_CERTIFICATE_H_

#include <chrono>
#include <string>
#include <string_view>

#include "federation/base/clock.h"
#include "federation/trust/certificate_authority.h"
#include "tests/support/trust/test_federation.h"

namespace cledi {

// What goes into a certificate, in OpenSSL's configuration syntax; an empty text leaves the
// extension out.
struct CertificateRecipe {
  std::string names;
  std::string usage = "serverAuth,clientAuth";
  std::string constraints = "critical,CA:FALSE";
  std::chrono::milliseconds valid_from{std::chrono::hours(-1)};  // Both after now.
  std::chrono::milliseconds valid_until{std::chrono::hours(30 * 24)};
};

// As the authority makes them for a node.
CertificateRecipe GoodRecipe(std::string_view node_id,
                             std::string_view trust_domain = "cledi.example");

// Signs what the recipe says, whatever it is.
PemPair Forge(const CertificateRecipe& recipe, const TlsKey& issuer_key,
              std::string_view issuer_certificate_der, UnixMillis now);
PemPair Forge(const CertificateRecipe& recipe, const CertificateAuthority& issuer, UnixMillis now);
// Signed by its own key.
PemPair ForgeSelfSigned(const CertificateRecipe& recipe, UnixMillis now);

// A key that the federation does not take, and a request for a certificate for it.
enum class ForeignKey { kRsa, kP384, kEd25519, kP256ByParameters };
struct ForeignKeyMaterial {
  std::string key_pem;
  std::string certificate_request;
};
ForeignKeyMaterial MakeForeignKey(ForeignKey kind);

}  // namespace cledi

#endif  // CLEDI_TESTS_SUPPORT_TRUST_FORGED_CERTIFICATE_H_
