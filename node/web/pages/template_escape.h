#ifndef CLEDI_NODE_WEB_PAGES_TEMPLATE_ESCAPE_H_
#define CLEDI_NODE_WEB_PAGES_TEMPLATE_ESCAPE_H_

#include <string>
#include <string_view>

#include "node/web/words/words.h"

namespace cledi {

// The phrase with marks around it if it is in English for want of a translation. Only
// EscapeText() understands them, and nothing from outside can contain them.
std::string MarkEnglish(const Phrase& phrase);
// Takes such marks out of a text from outside.
std::string WithoutMarks(std::string_view text);

// What stands in the page for `text`: inert between tags and in quoted attributes; marks
// become <span lang="en">.
std::string EscapeText(std::string_view text);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_TEMPLATE_ESCAPE_H_
