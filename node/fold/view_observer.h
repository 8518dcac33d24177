#ifndef CLEDI_NODE_FOLD_VIEW_OBSERVER_H_
#define CLEDI_NODE_FOLD_VIEW_OBSERVER_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "federation/base/status.h"
#include "federation/event/ids.h"

namespace cledi {

class ViewSnapshot;

// One view that a batch of facts changed.
struct ViewChange {
  std::string_view projection;
  SpaceId space;
  std::string entity;              // As Entity::key.
  std::optional<std::string> row;  // Absent: there is nothing to show any more.
};

// Keeps something of its own in step with the views, such as an index in memory. Called by
// the folder, so it must be quick and must not call back.
class ViewObserver {
 public:
  virtual ~ViewObserver() = default;

  // Before the first change, and after a rebuild that changed something: reads all it needs.
  virtual Status OnViewsReplaced(const ViewSnapshot& views) = 0;
  // The store holds these changes already; each view is in them once.
  virtual void OnViewsChanged(std::span<const ViewChange> changes) = 0;
};

}  // namespace cledi

#endif  // CLEDI_NODE_FOLD_VIEW_OBSERVER_H_
