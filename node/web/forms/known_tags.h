#ifndef CLEDI_NODE_WEB_FORMS_KNOWN_TAGS_H_
#define CLEDI_NODE_WEB_FORMS_KNOWN_TAGS_H_

#include <string_view>
#include <vector>

namespace cledi {

// The words that a list of texts usually has, by the list's path in a practice: broad fields of
// ISCED-F for "description.subjects", and so on. Empty for other lists.
const std::vector<std::string_view>& KnownTags(std::string_view path);

// Whether `member` of a list is what `tag` stands for: "isced-f:0530" is of "isced-f:05".
bool StandsFor(std::string_view tag, std::string_view member);

// A concept of the network's vocabulary, such as "stem-09": it has no words for people yet.
bool IsConceptId(std::string_view subject);

// Languages that a practice may be written in: those of the network first, then others that
// are spoken in its classrooms. Tags.
const std::vector<std::string_view>& OfferedLanguages();

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_FORMS_KNOWN_TAGS_H_
