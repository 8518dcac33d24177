#ifndef CLEDI_FEDERATION_RPC_PAGE_TOKEN_H_
#define CLEDI_FEDERATION_RPC_PAGE_TOKEN_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "federation/base/bytes.h"
#include "federation/base/random.h"
#include "federation/base/status.h"

namespace cledi {

// Names a list for PageTokens: `method`, and a digest of `selection`, which is everything that
// selects the list's entries, such as the serialised request without its page.
std::string NameOfList(std::string_view method, std::string_view selection);

// Makes and reads the opaque tokens with which a list goes on where a page ended.
//
// A token is base64url( 01 | key | the first 8 bytes of HMAC-SHA256(secret, 01 | list | 00 |
// key) ). `key` is whatever the list needs to resume, usually the last store key shown; it
// is protected from change, not from reading. `list` names the method and everything that
// selects its entries, so that a token cannot be carried into another list: "ListResources
// language=it". It holds no NUL byte.
//
// Immutable, safe from any thread.
class PageTokens {
 public:
  static constexpr size_t kKeyBytesMax = 512;

  // With a secret of this run: tokens end with the process, and a client starts the list
  // again.
  explicit PageTokens(Random& random) : secret_(random.Draw<Hash>()) {}
  // With a given secret: several processes that show the same list.
  explicit PageTokens(const Hash& secret) : secret_(secret) {}

  // `key` has at most kKeyBytesMax bytes and is not empty.
  std::string Make(std::string_view list, std::string_view key) const;

  // The key in `token`; empty for the empty token, which stands for the first page.
  // InvalidArgument: made up, altered, made for another list, or before the last restart.
  StatusOr<std::string> Read(std::string_view list, std::string_view token) const;

 private:
  std::string CheckOf(std::string_view list, std::string_view key) const;

  const Hash secret_;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_PAGE_TOKEN_H_
