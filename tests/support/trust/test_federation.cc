#include "tests/support/trust/test_federation.h"

#include "federation/base/check.h"

namespace cledi {

std::string PemPair::certificate_der() const {
  const StatusOr<std::vector<std::string>> certificates = CertificatesFromPem(certificate_pem);
  CHECK(certificates.ok());
  return certificates->front();
}

TestFederation::TestFederation(std::vector<std::string> node_ids, uint64_t seed)
    : random_(seed),
      authority_(CertificateAuthority::Create("cledi.example", clock_.Now(), random_)),
      on_paper_(std::move(node_ids), {authority_.certificate_der()}, seed) {}

PemPair TestFederation::TlsFor(std::string_view node_id, uint32_t incarnation) {
  const TlsKey key = TlsKey::Generate();
  const StatusOr<NodeCertificate> certificate =
      authority_.Issue(node_id, incarnation, key.MakeCertificateRequest(), clock_.Now(), random_);
  CHECK(certificate.ok());
  return {.key_pem = key.ToPem(), .certificate_pem = CertificateToPem(certificate->der)};
}

}  // namespace cledi
