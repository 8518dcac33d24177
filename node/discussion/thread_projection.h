#ifndef CLEDI_NODE_DISCUSSION_THREAD_PROJECTION_H_
#define CLEDI_NODE_DISCUSSION_THREAD_PROJECTION_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "node/fold/projection.h"

namespace cledi {

inline constexpr std::string_view kThreadViews = "threads";

// The view of each thread: its first words as they were last revised, what it is about, and
// which answer was accepted. Its posts are entities of their own, so that either may arrive
// first.
class ThreadProjection final : public Projection {
 public:
  std::string_view name() const override { return kThreadViews; }
  uint32_t version() const override { return 1; }
  EntityKind entity_kind() const override { return EntityKind::kObject; }
  std::span<const uint16_t> event_types() const override;
  std::optional<FoldedView> Fold(const Entity& entity) const override;
};

}  // namespace cledi

#endif  // CLEDI_NODE_DISCUSSION_THREAD_PROJECTION_H_
