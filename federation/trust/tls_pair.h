#ifndef CLEDI_FEDERATION_TRUST_TLS_PAIR_H_
#define CLEDI_FEDERATION_TRUST_TLS_PAIR_H_

#include <span>
#include <string>
#include <string_view>

#include "federation/base/status.h"
#include "federation/trust/certificate.h"
#include "federation/trust/tls_key.h"

namespace cledi {

// A node's TLS key and the certificate for it. They live in one file, so that one rename
// replaces both and no reader ever finds the key of one and the certificate of another.
struct TlsPair {
  TlsKey key;
  NodeCertificate certificate;
};

// The file's text: the key (PKCS#8), then the certificate, both PEM.
std::string FormatTlsPair(const TlsPair& pair);

// InvalidArgument: no key, no certificate of a node, or they do not belong together: every
// handshake with such a pair would fail.
StatusOr<TlsPair> ReadTlsPair(std::string_view pem);

// Whether `certificate` is for `key`, issued by one of `authorities` (DER), and good on both
// sides of a connection at `now`: to be asked of every certificate before it is installed.
// InvalidArgument: it is for another key; otherwise as CheckIssued.
Status CheckUsable(const NodeCertificate& certificate, std::span<const std::string> authorities,
                   const TlsKey& key, UnixMillis now);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_TRUST_TLS_PAIR_H_
