#ifndef CLEDI_FEDERATION_BASE_ED25519_H_
#define CLEDI_FEDERATION_BASE_ED25519_H_

#include <memory>
#include <string>
#include <string_view>

#include "federation/base/bytes.h"
#include "federation/base/random.h"
#include "federation/base/status.h"

namespace cledi {

// An Ed25519 key pair (RFC 8032). Never printed, never logged. Safe from any thread.
class SigningKey {
 public:
  static SigningKey Generate(Random& random);
  // `seed`: the 32 bytes of RFC 8032's private key.
  static SigningKey FromSeed(const FixedBytes<struct SeedKind, 32>& seed);
  // A PKCS#8 PEM file's text. InvalidArgument: no unencrypted Ed25519 key in it.
  static StatusOr<SigningKey> FromPem(std::string_view pem);

  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;
  ~SigningKey();

  const PublicKey& public_key() const { return public_key_; }
  SignatureBytes Sign(std::string_view message) const;
  // PKCS#8, not encrypted: for a file that only the owner can read.
  std::string ToPem() const;

 private:
  struct Key;
  explicit SigningKey(std::unique_ptr<Key> key);

  std::unique_ptr<Key> key_;
  PublicKey public_key_;
};

// The one rule of the federation: cofactorless, S below the group order, canonical A and R.
// OpenSSL 3.0 does it so, but for one A; the tests hold the published edge cases.
bool VerifyEd25519(const PublicKey& key, std::string_view message, const SignatureBytes& signature);

// Whether `key` may enter the roster: a canonical encoding of a point on the curve that is
// not of small order.
bool IsSoundPublicKey(const PublicKey& key);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_BASE_ED25519_H_
