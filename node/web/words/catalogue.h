#ifndef CLEDI_NODE_WEB_WORDS_CATALOGUE_H_
#define CLEDI_NODE_WEB_WORDS_CATALOGUE_H_

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "federation/base/status.h"

namespace cledi {

// The messages of one language: id to pattern, in ICU's MessageFormat. The ids are the same
// in all languages; English has them all.
using Catalogue = std::map<std::string, std::string, std::less<>>;

// Reads a JSON object of strings. InvalidArgument: it is none, or an id is not of "a-z 0-9 _".
StatusOr<Catalogue> ParseCatalogue(std::string_view json);

// The names of the arguments that a pattern takes: {"count"} for
// "{count, plural, one {# plan} other {# plans}}". InvalidArgument: it is no pattern.
StatusOr<std::set<std::string>> ArgumentsOf(std::string_view pattern);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_WORDS_CATALOGUE_H_
