#include "federation/base/ed25519.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "federation/base/check.h"
#include "federation/base/ed25519_point.h"

namespace cledi {
namespace {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using Context = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>>;
using Bio = std::unique_ptr<BIO, Deleter<BIO_free_all>>;
using KeyPointer = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;

// Takes back the errors that OpenSSL notes for this thread meanwhile: what is read next from
// a TLS connection on it would be taken for failed.
class QuietErrors {
 public:
  QuietErrors() { ERR_set_mark(); }
  ~QuietErrors() { ERR_pop_to_mark(); }
  QuietErrors(const QuietErrors&) = delete;
  QuietErrors& operator=(const QuietErrors&) = delete;
};

// Refuses to ask a terminal for a passphrase.
int NoPassphrase(char*, int, int, void*) { return -1; }

}  // namespace

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
  const QuietErrors quiet;
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  CHECK(bio != nullptr);
  KeyPointer key(PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassphrase, nullptr));
  if (key == nullptr || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_ED25519) {
    return Invalid("there is no unencrypted Ed25519 private key in the file");
  }
  return SigningKey(std::make_unique<Key>(Key{std::move(key)}));
}

SignatureBytes SigningKey::Sign(std::string_view message) const {
  const Context context(EVP_MD_CTX_new());
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
  const Bio bio(BIO_new(BIO_s_mem()));
  CHECK(bio != nullptr);
  CHECK(PEM_write_bio_PKCS8PrivateKey(bio.get(), key_->pointer.get(), nullptr, nullptr, 0, nullptr,
                                      nullptr) == 1);
  char* text = nullptr;
  const long length = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, static_cast<size_t>(length));
}

bool VerifyEd25519(const PublicKey& key, std::string_view message,
                   const SignatureBytes& signature) {
  // OpenSSL takes one key of small order in a second spelling.
  if (!IsCanonicalPoint(key)) {
    return false;
  }
  const QuietErrors quiet;
  const KeyPointer pointer(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.kSize));
  if (pointer == nullptr) {
    return false;
  }
  const Context context(EVP_MD_CTX_new());
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
