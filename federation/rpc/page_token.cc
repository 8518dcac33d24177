#include "federation/rpc/page_token.h"

#include <optional>

#include "openssl/crypto.h"
#include "openssl/evp.h"
#include "openssl/hmac.h"

#include "federation/base/check.h"

namespace cledi {
namespace {

constexpr char kVersion = 1;
constexpr size_t kCheckBytes = 8;
// base64url without padding, of the longest token.
constexpr size_t kTokenCharactersMax = ((1 + PageTokens::kKeyBytesMax + kCheckBytes) * 4 + 2) / 3;

}  // namespace

std::string PageTokens::Make(std::string_view list, std::string_view key) const {
  CHECK(!key.empty() && key.size() <= kKeyBytesMax);
  std::string token(1, kVersion);
  token.append(key).append(CheckOf(list, key));
  return Base64UrlEncode(token);
}

StatusOr<std::string> PageTokens::Read(std::string_view list, std::string_view token) const {
  if (token.empty()) {
    return std::string();
  }
  const Status refused =
      Invalid("this page token does not continue this list; start again without a token");
  if (token.size() > kTokenCharactersMax) {
    return refused;
  }
  const std::optional<std::string> bytes = Base64UrlDecode(token);
  if (!bytes || bytes->size() <= 1 + kCheckBytes || bytes->front() != kVersion) {
    return refused;
  }
  std::string key = bytes->substr(1, bytes->size() - 1 - kCheckBytes);
  const std::string check = CheckOf(list, key);
  if (CRYPTO_memcmp(check.data(), bytes->data() + bytes->size() - kCheckBytes, kCheckBytes) != 0) {
    return refused;
  }
  return key;
}

std::string PageTokens::CheckOf(std::string_view list, std::string_view key) const {
  CHECK(list.find('\0') == std::string_view::npos);
  std::string text(1, kVersion);
  text.append(list).push_back('\0');
  text.append(key);
  Hash mac;
  unsigned int mac_bytes = 0;
  CHECK(HMAC(EVP_sha256(), secret_.data(), Hash::kSize, AsBytes(text).data(), text.size(),
             mac.data(), &mac_bytes) != nullptr &&
        mac_bytes == Hash::kSize);
  return std::string(mac.view().substr(0, kCheckBytes));
}

}  // namespace cledi
