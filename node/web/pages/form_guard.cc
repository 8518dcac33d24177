#include "node/web/pages/form_guard.h"

#include "absl/strings/str_cat.h"

#include "federation/base/bytes.h"
#include "federation/base/hmac.h"
#include "federation/base/status.h"
#include "node/http/http_date.h"

namespace cledi {
namespace {

using Mask = FixedBytes<struct MaskKind, 16>;

std::string Masked(const Mask& mask, std::string_view bytes) {
  std::string masked(bytes);
  for (size_t i = 0; i < masked.size(); ++i) {
    masked[i] = static_cast<char>(static_cast<uint8_t>(masked[i]) ^ mask.bytes[i]);
  }
  return masked;
}

std::string TokenBody(std::string_view secret) {
  return HmacSha256(secret, "cledi/form/v1").str().substr(0, Mask::kSize);
}

}  // namespace

BrowserSecret BrowserSecret::Of(const HttpRequest& request, Random& random) {
  for (const std::string_view name : {kSessionCookie, kVisitCookie}) {
    const std::optional<std::string_view> value = request.Cookie(name);
    if (value.has_value() && value->size() >= Mask::kSize) {
      return {.value = std::string(*value)};
    }
  }
  return {.value = HexEncode(random.Draw<Hash>().view()), .fresh = true};
}

std::string MakeFormToken(std::string_view secret, Random& random) {
  const Mask mask = random.Draw<Mask>();
  return Base64UrlEncode(mask.str() + Masked(mask, TokenBody(secret)));
}

bool IsFormToken(std::string_view token, std::string_view secret) {
  const std::optional<std::string> bytes = Base64UrlDecode(token);
  if (!bytes.has_value() || bytes->size() != 2 * Mask::kSize) {
    return false;
  }
  const std::string_view view = *bytes;
  const Mask mask = *Mask::From(view.substr(0, Mask::kSize));
  return SameSecret(Masked(mask, view.substr(Mask::kSize)), TokenBody(secret));
}

std::string SecretCookie(std::string_view name, std::string_view value,
                         std::optional<UnixMillis> ends) {
  return absl::StrCat(ToAbsl(name), "=", ToAbsl(value), "; Path=/; ",
                      ends.has_value() ? absl::StrCat("Expires=", HttpDate(*ends), "; ") : "",
                      "Secure; HttpOnly; SameSite=Lax");
}

}  // namespace cledi
