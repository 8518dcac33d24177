// What this module's sources share of OpenSSL's certificates. For sources only.

#ifndef CLEDI_FEDERATION_TRUST_X509_H_
#define CLEDI_FEDERATION_TRUST_X509_H_

#include <string>
#include <string_view>
#include <vector>

#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "federation/base/bytes.h"
#include "federation/base/clock.h"
#include "federation/base/openssl.h"
#include "federation/base/status.h"

namespace cledi {

using X509Pointer = OpenSslPointer<X509, X509_free>;
using X509RequestPointer = OpenSslPointer<X509_REQ, X509_REQ_free>;
using GeneralNamesPointer = OpenSslPointer<GENERAL_NAMES, GENERAL_NAMES_free>;

// Null: `der` is no certificate, or has something behind it.
X509Pointer ReadX509(std::string_view der);
std::string ToDer(const X509& certificate);

// Of the SubjectPublicKeyInfo.
Hash SpkiSha256(const X509_PUBKEY& key);
// Whether it is an ECDSA P-256 key in the one spelling that this project writes.
bool IsP256(const X509_PUBKEY& key);

UnixMillis ToUnixMillis(const ASN1_TIME& time);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_TRUST_X509_H_
