#ifndef CLEDI_FEDERATION_ROSTER_ROSTER_HOLDER_H_
#define CLEDI_FEDERATION_ROSTER_ROSTER_HOLDER_H_

#include <functional>
#include <map>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/roster/roster.h"

namespace cledi {

// The newest roster of this node, so that TLS, the server and the replicator judge by the
// same one. Whoever stores updates publishes here once an update is durable.
//
// Thread-safe.
class RosterHolder {
 public:
  using Listener = std::function<void(const std::shared_ptr<const Roster>&)>;

  // Ends the listening it stands for when it is dropped, and waits until a call that runs has
  // returned. Must not outlive the holder, nor be dropped by its own listener.
  class Subscription {
   public:
    Subscription() = default;
    Subscription(Subscription&& other) noexcept;
    Subscription& operator=(Subscription&& other) noexcept;
    ~Subscription();

   private:
    friend class RosterHolder;
    Subscription(RosterHolder* holder, uint64_t id) : holder_(holder), id_(id) {}

    RosterHolder* holder_ = nullptr;
    uint64_t id_ = 0;
  };

  explicit RosterHolder(std::shared_ptr<const Roster> roster);

  // Never null.
  std::shared_ptr<const Roster> Get() const ABSL_LOCKS_EXCLUDED(mutex_);

  // Makes `newer` the one that Get returns, then tells the listeners on this thread. One that
  // is not newer changes nothing, so a roster is never rolled back. False: it was not newer.
  bool Publish(std::shared_ptr<const Roster> newer) ABSL_LOCKS_EXCLUDED(mutex_, listeners_mutex_);

  // `listener` is called with every roster that is published from now on. It must not block,
  // nor call Publish or Listen.
  Subscription Listen(Listener listener) ABSL_LOCKS_EXCLUDED(listeners_mutex_);

 private:
  void Forget(uint64_t id) ABSL_LOCKS_EXCLUDED(listeners_mutex_);

  mutable absl::Mutex mutex_;
  std::shared_ptr<const Roster> roster_ ABSL_GUARDED_BY(mutex_);

  // Held while listeners run: they hear of rosters one at a time and in their order.
  absl::Mutex listeners_mutex_ ABSL_ACQUIRED_BEFORE(mutex_);
  std::map<uint64_t, Listener> listeners_ ABSL_GUARDED_BY(listeners_mutex_);
  uint64_t next_id_ ABSL_GUARDED_BY(listeners_mutex_) = 1;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_ROSTER_ROSTER_HOLDER_H_
