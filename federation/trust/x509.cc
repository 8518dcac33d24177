#include "federation/trust/x509.h"

#include <ctime>

#include "federation/base/check.h"
#include "federation/base/sha256.h"

namespace cledi {
namespace {

// SubjectPublicKeyInfo of P-256 up to the point, and the mark of an uncompressed point.
// Compared as bytes, so no named curve under another name and no curve by its parameters passes.
constexpr std::string_view kP256Prefix(
    "\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07"
    "\x03\x42\x00\x04",
    27);
constexpr size_t kP256SpkiBytes = 91;

template <class T>
std::string TakeDer(int length, T* der) {
  CHECK(length > 0);
  std::string bytes(reinterpret_cast<const char*>(der), static_cast<size_t>(length));
  OPENSSL_free(der);
  return bytes;
}

std::string SpkiDer(const X509_PUBKEY& key) {
  unsigned char* der = nullptr;
  const int length = i2d_X509_PUBKEY(&key, &der);
  return TakeDer(length, der);
}

}  // namespace

X509Pointer ReadX509(std::string_view der) {
  const unsigned char* at = AsBytes(der).data();
  X509Pointer certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  return at == AsBytes(der).data() + der.size() ? std::move(certificate) : nullptr;
}

std::string ToDer(const X509& certificate) {
  unsigned char* der = nullptr;
  const int length = i2d_X509(&certificate, &der);
  return TakeDer(length, der);
}

Hash SpkiSha256(const X509_PUBKEY& key) { return Sha256(SpkiDer(key)); }

bool IsP256(const X509_PUBKEY& key) {
  const std::string der = SpkiDer(key);
  return der.size() == kP256SpkiBytes && der.starts_with(kP256Prefix);
}

UnixMillis ToUnixMillis(const ASN1_TIME& time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(&time, &parts) != 1) {
    return UnixMillis::min();
  }
  return UnixMillis(std::chrono::seconds(timegm(&parts)));
}

}  // namespace cledi
