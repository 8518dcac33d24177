#include "federation/base/hmac.h"

#include "openssl/crypto.h"
#include "openssl/evp.h"
#include "openssl/hmac.h"

#include "federation/base/check.h"

namespace cledi {

Hash HmacSha256(std::string_view key, std::string_view text) {
  Hash mac;
  unsigned int mac_bytes = 0;
  CHECK(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), AsBytes(text).data(),
             text.size(), mac.data(), &mac_bytes) != nullptr &&
        mac_bytes == Hash::kSize);
  return mac;
}

bool SameSecret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace cledi
