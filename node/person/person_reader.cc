#include "node/person/person_reader.h"

#include "cledi/view/v1/person.pb.h"
#include "node/person/person_projection.h"

namespace cledi {

StatusOr<DescribedPerson> ReadPerson(std::string_view id, std::string_view row) {
  view::v1::PersonRow parsed;
  event::v1::PersonDescribed described;
  if (!parsed.ParseFromArray(row.data(), static_cast<int>(row.size())) ||
      !described.ParseFromString(parsed.payload())) {
    return Corrupt("the view of a person cannot be read; rebuild the views");
  }
  return DescribedPerson{.id = std::string(id),
                         .profile = std::move(*described.mutable_profile()),
                         .home_node = parsed.home_node(),
                         .first_described_unix_ms = parsed.first_described_unix_ms(),
                         .described_unix_ms = parsed.described_unix_ms()};
}

StatusOr<std::optional<DescribedPerson>> PersonReader::Find(std::string_view id) const {
  const StatusOr<std::string> row = views_.Row(kPersonViews, CommonsSpace(), id);
  if (row.status().code() == StatusCode::kNotFound) {
    return std::nullopt;
  }
  RETURN_IF_ERROR(row.status());
  ASSIGN_OR_RETURN(DescribedPerson person, ReadPerson(id, *row));
  return person;
}

}  // namespace cledi
