#ifndef CLEDI_FEDERATION_TRUST_TLS_KEY_H_
#define CLEDI_FEDERATION_TRUST_TLS_KEY_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "federation/base/bytes.h"
#include "federation/base/status.h"

struct evp_pkey_st;

namespace cledi {

// An ECDSA P-256 key pair: what TLS certificates are for, and what signs them. Never printed,
// never logged. Safe from any thread.
//
// P-256 and not Ed25519, because builds of gRPC on BoringSSL take nothing else everywhere.
class TlsKey {
 public:
  // By OpenSSL's own generator.
  static TlsKey Generate();
  // PKCS#8, PEM. InvalidArgument: no P-256 private key, or the passphrase is wrong or missing.
  static StatusOr<TlsKey> FromPem(std::string_view pem,
                                  const std::optional<std::string>& passphrase = std::nullopt);

  TlsKey(TlsKey&&) noexcept;
  TlsKey& operator=(TlsKey&&) noexcept;
  ~TlsKey();

  // Not encrypted: for a file that only the owner can read.
  std::string ToPem() const;
  // Encrypted by AES-256 under scrypt (N 16384, r 8, p 1), PKCS#5 v2.
  std::string ToEncryptedPem(const std::string& passphrase) const;

  // Of the SubjectPublicKeyInfo: names the key.
  const Hash& spki_sha256() const { return spki_sha256_; }
  // A PKCS#10 request (DER) with an empty subject: proves that its sender has the key.
  std::string MakeCertificateRequest() const;

  // OpenSSL's handle, owned by this; for this module's sources.
  evp_pkey_st* native() const;

 private:
  struct Key;
  explicit TlsKey(std::unique_ptr<Key> key);

  std::unique_ptr<Key> key_;
  Hash spki_sha256_;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_TRUST_TLS_KEY_H_
