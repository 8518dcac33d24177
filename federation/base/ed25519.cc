#include "federation/base/ed25519.h"

#include <openssl/pem.h>

#include "federation/base/check.h"
#include "federation/base/ed25519_point.h"
#include "federation/base/openssl.h"

namespace cledi {

struct SigningKey::Key {
  KeyPointer pointer;
};

SigningKey::SigningKey(std::unique_ptr<Key> key) : key_(std::move(key)) {
  size_t length = PublicKey::kSize;
  CHECK(EVP_PKEY_get_raw_public_key(key_->pointer.get(), public_key_.data(), &length) == 1);
  CHECK(length == PublicKey::kSize);
}

SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;
SigningKey::~SigningKey() = default;

SigningKey SigningKey::FromSeed(const FixedBytes<struct SeedKind, 32>& seed) {
  KeyPointer key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.kSize));
  CHECK(key != nullptr);
  return SigningKey(std::make_unique<Key>(Key{std::move(key)}));
}

SigningKey SigningKey::Generate(Random& random) {
  return FromSeed(random.Draw<FixedBytes<struct SeedKind, 32>>());
}

StatusOr<SigningKey> SigningKey::FromPem(std::string_view pem) {
  const QuietOpenSslErrors quiet;
  KeyPointer key(
      PEM_read_bio_PrivateKey(ReadingBio(pem).get(), nullptr, AnswerPassphrase, nullptr));
  if (key == nullptr || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_ED25519) {
    return Invalid("there is no unencrypted Ed25519 private key in the file");
  }
  return SigningKey(std::make_unique<Key>(Key{std::move(key)}));
}

SignatureBytes SigningKey::Sign(std::string_view message) const {
  const DigestContextPointer context(EVP_MD_CTX_new());
  CHECK(context != nullptr);
  CHECK(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_->pointer.get()) == 1);
  SignatureBytes signature;
  size_t length = SignatureBytes::kSize;
  CHECK(EVP_DigestSign(context.get(), signature.data(), &length, AsBytes(message).data(),
                       message.size()) == 1);
  CHECK(length == SignatureBytes::kSize);
  return signature;
}

std::string SigningKey::ToPem() const {
  const BioPointer bio = WritingBio();
  CHECK(PEM_write_bio_PKCS8PrivateKey(bio.get(), key_->pointer.get(), nullptr, nullptr, 0, nullptr,
                                      nullptr) == 1);
  return Written(bio);
}

bool VerifyEd25519(const PublicKey& key, std::string_view message,
                   const SignatureBytes& signature) {
  // OpenSSL takes one key of small order in a second spelling.
  if (!IsCanonicalPoint(key)) {
    return false;
  }
  const QuietOpenSslErrors quiet;
  const KeyPointer pointer(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.kSize));
  if (pointer == nullptr) {
    return false;
  }
  const DigestContextPointer context(EVP_MD_CTX_new());
  CHECK(context != nullptr);
  if (EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, pointer.get()) != 1) {
    return false;
  }
  return EVP_DigestVerify(context.get(), signature.data(), signature.kSize, AsBytes(message).data(),
                          message.size()) == 1;
}

bool IsSoundPublicKey(const PublicKey& key) {
  return IsCanonicalPoint(key) && IsOnCurve(key) && !IsOfSmallOrder(key);
}

}  // namespace cledi
