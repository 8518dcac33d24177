#include "tests/support/trust/forged_certificate.h"

#include <openssl/core_names.h>
#include <openssl/pem.h>

#include "federation/base/check.h"
#include "federation/trust/x509.h"

namespace cledi {
namespace {

void AddExtension(X509& certificate, X509& issuer, int kind, const std::string& value) {
  if (value.empty()) {
    return;
  }
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  CHECK(extension != nullptr);
  X509_add_ext(&certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

std::time_t Seconds(UnixMillis time) {
  return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

X509Pointer Draft(const CertificateRecipe& recipe, const TlsKey& key, UnixMillis now) {
  X509Pointer certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 4711);
  ASN1_TIME_set(X509_getm_notBefore(certificate.get()), Seconds(now + recipe.valid_from));
  ASN1_TIME_set(X509_getm_notAfter(certificate.get()), Seconds(now + recipe.valid_until));
  X509_set_pubkey(certificate.get(), key.native());
  return certificate;
}

PemPair Sign(const CertificateRecipe& recipe, const TlsKey& key, X509& certificate, X509& issuer,
             const TlsKey& issuer_key) {
  X509_set_issuer_name(&certificate, X509_get_subject_name(&issuer));
  AddExtension(certificate, issuer, NID_basic_constraints, recipe.constraints);
  AddExtension(certificate, issuer, NID_key_usage, "critical,digitalSignature");
  AddExtension(certificate, issuer, NID_ext_key_usage, recipe.usage);
  AddExtension(certificate, issuer, NID_subject_alt_name, recipe.names);
  AddExtension(certificate, issuer, NID_subject_key_identifier, "hash");
  AddExtension(certificate, issuer, NID_authority_key_identifier, "keyid");
  CHECK(X509_sign(&certificate, issuer_key.native(), EVP_sha256()) > 0);
  return {.key_pem = key.ToPem(), .certificate_pem = CertificateToPem(ToDer(certificate))};
}

KeyPointer GenerateForeignKey(ForeignKey kind) {
  switch (kind) {
    case ForeignKey::kRsa:
      return KeyPointer(EVP_RSA_gen(2048));
    case ForeignKey::kP384:
      return KeyPointer(EVP_EC_gen("P-384"));
    case ForeignKey::kEd25519:
      return KeyPointer(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    case ForeignKey::kP256ByParameters: {
      KeyPointer key(EVP_EC_gen("P-256"));
      EVP_PKEY_set_utf8_string_param(key.get(), OSSL_PKEY_PARAM_EC_ENCODING,
                                     OSSL_PKEY_EC_ENCODING_EXPLICIT);
      return key;
    }
  }
  return nullptr;
}

}  // namespace

CertificateRecipe GoodRecipe(std::string_view node_id, std::string_view trust_domain) {
  return {.names = absl::StrFormat("critical,URI:%s", SpiffeUri(trust_domain, node_id, 0))};
}

PemPair Forge(const CertificateRecipe& recipe, const TlsKey& issuer_key,
              std::string_view issuer_certificate_der, UnixMillis now) {
  const X509Pointer issuer = ReadX509(issuer_certificate_der);
  CHECK(issuer != nullptr);
  const TlsKey key = TlsKey::Generate();
  const X509Pointer certificate = Draft(recipe, key, now);
  return Sign(recipe, key, *certificate, *issuer, issuer_key);
}

PemPair Forge(const CertificateRecipe& recipe, const CertificateAuthority& issuer, UnixMillis now) {
  return Forge(recipe, issuer.key(), issuer.certificate_der(), now);
}

PemPair ForgeSelfSigned(const CertificateRecipe& recipe, UnixMillis now) {
  const TlsKey key = TlsKey::Generate();
  const X509Pointer certificate = Draft(recipe, key, now);
  return Sign(recipe, key, *certificate, *certificate, key);
}

ForeignKeyMaterial MakeForeignKey(ForeignKey kind) {
  const KeyPointer key = GenerateForeignKey(kind);
  CHECK(key != nullptr);
  const BioPointer pem = WritingBio();
  CHECK(PEM_write_bio_PKCS8PrivateKey(pem.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                      nullptr) == 1);
  const X509RequestPointer request(X509_REQ_new());
  X509_REQ_set_pubkey(request.get(), key.get());
  CHECK(X509_REQ_sign(request.get(), key.get(),
                      kind == ForeignKey::kEd25519 ? nullptr : EVP_sha256()) > 0);
  const BioPointer der = WritingBio();
  CHECK(i2d_X509_REQ_bio(der.get(), request.get()) == 1);
  return {.key_pem = Written(pem), .certificate_request = Written(der)};
}

}  // namespace cledi
