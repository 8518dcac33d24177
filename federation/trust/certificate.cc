#include "federation/trust/certificate.h"

#include <openssl/pem.h>

#include "federation/base/check.h"
#include "federation/base/text.h"
#include "federation/base/utc_text.h"
#include "federation/event/ids.h"
#include "federation/trust/tls_refusal.h"
#include "federation/trust/x509.h"

namespace cledi {
namespace {

constexpr size_t kCertificatesMax = 8;
constexpr std::string_view kScheme = "spiffe://";
constexpr std::string_view kNodePath = "/node/";

using StorePointer = OpenSslPointer<X509_STORE, X509_STORE_free>;
using StoreContextPointer = OpenSslPointer<X509_STORE_CTX, X509_STORE_CTX_free>;
struct FreeBytes {
  void operator()(char* bytes) const { OPENSSL_free(bytes); }
};
using OpenSslBytes = std::unique_ptr<char, FreeBytes>;
using NumberPointer = OpenSslPointer<BIGNUM, BN_free>;

Status Unreadable() {
  return RefusedForTls(TlsRefusal::kMalformed, "the certificate cannot be read");
}

std::string SerialOf(const X509& certificate) {
  const NumberPointer number(ASN1_INTEGER_to_BN(X509_get0_serialNumber(&certificate), nullptr));
  CHECK(number != nullptr);
  std::string bytes(static_cast<size_t>(BN_num_bytes(number.get())), '\0');
  BN_bn2bin(number.get(), reinterpret_cast<unsigned char*>(bytes.data()));
  return HexEncode(bytes);
}

// The one name that the certificate has, if that is a URI.
StatusOr<std::string> OnlyUri(const X509& certificate) {
  const GeneralNamesPointer names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
  const int count = names == nullptr ? 0 : sk_GENERAL_NAME_num(names.get());
  if (count != 1) {
    return RefusedForTls(
        TlsRefusal::kWrongName,
        absl::StrFormat("the certificate has %d names; a node's has exactly one, a URI", count));
  }
  const GENERAL_NAME* const name = sk_GENERAL_NAME_value(names.get(), 0);
  if (name->type != GEN_URI) {
    return RefusedForTls(TlsRefusal::kWrongName,
                         "the certificate's name is no URI: it was not made for a node");
  }
  const ASN1_IA5STRING* const uri = name->d.uniformResourceIdentifier;
  return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(uri)),
                     static_cast<size_t>(ASN1_STRING_length(uri)));
}

// Takes "<node id>" or "<node id>/<incarnation>". False: it is neither.
bool ReadNode(std::string_view text, NodeCertificate& certificate) {
  const size_t slash = text.find('/');
  certificate.node_id = text.substr(0, slash);
  if (slash != std::string_view::npos) {
    const std::optional<uint64_t> incarnation = ParseDecimal(text.substr(slash + 1));
    if (!incarnation.has_value() || *incarnation == 0 || *incarnation > UINT32_MAX) {
      return false;
    }
    certificate.incarnation = static_cast<uint32_t>(*incarnation);
  }
  return IsNodeId(certificate.node_id);
}

Status ReadName(const X509& x509, NodeCertificate& certificate) {
  ASSIGN_OR_RETURN(const std::string uri, OnlyUri(x509));
  std::string_view rest = uri;
  const size_t path = rest.find(kNodePath);
  if (rest.starts_with(kScheme) && path != std::string_view::npos && path >= kScheme.size()) {
    certificate.trust_domain = rest.substr(kScheme.size(), path - kScheme.size());
    if (IsTrustDomain(certificate.trust_domain) &&
        ReadNode(rest.substr(path + kNodePath.size()), certificate)) {
      return absl::OkStatus();
    }
  }
  return RefusedForTls(TlsRefusal::kWrongName,
                       "the certificate's name is not spiffe://<trust domain>/node/<node id>");
}

Status WrongUsage(TlsSide side) {
  return RefusedForTls(TlsRefusal::kWrongUsage,
                       side == TlsSide::kClient
                           ? "the certificate is not for the dialling side of a connection"
                           : "the certificate is not for the answering side of a connection");
}

// OpenSSL passes a certificate without any extended key usage for every purpose; here both
// are always written, so that one without is not ours.
Status CheckUsage(X509& certificate, TlsSide side) {
  const uint32_t needed = side == TlsSide::kClient ? XKU_SSL_CLIENT : XKU_SSL_SERVER;
  const uint32_t usage = X509_get_extended_key_usage(&certificate);
  const bool absent = (X509_get_extension_flags(&certificate) & EXFLAG_XKUSAGE) == 0;
  if (absent || (usage & needed) == 0 || X509_check_ca(&certificate) != 0) {
    return WrongUsage(side);
  }
  return absl::OkStatus();
}

Status Expired(UnixMillis not_after) {
  return RefusedForTls(TlsRefusal::kExpired,
                       absl::StrFormat("the certificate expired on %s", UtcText(not_after)));
}

Status NotYetValid(UnixMillis not_before) {
  return RefusedForTls(TlsRefusal::kNotYetValid,
                       absl::StrFormat("the certificate is valid from %s on: is a clock wrong?",
                                       UtcText(not_before)));
}

Status RefusalFor(int error, const X509& certificate, TlsSide side) {
  switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return Expired(ToUnixMillis(*X509_get0_notAfter(&certificate)));
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return NotYetValid(ToUnixMillis(*X509_get0_notBefore(&certificate)));
    case X509_V_ERR_INVALID_PURPOSE:
      return WrongUsage(side);
    case X509_V_ERR_PERMITTED_VIOLATION:
    case X509_V_ERR_EXCLUDED_VIOLATION:
      return RefusedForTls(TlsRefusal::kWrongTrustDomain,
                           "the certificate names another federation than its authority may");
    default:
      return RefusedForTls(TlsRefusal::kUnknownAuthority,
                           absl::StrFormat("no authority of this federation issued it (%s)",
                                           X509_verify_cert_error_string(error)));
  }
}

StatusOr<StorePointer> StoreOf(std::span<const std::string> authorities) {
  StorePointer store(X509_STORE_new());
  CHECK(store != nullptr);
  for (const std::string& der : authorities) {
    const X509Pointer authority = ReadX509(der);
    if (authority == nullptr || X509_STORE_add_cert(store.get(), authority.get()) != 1) {
      return Invalid("an authority's certificate in the trust root cannot be read");
    }
  }
  return store;
}

}  // namespace

std::string SpiffeUri(std::string_view trust_domain, std::string_view node_id,
                      uint32_t incarnation) {
  std::string uri = absl::StrFormat("%s%s%s%s", kScheme, trust_domain, kNodePath, node_id);
  if (incarnation > 0) {
    absl::StrAppendFormat(&uri, "/%d", incarnation);
  }
  return uri;
}

StatusOr<NodeCertificate> ReadNodeCertificate(std::string_view der) {
  const QuietOpenSslErrors quiet;
  const X509Pointer x509 = ReadX509(der);
  if (x509 == nullptr) {
    return Unreadable();
  }
  NodeCertificate certificate;
  RETURN_IF_ERROR(ReadName(*x509, certificate));
  certificate.der = der;
  certificate.serial = SerialOf(*x509);
  certificate.not_before = ToUnixMillis(*X509_get0_notBefore(x509.get()));
  certificate.not_after = ToUnixMillis(*X509_get0_notAfter(x509.get()));
  certificate.spki_sha256 = SpkiSha256(*X509_get_X509_PUBKEY(x509.get()));
  return certificate;
}

Status CheckIssued(std::string_view der, std::span<const std::string> authorities, TlsSide side,
                   UnixMillis now) {
  const QuietOpenSslErrors quiet;
  const X509Pointer certificate = ReadX509(der);
  if (certificate == nullptr) {
    return Unreadable();
  }
  ASSIGN_OR_RETURN(const StorePointer store, StoreOf(authorities));
  const StoreContextPointer context(X509_STORE_CTX_new());
  CHECK(context != nullptr);
  // No untrusted certificates are handed over: what stands between is never looked at.
  CHECK(X509_STORE_CTX_init(context.get(), store.get(), certificate.get(), nullptr) == 1);
  X509_VERIFY_PARAM* const parameters = X509_STORE_CTX_get0_param(context.get());
  CHECK(X509_VERIFY_PARAM_set_purpose(parameters, side == TlsSide::kClient
                                                      ? X509_PURPOSE_SSL_CLIENT
                                                      : X509_PURPOSE_SSL_SERVER) == 1);
  CHECK(X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_X509_STRICT) == 1);
  X509_VERIFY_PARAM_set_time(
      parameters, std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count());
  if (X509_verify_cert(context.get()) != 1) {
    return RefusalFor(X509_STORE_CTX_get_error(context.get()), *certificate, side);
  }
  return CheckUsage(*certificate, side);
}

Status CheckValidAt(const NodeCertificate& certificate, UnixMillis now) {
  if (now < certificate.not_before) {
    return NotYetValid(certificate.not_before);
  }
  if (now > certificate.not_after) {
    return Expired(certificate.not_after);
  }
  return absl::OkStatus();
}

StatusOr<Hash> SpkiSha256OfCertificate(std::string_view der) {
  const QuietOpenSslErrors quiet;
  const X509Pointer certificate = ReadX509(der);
  if (certificate == nullptr) {
    return Invalid("the certificate cannot be read");
  }
  return SpkiSha256(*X509_get_X509_PUBKEY(certificate.get()));
}

std::string CertificateToPem(std::string_view der) {
  const BioPointer bio = WritingBio();
  CHECK(PEM_write_bio(bio.get(), PEM_STRING_X509, "", AsBytes(der).data(),
                      static_cast<long>(der.size())) > 0);
  return Written(bio);
}

StatusOr<std::vector<std::string>> CertificatesFromPem(std::string_view pem) {
  const QuietOpenSslErrors quiet;
  const BioPointer bio = ReadingBio(pem);
  std::vector<std::string> certificates;
  char* name = nullptr;
  char* header = nullptr;
  unsigned char* der = nullptr;
  long length = 0;
  while (PEM_read_bio(bio.get(), &name, &header, &der, &length) == 1) {
    const OpenSslBytes name_owner(name);
    const OpenSslBytes header_owner(header);
    const OpenSslBytes der_owner(reinterpret_cast<char*>(der));
    if (std::string_view(name) == PEM_STRING_X509) {
      certificates.emplace_back(der_owner.get(), static_cast<size_t>(length));
    }
    if (certificates.size() > kCertificatesMax) {
      return Invalid(absl::StrFormat("more than %d certificates", kCertificatesMax));
    }
  }
  if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE || certificates.empty()) {
    return Invalid("there is no certificate in it that can be read");
  }
  return certificates;
}

}  // namespace cledi
