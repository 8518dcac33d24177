// The tags of languages (BCP 47), compared.

#ifndef CLEDI_FEDERATION_BASE_LANGUAGE_TAG_H_
#define CLEDI_FEDERATION_BASE_LANGUAGE_TAG_H_

#include <string>
#include <string_view>

namespace cledi {

// Whether a filter's language takes in a tag: equal, or a variant of it (RFC 4647, basic
// filtering). Case does not matter.
bool LanguageMatches(std::string_view wanted, std::string_view tag);

// The language without its variants, in lower case: "en" for "en-GB".
std::string PrimaryLanguage(std::string_view tag);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_BASE_LANGUAGE_TAG_H_
