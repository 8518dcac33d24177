#include "node/web/pages/own_path.h"

#include <algorithm>

namespace cledi {

bool IsOwnPath(std::string_view target) {
  constexpr size_t kBytesMax = 2000;
  // "//name" and "/\name" lead to another site; browsers leave out control characters between
  // the two.
  return target.starts_with('/') && !target.starts_with("//") && target.size() <= kBytesMax &&
         std::ranges::all_of(target, [](char c) { return c > ' ' && c < '\x7f' && c != '\\'; });
}

std::string PathAfterSignIn(std::string_view next) {
  return IsOwnPath(next) && !next.starts_with("/sign-") ? std::string(next) : "/";
}

}  // namespace cledi
