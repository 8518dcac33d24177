#ifndef CLEDI_NODE_INSTITUTION_INSTITUTION_PROJECTION_H_
#define CLEDI_NODE_INSTITUTION_INSTITUTION_PROJECTION_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "node/fold/projection.h"

namespace cledi {

// The view of each institution, by its id.
//
// Its home is the node that has the institution's id, once that node describes it; until then
// the node that described it first (an institution that another hosts). So nobody can speak
// for an institution that speaks for itself, and a hosted one may get a node of its own. Of
// the home's descriptions the newest counts, of its newest incarnation.
class InstitutionProjection final : public Projection {
 public:
  std::string_view name() const override;
  uint32_t version() const override { return 1; }
  EntityKind entity_kind() const override { return EntityKind::kNamed; }
  std::span<const uint16_t> event_types() const override;
  std::optional<std::string> NameOf(const Fact& fact) const override;
  std::optional<FoldedView> Fold(const Entity& entity) const override;
};

}  // namespace cledi

#endif  // CLEDI_NODE_INSTITUTION_INSTITUTION_PROJECTION_H_
