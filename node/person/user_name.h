#ifndef CLEDI_NODE_PERSON_USER_NAME_H_
#define CLEDI_NODE_PERSON_USER_NAME_H_

#include <optional>
#include <string>
#include <string_view>

#include "node/fields/field_problems.h"

namespace cledi {

// A user name as it is kept: 3 to 40 of "a-z 0-9 . -", beginning with a letter. Capitals become
// small letters and spaces around it go, as telephones write them. Nothing: it is none. ASCII
// only, so that no two names look alike.
std::optional<std::string> CanonicalUserName(std::string_view typed);

// Adds what is wrong with a name that somebody chose.
void CheckUserName(std::string_view field, std::string_view typed, FieldProblems& problems);

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_USER_NAME_H_
