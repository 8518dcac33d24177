#include "federation/rpc/page_token.h"

#include <optional>

#include "federation/base/check.h"
#include "federation/base/hmac.h"
#include "federation/base/sha256.h"

namespace cledi {
namespace {

constexpr char kVersion = 1;
constexpr size_t kCheckBytes = 8;
// base64url without padding, of the longest token.
constexpr size_t kTokenCharactersMax = ((1 + PageTokens::kKeyBytesMax + kCheckBytes) * 4 + 2) / 3;

}  // namespace

std::string NameOfList(std::string_view method, std::string_view selection) {
  return std::string(method).append(" ").append(HexEncode(Sha256(selection).view()));
}

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
  if (!SameSecret(CheckOf(list, key),
                  std::string_view(*bytes).substr(bytes->size() - kCheckBytes))) {
    return refused;
  }
  return key;
}

std::string PageTokens::CheckOf(std::string_view list, std::string_view key) const {
  CHECK(list.find('\0') == std::string_view::npos);
  std::string text(1, kVersion);
  text.append(list).push_back('\0');
  text.append(key);
  return HmacSha256(secret_.view(), text).str().substr(0, kCheckBytes);
}

}  // namespace cledi
