#ifndef CLEDI_FEDERATION_SYNC_ACKNOWLEDGEMENT_BOOK_H_
#define CLEDI_FEDERATION_SYNC_ACKNOWLEDGEMENT_BOOK_H_

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/base/clock.h"
#include "federation/log/acknowledgement_storage.h"
#include "federation/log/checkpoint.h"
#include "federation/log/log_set.h"

namespace cledi {

// The newest cosignature of each node for each epoch: who holds what, provably. Makes this
// node's own, too: of a forked epoch, only for the history that was stored here first.
// Thread-safe.
class AcknowledgementBook {
 public:
  // The pointers outlive the book.
  static StatusOr<std::unique_ptr<AcknowledgementBook>> Open(AcknowledgementStorage* storage,
                                                             const LogSet* logs,
                                                             const SigningKey* key,
                                                             const Clock* clock);

  // This node's cosignature of a checkpoint. Nothing if the checkpoint is not held, is that of
  // another history, or covers less than one that was cosigned before.
  std::optional<Acknowledgement> Make(const Checkpoint& checkpoint);

  // Takes a peer's in whose signature was verified. A smaller one than is known is ignored.
  void Record(const Acknowledgement& acknowledgement);

  // The newest ones for an epoch, by node.
  std::vector<Acknowledgement> ForEpoch(const LogId& log, const EpochTag& tag) const;

 private:
  using Key = std::tuple<LogId, EpochTag, std::string>;

  AcknowledgementBook(AcknowledgementStorage* storage, const LogSet* logs, const SigningKey* key,
                      const Clock* clock)
      : storage_(storage), logs_(logs), key_(key), clock_(clock) {}

  void Keep(const Acknowledgement& acknowledgement) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  AcknowledgementStorage* const storage_;
  const LogSet* const logs_;
  const SigningKey* const key_;
  const Clock* const clock_;
  mutable absl::Mutex mutex_;
  std::map<Key, Acknowledgement> newest_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_SYNC_ACKNOWLEDGEMENT_BOOK_H_
