#ifndef CLEDI_NODE_WEB_PAGES_PERSON_NAMES_H_
#define CLEDI_NODE_WEB_PAGES_PERSON_NAMES_H_

#include <map>
#include <string>
#include <string_view>

#include "node/web/pages/community.h"

namespace cledi {

// The names of the people on one page, each looked up once. Not thread-safe.
class PersonNames {
 public:
  // `community` outlives it.
  explicit PersonNames(const Community& community) : community_(community) {}

  // Empty: the institution itself (an empty id), or nobody here knows the person yet. A page is
  // worth more without a name than not at all, so failures are no errors.
  const std::string& NameOf(std::string_view person_id);

 private:
  const Community& community_;
  std::map<std::string, std::string, std::less<>> names_;
};

// A person's page; empty for an empty id.
std::string PersonHref(std::string_view person_id);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_PERSON_NAMES_H_
