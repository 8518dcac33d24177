#ifndef CLEDI_NODE_DISCUSSION_POST_PROJECTION_H_
#define CLEDI_NODE_DISCUSSION_POST_PROJECTION_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "node/fold/projection.h"

namespace cledi {

inline constexpr std::string_view kPostViews = "posts";

// The view of each post: its words as they were last revised, and which thread it was written
// in. Whether that thread is here is found out when it is read (ThreadIndex).
class PostProjection final : public Projection {
 public:
  std::string_view name() const override { return kPostViews; }
  uint32_t version() const override { return 1; }
  EntityKind entity_kind() const override { return EntityKind::kObject; }
  std::span<const uint16_t> event_types() const override;
  std::optional<FoldedView> Fold(const Entity& entity) const override;
};

}  // namespace cledi

#endif  // CLEDI_NODE_DISCUSSION_POST_PROJECTION_H_
