#include "node/web/pages/directory.h"

#include "node/http/query.h"

namespace cledi {

StatusOr<Directory> Directory::Read(const Community& community) {
  ASSIGN_OR_RETURN(const auto response, community.ListInstitutions({}));
  Directory directory;
  for (const auto& institution : response.institutions()) {
    directory.by_id_.emplace(institution.id(), institution);
  }
  return directory;
}

const community::v1::InstitutionView* Directory::Find(std::string_view institution_id) const {
  const auto found = by_id_.find(institution_id);
  return found == by_id_.end() ? nullptr : &found->second;
}

std::string Directory::Name(std::string_view institution_id) const {
  const auto* institution = Find(institution_id);
  const bool named = institution != nullptr && !institution->description().name().empty();
  return named ? institution->description().name() : std::string(institution_id);
}

std::string Directory::Href(std::string_view institution_id) const {
  return Has(institution_id) ? "/institutions/" + PercentEncode(institution_id) : "";
}

std::string Directory::ShortName(std::string_view institution_id) const {
  const auto* institution = Find(institution_id);
  const bool named = institution != nullptr && !institution->description().short_name().empty();
  return named ? institution->description().short_name() : Name(institution_id);
}

}  // namespace cledi
