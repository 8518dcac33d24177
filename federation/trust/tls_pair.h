#ifndef CLEDI_FEDERATION_TRUST_TLS_PAIR_H_
#define CLEDI_FEDERATION_TRUST_TLS_PAIR_H_

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

}  // namespace cledi

#endif  // CLEDI_FEDERATION_TRUST_TLS_PAIR_H_
