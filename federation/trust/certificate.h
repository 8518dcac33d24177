// What a node's TLS certificate says, and who vouches for it. A certificate only binds a
// connection to a node id: whether that node is a member, the roster says.

#ifndef CLEDI_FEDERATION_TRUST_CERTIFICATE_H_
#define CLEDI_FEDERATION_TRUST_CERTIFICATE_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "federation/base/bytes.h"
#include "federation/base/clock.h"
#include "federation/base/status.h"

namespace cledi {

struct NodeCertificate {
  std::string der;
  std::string trust_domain;
  std::string node_id;
  uint32_t incarnation = 0;
  std::string serial;  // Hex.
  UnixMillis not_before;
  UnixMillis not_after;
  Hash spki_sha256;  // Names the key.
};

// Which end of a connection a certificate is used at.
enum class TlsSide { kClient, kServer };

// "spiffe://<trust domain>/node/<node id>", and "/<incarnation>" behind it where that is not
// 0: a node that comes back after its keys were stolen is not what its old certificate names.
std::string SpiffeUri(std::string_view trust_domain, std::string_view node_id,
                      uint32_t incarnation);

// Reads a certificate without judging it: neither who issued it nor when it is valid.
// Errors are made by RefusedForTls: kMalformed; kWrongName: it has not exactly one subject
// alternative name, or that is not a node's URI.
StatusOr<NodeCertificate> ReadNodeCertificate(std::string_view der);

// Whether one of `authorities` (DER) itself issued the certificate, for use at `side`, and it
// is valid at `now`. No certificate between the two is ever accepted.
// Errors are made by RefusedForTls: kMalformed, kUnknownAuthority, kExpired, kNotYetValid,
// kWrongUsage, kWrongTrustDomain (outside of what the authority may name).
Status CheckIssued(std::string_view der, std::span<const std::string> authorities, TlsSide side,
                   UnixMillis now);

// As CheckIssued's kExpired and kNotYetValid, for a certificate that passed it earlier.
Status CheckValidAt(const NodeCertificate& certificate, UnixMillis now);

// Of the certificate's SubjectPublicKeyInfo. InvalidArgument: no certificate.
StatusOr<Hash> SpkiSha256OfCertificate(std::string_view der);

std::string CertificateToPem(std::string_view der);
// All certificates (DER) in `pem`, in order and not looked into; what else is in it is passed
// over. InvalidArgument: none, more than 8, or text that is no PEM within its marks.
StatusOr<std::vector<std::string>> CertificatesFromPem(std::string_view pem);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_TRUST_CERTIFICATE_H_
