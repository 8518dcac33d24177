#ifndef CLEDI_NODE_FOLD_VIEW_CHANGE_COUNT_H_
#define CLEDI_NODE_FOLD_VIEW_CHANGE_COUNT_H_

#include <atomic>
#include <cstdint>
#include <span>

#include "node/fold/view_observer.h"

namespace cledi {

// Counts the times that views changed: what was made from views is as good as new while the
// count is what it was before. Put it behind all observers that anything is read from, so that
// nothing older than the count can be read. Safe from any thread.
class ViewChangeCount final : public ViewObserver {
 public:
  uint64_t Get() const { return count_; }

  Status OnViewsReplaced(const ViewSnapshot&) override {
    ++count_;
    return absl::OkStatus();
  }
  void OnViewsChanged(std::span<const ViewChange>) override { ++count_; }

 private:
  std::atomic<uint64_t> count_ = 0;
};

}  // namespace cledi

#endif  // CLEDI_NODE_FOLD_VIEW_CHANGE_COUNT_H_
