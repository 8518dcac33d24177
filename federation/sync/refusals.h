#ifndef CLEDI_FEDERATION_SYNC_REFUSALS_H_
#define CLEDI_FEDERATION_SYNC_REFUSALS_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace cledi {

// What this node refused from whom, counted since the start and named for operators: a peer
// that is refused cannot see why by itself. Each first refusal of a kind is logged, then
// every one whose count is a power of two. Bounded. Thread-safe.
class Refusals {
 public:
  struct Entry {
    uint64_t count = 0;
    std::string last_detail;
  };
  using Key = std::pair<std::string, std::string>;  // Peer and kind.

  // `peer`: a node id, or what is known of who it was. `kind`: "checkpoint_signature", …
  void Count(std::string_view peer, std::string_view kind, std::string_view detail);
  std::map<Key, Entry> Snapshot() const;

 private:
  static constexpr size_t kEntriesMax = 1000;

  mutable absl::Mutex mutex_;
  std::map<Key, Entry> entries_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_SYNC_REFUSALS_H_
