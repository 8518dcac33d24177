#include "federation/trust/certificate_authority.h"

#include "federation/base/check.h"
#include "federation/event/ids.h"
#include "federation/trust/x509.h"

namespace cledi {
namespace {

constexpr size_t kRequestBytesMax = 4096;

using ExtensionPointer = OpenSslPointer<X509_EXTENSION, X509_EXTENSION_free>;
using NumberPointer = OpenSslPointer<BIGNUM, BN_free>;

void AddExtension(X509& certificate, X509& issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
  const ExtensionPointer extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  CHECK(extension != nullptr);
  CHECK(X509_add_ext(&certificate, extension.get(), -1) == 1);
}

// 127 bits, all random but the highest, which keeps the length the same.
FixedBytes<struct SerialKind, 16> DrawSerial(Random& random) {
  auto serial = random.Draw<FixedBytes<struct SerialKind, 16>>();
  serial.bytes[0] = static_cast<uint8_t>((serial.bytes[0] & 0x7f) | 0x40);
  return serial;
}

std::time_t Seconds(UnixMillis time) {
  return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

// A certificate of version 3 with all but its extensions and its issuer's name.
X509Pointer Draft(EVP_PKEY* key, UnixMillis now, std::chrono::days lifetime,
                  const FixedBytes<struct SerialKind, 16>& serial) {
  X509Pointer certificate(X509_new());
  CHECK(certificate != nullptr);
  CHECK(X509_set_version(certificate.get(), X509_VERSION_3) == 1);
  const NumberPointer number(BN_bin2bn(serial.data(), serial.kSize, nullptr));
  CHECK(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate.get())) != nullptr);
  CHECK(ASN1_TIME_set(X509_getm_notBefore(certificate.get()), Seconds(now - kBackdating)) !=
        nullptr);
  CHECK(ASN1_TIME_set(X509_getm_notAfter(certificate.get()), Seconds(now + lifetime)) != nullptr);
  CHECK(X509_set_pubkey(certificate.get(), key) == 1);
  return certificate;
}

X509RequestPointer ReadRequest(std::string_view der) {
  if (der.size() > kRequestBytesMax) {
    return nullptr;
  }
  const unsigned char* at = AsBytes(der).data();
  X509RequestPointer request(d2i_X509_REQ(nullptr, &at, static_cast<long>(der.size())));
  return at == AsBytes(der).data() + der.size() ? std::move(request) : nullptr;
}

StatusOr<X509RequestPointer> OpenRequest(std::string_view der) {
  X509RequestPointer request = ReadRequest(der);
  EVP_PKEY* const key = request == nullptr ? nullptr : X509_REQ_get0_pubkey(request.get());
  if (key == nullptr) {
    return Invalid("the certificate request cannot be read");
  }
  if (!IsP256(*X509_REQ_get_X509_PUBKEY(request.get()))) {
    return Invalid("the certificate request is not for an ECDSA P-256 key");
  }
  if (X509_REQ_verify(request.get(), key) != 1) {
    return Invalid("the certificate request is not signed by the key that it is for");
  }
  return request;
}

}  // namespace

CertificateAuthority CertificateAuthority::Create(std::string_view trust_domain, UnixMillis now,
                                                  Random& random) {
  CHECK(IsTrustDomain(trust_domain));
  TlsKey key = TlsKey::Generate();
  const auto serial = DrawSerial(random);
  const X509Pointer certificate = Draft(key.native(), now, kAuthorityLifetime, serial);
  // Authorities that follow each other need different names, or their certificates mix up.
  const std::string name = absl::StrFormat("CLEDI authority %s", HexEncode(serial.view()));
  X509_NAME* const subject = X509_get_subject_name(certificate.get());
  CHECK(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, AsBytes(name).data(),
                                   static_cast<int>(name.size()), -1, 0) == 1);
  CHECK(X509_set_issuer_name(certificate.get(), subject) == 1);
  AddExtension(*certificate, *certificate, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  AddExtension(*certificate, *certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
  AddExtension(*certificate, *certificate, NID_subject_key_identifier, "hash");
  AddExtension(*certificate, *certificate, NID_name_constraints,
               absl::StrFormat("critical,permitted;URI:%s", trust_domain));
  CHECK(X509_sign(certificate.get(), key.native(), EVP_sha256()) > 0);
  return CertificateAuthority(std::move(key), ToDer(*certificate), trust_domain);
}

StatusOr<CertificateAuthority> CertificateAuthority::From(TlsKey key, std::string certificate_der,
                                                          std::string_view trust_domain) {
  const QuietOpenSslErrors quiet;
  const X509Pointer certificate = ReadX509(certificate_der);
  if (certificate == nullptr || X509_check_ca(certificate.get()) != 1) {
    return Invalid("the authority's certificate cannot be read, or is not an authority's");
  }
  if (SpkiSha256(*X509_get_X509_PUBKEY(certificate.get())) != key.spki_sha256()) {
    return Invalid("the authority's key and certificate do not belong together");
  }
  return CertificateAuthority(std::move(key), std::move(certificate_der), trust_domain);
}

StatusOr<NodeCertificate> CertificateAuthority::Issue(std::string_view node_id,
                                                      uint32_t incarnation,
                                                      std::string_view certificate_request,
                                                      UnixMillis now, Random& random) const {
  const QuietOpenSslErrors quiet;
  if (!IsNodeId(node_id)) {
    return Invalid("a node id is 3 to 40 of a-z, 0-9 and -");
  }
  ASSIGN_OR_RETURN(const X509RequestPointer request, OpenRequest(certificate_request));
  const X509Pointer issuer = ReadX509(certificate_der_);
  CHECK(issuer != nullptr);
  const X509Pointer certificate =
      Draft(X509_REQ_get0_pubkey(request.get()), now, kNodeCertificateLifetime, DrawSerial(random));
  CHECK(X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer.get())) == 1);
  AddExtension(*certificate, *issuer, NID_basic_constraints, "critical,CA:FALSE");
  AddExtension(*certificate, *issuer, NID_key_usage, "critical,digitalSignature");
  AddExtension(*certificate, *issuer, NID_ext_key_usage, "serverAuth,clientAuth");
  AddExtension(*certificate, *issuer, NID_subject_alt_name,
               absl::StrFormat("critical,URI:%s", SpiffeUri(trust_domain_, node_id, incarnation)));
  AddExtension(*certificate, *issuer, NID_subject_key_identifier, "hash");
  AddExtension(*certificate, *issuer, NID_authority_key_identifier, "keyid:always");
  CHECK(X509_sign(certificate.get(), key_.native(), EVP_sha256()) > 0);
  return ReadNodeCertificate(ToDer(*certificate));
}

StatusOr<Hash> CheckCertificateRequest(std::string_view certificate_request) {
  const QuietOpenSslErrors quiet;
  ASSIGN_OR_RETURN(const X509RequestPointer request, OpenRequest(certificate_request));
  return SpkiSha256(*X509_REQ_get_X509_PUBKEY(request.get()));
}

}  // namespace cledi
