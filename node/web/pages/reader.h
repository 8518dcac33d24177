#ifndef CLEDI_NODE_WEB_PAGES_READER_H_
#define CLEDI_NODE_WEB_PAGES_READER_H_

#include <optional>
#include <string>

#include "cledi/community/v1/person_service.pb.h"
#include "federation/rpc/call.h"

namespace cledi {

// Who asks for a page: a visitor, or a person who signed in.
struct Reader {
  Caller caller;
  // Absent: a visitor.
  std::optional<community::v1::Account> account;
  // What the forms of this page send back (form_guard.h); in templates the piece _form_token.
  std::string form_token;

  bool signed_in() const { return account.has_value(); }
};

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_READER_H_
