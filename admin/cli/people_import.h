// `cledi user import`.

#ifndef CLEDI_ADMIN_CLI_PEOPLE_IMPORT_H_
#define CLEDI_ADMIN_CLI_PEOPLE_IMPORT_H_

#include <string>

#include "admin/cli/session.h"
#include "federation/base/status.h"

namespace cledi {

struct ImportPeopleOptions {
  std::string file;  // An AddUserRequest without a password for each line; "-": standard input.
  // Where the passwords are kept that are drawn for them, for their owner's eyes only.
  std::string passwords_file;
};

// Adds accounts whose passwords somebody has to hand out, as in a trial network. The file of
// passwords holds a line for each: user name, role and password, each followed by a space but
// the last. An account that was added before keeps its password, and its line.
// InvalidArgument: lines were refused; each was printed with its number.
Status ImportPeople(Session& session, const ImportPeopleOptions& options);

// Easy to read out and to type, such as "tokera-misufo-lanide"; 54 bits.
std::string DrawPassword(Random& random);

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_PEOPLE_IMPORT_H_
