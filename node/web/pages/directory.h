#ifndef CLEDI_NODE_WEB_PAGES_DIRECTORY_H_
#define CLEDI_NODE_WEB_PAGES_DIRECTORY_H_

#include <map>
#include <string>
#include <string_view>

#include "cledi/community/v1/institution_service.pb.h"
#include "federation/base/status.h"
#include "node/web/pages/community.h"

namespace cledi {

// The institutions by their ids and by the nodes that they run: for names on pages.
class Directory {
 public:
  static StatusOr<Directory> Read(const Community& community);

  // Null if it has not introduced itself here.
  const community::v1::InstitutionView* Find(std::string_view institution_id) const;
  // Its full name, or its id where that is all we know.
  std::string Name(std::string_view institution_id) const;
  // For narrow places.
  std::string ShortName(std::string_view institution_id) const;
  // Whether practices can be looked up by it: it has a page.
  bool Has(std::string_view institution_id) const { return Find(institution_id) != nullptr; }
  // That page; empty where there is none.
  std::string Href(std::string_view institution_id) const;

  const std::map<std::string, community::v1::InstitutionView, std::less<>>& all() const {
    return by_id_;
  }

 private:
  std::map<std::string, community::v1::InstitutionView, std::less<>> by_id_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_DIRECTORY_H_
