#include "federation/base/sha256.h"

#include "federation/base/check.h"
#include "federation/base/openssl.h"

namespace cledi {
namespace {

// Fetched once for the process: fetching is what makes OpenSSL 3's one-shot digests slow.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

}  // namespace

Hash Sha256(std::initializer_list<std::string_view> parts) {
  thread_local const DigestContextPointer context(EVP_MD_CTX_new());
  CHECK(context != nullptr);
  CHECK(EVP_DigestInit_ex2(context.get(), Algorithm(), nullptr) == 1);
  for (const std::string_view part : parts) {
    CHECK(EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1);
  }
  Hash hash;
  CHECK(EVP_DigestFinal_ex(context.get(), hash.data(), nullptr) == 1);
  return hash;
}

}  // namespace cledi
