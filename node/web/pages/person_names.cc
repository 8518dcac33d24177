#include "node/web/pages/person_names.h"

#include <utility>

#include "node/http/query.h"

namespace cledi {

const std::string& PersonNames::NameOf(std::string_view person_id) {
  const auto [entry, is_new] = names_.try_emplace(std::string(person_id));
  if (is_new && !person_id.empty()) {
    community::v1::GetPersonRequest request;
    request.set_id(std::string(person_id));
    if (StatusOr<community::v1::GetPersonResponse> response = community_.GetPerson(request);
        response.ok()) {
      entry->second = std::move(*response->mutable_person()->mutable_profile()->mutable_name());
    }
  }
  return entry->second;
}

std::string PersonHref(std::string_view person_id) {
  return person_id.empty() ? "" : "/people/" + PercentEncode(person_id);
}

}  // namespace cledi
