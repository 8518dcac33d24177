#ifndef CLEDI_NODE_PERSON_PERSON_PROJECTION_H_
#define CLEDI_NODE_PERSON_PERSON_PROJECTION_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "node/fold/projection.h"

namespace cledi {

inline constexpr std::string_view kPersonViews = "people";

// The view of each person, by their person id (PersonIdOf), in the commons.
//
// The id holds the node whose log a fact is in, so a pseudonym that another node copies makes
// another person. Of a person's descriptions the newest counts, of their node's newest
// incarnation: whoever finds a key that was given up cannot speak for the people of its node.
class PersonProjection final : public Projection {
 public:
  std::string_view name() const override { return kPersonViews; }
  uint32_t version() const override { return 1; }
  EntityKind entity_kind() const override { return EntityKind::kNamed; }
  std::span<const uint16_t> event_types() const override;
  bool Covers(const SpaceId& space) const override { return space == CommonsSpace(); }
  std::optional<std::string> NameOf(const Fact& fact) const override;
  std::optional<FoldedView> Fold(const Entity& entity) const override;
};

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_PERSON_PROJECTION_H_
