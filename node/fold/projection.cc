#include "node/fold/projection.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"

#include "federation/base/check.h"

namespace cledi {

ProjectionSet::ProjectionSet(std::vector<const Projection*> projections)
    : projections_(std::move(projections)) {
  std::ranges::sort(projections_, {}, &Projection::name);
  CHECK(std::ranges::adjacent_find(projections_, {}, &Projection::name) == projections_.end());
}

const Projection* ProjectionSet::Find(std::string_view name) const {
  const auto found = std::ranges::find(projections_, name, &Projection::name);
  return found == projections_.end() ? nullptr : *found;
}

bool ProjectionSet::Knows(uint16_t type, const SpaceId& space) const {
  return std::ranges::any_of(
      projections_, [&](const Projection* projection) { return Takes(*projection, type, space); });
}

std::vector<std::string> ProjectionSet::Versions() const {
  std::vector<std::string> versions;
  for (const Projection* projection : projections_) {
    versions.push_back(absl::StrFormat("%s/%d", projection->name(), projection->version()));
  }
  return versions;
}

bool Takes(const Projection& projection, uint16_t type, const SpaceId& space) {
  return std::ranges::count(projection.event_types(), type) > 0 && projection.Covers(space);
}

}  // namespace cledi
