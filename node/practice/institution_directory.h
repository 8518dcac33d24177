#ifndef CLEDI_NODE_PRACTICE_INSTITUTION_DIRECTORY_H_
#define CLEDI_NODE_PRACTICE_INSTITUTION_DIRECTORY_H_

#include <map>
#include <memory>
#include <span>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "node/fold/view_observer.h"

namespace cledi {

// In which country each described institution is. Cards show it and lists filter by it; it is
// looked up when they are read, so no practice has to be folded when an institution moves or
// is described late.
//
// Safe from any thread.
class InstitutionDirectory final : public ViewObserver {
 public:
  // Institution id → ISO 3166-1 alpha-2.
  using Countries = std::map<std::string, std::string, std::less<>>;

  std::shared_ptr<const Countries> countries() const ABSL_LOCKS_EXCLUDED(mutex_);

  Status OnViewsReplaced(const ViewSnapshot& views) override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnViewsChanged(std::span<const ViewChange> changes) override ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  mutable absl::Mutex mutex_;
  std::shared_ptr<const Countries> countries_ ABSL_GUARDED_BY(mutex_) =
      std::make_shared<Countries>();
};

}  // namespace cledi

#endif  // CLEDI_NODE_PRACTICE_INSTITUTION_DIRECTORY_H_
