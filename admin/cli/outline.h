#ifndef CLEDI_ADMIN_CLI_OUTLINE_H_
#define CLEDI_ADMIN_CLI_OUTLINE_H_

#include <ostream>

#include "google/protobuf/message.h"

namespace cledi {

// Prints everything that a message holds, indented, field by field in the order of its
// numbers; a field that is empty is left out. Works by reflection, so that a field added to a
// record tomorrow is printed too.
void PrintOutline(const google::protobuf::Message& message, std::ostream& out);

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_OUTLINE_H_
