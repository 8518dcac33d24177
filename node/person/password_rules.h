#ifndef CLEDI_NODE_PERSON_PASSWORD_RULES_H_
#define CLEDI_NODE_PERSON_PASSWORD_RULES_H_

#include <string_view>

#include "node/fields/field_problems.h"

namespace cledi {

inline constexpr size_t kPasswordCharactersMin = 10;
inline constexpr size_t kPasswordBytesMax = 200;

// What a new password must be: long enough, and none of those that are guessed first: a common
// one, one with digits or signs behind or before, one character over and over, or the user
// name. No problem tells anything of the password.
void CheckPassword(std::string_view field, std::string_view password, std::string_view user_name,
                   FieldProblems& problems);

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_PASSWORD_RULES_H_
