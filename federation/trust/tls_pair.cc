#include "federation/trust/tls_pair.h"

namespace cledi {

std::string FormatTlsPair(const TlsPair& pair) {
  return pair.key.ToPem() + CertificateToPem(pair.certificate.der);
}

StatusOr<TlsPair> ReadTlsPair(std::string_view pem) {
  ASSIGN_OR_RETURN(TlsKey key, TlsKey::FromPem(pem));
  ASSIGN_OR_RETURN(const std::vector<std::string> certificates, CertificatesFromPem(pem));
  const StatusOr<NodeCertificate> certificate = ReadNodeCertificate(certificates.front());
  if (!certificate.ok()) {
    return Invalid(Message(certificate.status()));
  }
  if (certificate->spki_sha256 != key.spki_sha256()) {
    return Invalid("the certificate is for another key than the one beside it");
  }
  return TlsPair{std::move(key), *certificate};
}

Status CheckUsable(const NodeCertificate& certificate, std::span<const std::string> authorities,
                   const TlsKey& key, UnixMillis now) {
  if (certificate.spki_sha256 != key.spki_sha256()) {
    return Invalid("the certificate is for another key than this node's");
  }
  RETURN_IF_ERROR(CheckIssued(certificate.der, authorities, TlsSide::kClient, now));
  return CheckIssued(certificate.der, authorities, TlsSide::kServer, now);
}

}  // namespace cledi
