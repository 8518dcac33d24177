// Owning pointers to what OpenSSL hands out. For sources: our headers stay free of OpenSSL's.

#ifndef CLEDI_FEDERATION_BASE_OPENSSL_H_
#define CLEDI_FEDERATION_BASE_OPENSSL_H_

#include <memory>
#include <string>
#include <string_view>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>

namespace cledi {

template <auto Free>
struct OpenSslDeleter {
  template <class T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
template <class T, auto Free>
using OpenSslPointer = std::unique_ptr<T, OpenSslDeleter<Free>>;

using BioPointer = OpenSslPointer<BIO, BIO_free_all>;
using DigestContextPointer = OpenSslPointer<EVP_MD_CTX, EVP_MD_CTX_free>;
using KeyPointer = OpenSslPointer<EVP_PKEY, EVP_PKEY_free>;

// Takes back the errors that OpenSSL notes for this thread meanwhile: what is read next from
// a TLS connection on it would be taken for failed.
class QuietOpenSslErrors {
 public:
  QuietOpenSslErrors() { ERR_set_mark(); }
  ~QuietOpenSslErrors() { ERR_pop_to_mark(); }
  QuietOpenSslErrors(const QuietOpenSslErrors&) = delete;
  QuietOpenSslErrors& operator=(const QuietOpenSslErrors&) = delete;
};

// For OpenSSL's readers of PEM, which would ask a terminal for a passphrase. `passphrase`: a
// std::string, or null to refuse what is encrypted.
int AnswerPassphrase(char* buffer, int size, int for_writing, void* passphrase);

// A BIO that reads `bytes`, which must outlive it.
BioPointer ReadingBio(std::string_view bytes);
// An empty BIO to write to, and what was written.
BioPointer WritingBio();
std::string Written(const BioPointer& bio);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_BASE_OPENSSL_H_
