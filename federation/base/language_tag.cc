#include "federation/base/language_tag.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

#include "federation/base/status.h"

namespace cledi {

bool LanguageMatches(std::string_view wanted, std::string_view tag) {
  return absl::StartsWithIgnoreCase(ToAbsl(tag), ToAbsl(wanted)) &&
         (tag.size() == wanted.size() || tag[wanted.size()] == '-');
}

std::string PrimaryLanguage(std::string_view tag) {
  return absl::AsciiStrToLower(ToAbsl(tag.substr(0, tag.find('-'))));
}

}  // namespace cledi
