#ifndef CLEDI_FEDERATION_PEER_ROSTER_KEEPER_H_
#define CLEDI_FEDERATION_PEER_ROSTER_KEEPER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "cledi/federation/v1/roster.pb.h"
#include "federation/log/log_reader.h"
#include "federation/roster/roster_holder.h"

namespace cledi {

// Where applied roster updates are kept: a node must know the roster before it can judge any
// log, the roster's own included.
class RosterStorage {
 public:
  virtual ~RosterStorage() = default;
  // Durable when it returns.
  virtual Status Put(uint32_t number, const federation::v1::SignedRosterUpdate& update) = 0;
  // In the order of their numbers.
  virtual StatusOr<std::vector<federation::v1::SignedRosterUpdate>> Load() = 0;
};

// Keeps the roster up with the updates that travel as events of the roster space. Where an
// update stands there, and in whose log, means nothing: its number, chain and signature decide.
//
// Thread-safe.
class RosterKeeper {
 public:
  // `first`: the updates that came with the enrolment (or were made with the federation).
  // `storage` outlives the keeper. Errors: those of Roster::Apply for a stored update; the disk.
  static StatusOr<std::unique_ptr<RosterKeeper>> Open(
      TrustRoot root, const std::vector<federation::v1::SignedRosterUpdate>& first,
      RosterStorage* storage);

  RosterHolder& holder() { return holder_; }
  std::shared_ptr<const Roster> Get() const { return holder_.Get(); }
  // All applied updates.
  std::vector<federation::v1::SignedRosterUpdate> Updates() const;

  // Applies an update that is the next one. Errors: those of Roster::Apply; the disk.
  Status Adopt(const federation::v1::SignedRosterUpdate& update) ABSL_LOCKS_EXCLUDED(mutex_);
  // The same where the update is to be stored together with something else: `store` does what
  // RosterStorage::Put would. It runs once the update is known to be the next one.
  Status AdoptStoredBy(const federation::v1::SignedRosterUpdate& update,
                       const std::function<Status(uint32_t number)>& store)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Looks at the roster space's events that came since the last look. Returns a sentence for
  // each update that contradicts the roster: an alarm.
  std::vector<std::string> CatchUp(const LogReader& logs) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  RosterKeeper(TrustRoot root, RosterStorage* storage)
      : storage_(storage), holder_(std::make_shared<const Roster>(std::move(root))) {}
  Status AdoptLocked(const federation::v1::SignedRosterUpdate& update,
                     const std::function<Status(uint32_t number)>& store)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  Status PutAndAdopt(const federation::v1::SignedRosterUpdate& update)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Publish(Roster next, const federation::v1::SignedRosterUpdate& update)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ReadNew(const LogReader& logs) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ReadOne(const Record& record) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  RosterStorage* const storage_;
  RosterHolder holder_;
  mutable absl::Mutex mutex_;
  std::vector<federation::v1::SignedRosterUpdate> updates_ ABSL_GUARDED_BY(mutex_);
  std::map<VariantNo, uint64_t> seen_ ABSL_GUARDED_BY(mutex_);  // Events looked at.
  // Updates of later numbers, by number and hash: the roster key signed them, so only the
  // coordinator makes them many.
  std::map<std::pair<uint32_t, Hash>, federation::v1::SignedRosterUpdate> waiting_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_PEER_ROSTER_KEEPER_H_
