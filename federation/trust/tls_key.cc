#include "federation/trust/tls_key.h"

#include <array>

#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>

#include "federation/base/check.h"
#include "federation/trust/x509.h"

namespace cledi {
namespace {

constexpr uint64_t kScryptN = 16384;
constexpr uint64_t kScryptR = 8;
constexpr uint64_t kScryptP = 1;

using SpkiPointer = OpenSslPointer<X509_PUBKEY, X509_PUBKEY_free>;

SpkiPointer SpkiOf(EVP_PKEY* key) {
  X509_PUBKEY* spki = nullptr;
  CHECK(X509_PUBKEY_set(&spki, key) == 1);
  return SpkiPointer(spki);
}

}  // namespace

struct TlsKey::Key {
  KeyPointer pointer;
};

TlsKey::TlsKey(std::unique_ptr<Key> key)
    : key_(std::move(key)), spki_sha256_(SpkiSha256(*SpkiOf(native()))) {}

TlsKey::TlsKey(TlsKey&&) noexcept = default;
TlsKey& TlsKey::operator=(TlsKey&&) noexcept = default;
TlsKey::~TlsKey() = default;

EVP_PKEY* TlsKey::native() const { return key_->pointer.get(); }

TlsKey TlsKey::Generate() {
  KeyPointer key(EVP_EC_gen("P-256"));
  CHECK(key != nullptr);
  return TlsKey(std::make_unique<Key>(Key{std::move(key)}));
}

StatusOr<TlsKey> TlsKey::FromPem(std::string_view pem,
                                 const std::optional<std::string>& passphrase) {
  const QuietOpenSslErrors quiet;
  std::string answer = passphrase.value_or("");
  KeyPointer key(PEM_read_bio_PrivateKey(ReadingBio(pem).get(), nullptr, AnswerPassphrase,
                                         passphrase.has_value() ? &answer : nullptr));
  if (key == nullptr) {
    const bool encrypted = pem.find("-----BEGIN ENCRYPTED PRIVATE KEY-----") != pem.npos;
    return Invalid(!encrypted               ? "there is no private key in the file"
                   : passphrase.has_value() ? "the passphrase does not open the private key"
                                            : "the private key is encrypted: give its passphrase");
  }
  if (!IsP256(*SpkiOf(key.get()))) {
    return Invalid("the private key is no ECDSA P-256 key");
  }
  return TlsKey(std::make_unique<Key>(Key{std::move(key)}));
}

std::string TlsKey::ToPem() const {
  const BioPointer bio = WritingBio();
  CHECK(PEM_write_bio_PKCS8PrivateKey(bio.get(), native(), nullptr, nullptr, 0, nullptr, nullptr) ==
        1);
  return Written(bio);
}

std::string TlsKey::ToEncryptedPem(const std::string& passphrase) const {
  std::array<uint8_t, 16> salt;
  CHECK(RAND_bytes(salt.data(), salt.size()) == 1);
  const OpenSslPointer<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free> plain(
      EVP_PKEY2PKCS8(native()));
  CHECK(plain != nullptr);
  X509_ALGOR* const scrypt =
      PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), salt.data(), static_cast<int>(salt.size()), nullptr,
                            kScryptN, kScryptR, kScryptP);
  CHECK(scrypt != nullptr);
  const OpenSslPointer<X509_SIG, X509_SIG_free> sealed(
      PKCS8_set0_pbe(passphrase.data(), static_cast<int>(passphrase.size()), plain.get(), scrypt));
  CHECK(sealed != nullptr);
  const BioPointer bio = WritingBio();
  CHECK(PEM_write_bio_PKCS8(bio.get(), sealed.get()) == 1);
  return Written(bio);
}

std::string TlsKey::MakeCertificateRequest() const {
  const X509RequestPointer request(X509_REQ_new());
  CHECK(request != nullptr);
  CHECK(X509_REQ_set_pubkey(request.get(), native()) == 1);
  CHECK(X509_REQ_sign(request.get(), native(), EVP_sha256()) > 0);
  const BioPointer bio = WritingBio();
  CHECK(i2d_X509_REQ_bio(bio.get(), request.get()) == 1);
  return Written(bio);
}

}  // namespace cledi
