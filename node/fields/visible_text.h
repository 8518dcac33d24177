// What a reader sees of a text. The characters are listed here and not looked up, so that
// every node and every release judges alike.

#ifndef CLEDI_NODE_FIELDS_VISIBLE_TEXT_H_
#define CLEDI_NODE_FIELDS_VISIBLE_TEXT_H_

#include <string_view>

namespace cledi {

// Whether a character of `text` turns the direction of what stands around it, breaks the line,
// or has no shape and no use in writing. The joiners of Persian, Indic scripts and emoji
// (U+200C, U+200D) are in use. False where the text is not UTF-8.
bool HasHiddenCharacter(std::string_view text);

// Whether `text` has a character that is seen: neither space, nor joiner, nor hidden. False
// where the text is not UTF-8.
bool HasVisibleCharacter(std::string_view text);

}  // namespace cledi

#endif  // CLEDI_NODE_FIELDS_VISIBLE_TEXT_H_
