// How the values of practices are said.

#ifndef CLEDI_NODE_WEB_PAGES_PRACTICE_WORDS_H_
#define CLEDI_NODE_WEB_PAGES_PRACTICE_WORDS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "google/protobuf/generated_enum_reflection.h"

#include "cledi/event/v1/practice.pb.h"
#include "node/web/pages/view.h"
#include "node/web/words/words.h"

namespace cledi {

// The message "education_level_primary" for EDUCATION_LEVEL_PRIMARY. Empty for a value that is
// not set, or that a newer node has and we do not know.
Phrase SayEnum(const Words& words, const google::protobuf::EnumDescriptor& type, int value);

template <class Enum>
Phrase SayEnum(const Words& words, Enum value) {
  return SayEnum(words, *google::protobuf::GetEnumDescriptor<Enum>(), value);
}

// All values of a repeated field, as a list of views with "text".
template <class Enum, class Values>
std::vector<View> SayEnums(const Words& words, const Values& values) {
  std::vector<View> said;
  for (const int value : values) {
    const Phrase phrase = SayEnum(words, static_cast<Enum>(value));
    if (!phrase.text.empty()) {
      said.emplace_back().Say("text", phrase);
    }
  }
  return said;
}

// "50 min", "1 h 30 min"; empty for 0.
Phrase SayDuration(const Words& words, uint32_t minutes);
// "11 to 14 years"; empty where nothing is said.
Phrase SayAges(const Words& words, const event::v1::AgeRange& ages);
// "Natural sciences and mathematics" for "isced-f:0530"; plain words as they are. Empty for the
// id of a concept, such as "stem-09": it has no words yet.
Phrase SaySubject(const Words& words, std::string_view subject);
// "large print" for "largePrint"; others as they are.
Phrase SayAccessibility(const Words& words, std::string_view feature);

// A licence: its usual name, its address (empty where it has none that may be linked to), and
// what it allows in words (empty where we do not know it).
struct Licence {
  std::string name;
  std::string url;
  Phrase meaning;
  // The same, said to whoever chooses it for a work of their own.
  Phrase offer;
};
Licence SayLicence(const Words& words, std::string_view licence);

// Sets "lang" and "rtl", which the piece _lang turns into attributes of a tag around a text in
// that language.
void SetLanguage(View& view, std::string_view tag);

// http and https addresses only; empty for others.
std::string WebAddress(std::string_view url);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_PRACTICE_WORDS_H_
