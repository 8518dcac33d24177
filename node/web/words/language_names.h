#ifndef CLEDI_NODE_WEB_WORDS_LANGUAGE_NAMES_H_
#define CLEDI_NODE_WEB_WORDS_LANGUAGE_NAMES_H_

#include <string>
#include <string_view>

namespace cledi {

// The language's name in its own spelling: "Català" for "ca", "Türkçe" for "tr". What is no
// tag, or of no language that we know, comes back as it is. Safe from any thread.
std::string OwnLanguageName(std::string_view tag);

// Whether the language is written from right to left.
bool IsRightToLeft(std::string_view tag);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_WORDS_LANGUAGE_NAMES_H_
