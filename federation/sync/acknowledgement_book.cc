#include "federation/sync/acknowledgement_book.h"

#include <utility>

#include "federation/base/log_line.h"

namespace cledi {

StatusOr<std::unique_ptr<AcknowledgementBook>> AcknowledgementBook::Open(
    AcknowledgementStorage* storage, const LogSet* logs, const SigningKey* key,
    const Clock* clock) {
  std::unique_ptr<AcknowledgementBook> self(new AcknowledgementBook(storage, logs, key, clock));
  ASSIGN_OR_RETURN(const std::vector<Acknowledgement> stored, storage->Load());
  absl::MutexLock lock(&self->mutex_);
  for (const Acknowledgement& one : stored) {
    self->newest_.insert_or_assign(Key(one.checkpoint.log, one.checkpoint.tag, one.node_id), one);
  }
  return self;
}

std::optional<Acknowledgement> AcknowledgementBook::Make(const Checkpoint& checkpoint) {
  const LogSet::Options& node = logs_->options();
  // From deciding to taking down: two threads may come with two histories.
  absl::MutexLock lock(&mutex_);
  const auto before = newest_.find(Key(checkpoint.log, checkpoint.tag, node.node_id));
  if (before != newest_.end() && before->second.checkpoint == checkpoint) {
    return before->second;
  }
  // The first history is the same one after any restart, also if what was taken down here is
  // lost: so no second one is ever acknowledged.
  if (!logs_->InFirstVariant(checkpoint)) {
    return std::nullopt;
  }
  // In a restored disk it may be another one than was acknowledged, and the peers remember.
  if (before != newest_.end() && (before->second.checkpoint.size >= checkpoint.size ||
                                  !logs_->IsPrefix(before->second.checkpoint, checkpoint))) {
    return std::nullopt;
  }
  Acknowledgement made = Acknowledge(node.trust_domain, checkpoint, node.node_id,
                                     static_cast<uint64_t>(ToUnixMs(clock_->Now()) / 1000), *key_);
  Keep(made);
  return made;
}

void AcknowledgementBook::Record(const Acknowledgement& acknowledgement) {
  absl::MutexLock lock(&mutex_);
  Keep(acknowledgement);
}

void AcknowledgementBook::Keep(const Acknowledgement& acknowledgement) {
  const Key key(acknowledgement.checkpoint.log, acknowledgement.checkpoint.tag,
                acknowledgement.node_id);
  const auto it = newest_.find(key);
  if (it != newest_.end() && it->second.checkpoint.size >= acknowledgement.checkpoint.size) {
    return;
  }
  newest_.insert_or_assign(key, acknowledgement);
  if (const Status status = storage_->Put(acknowledgement); !status.ok()) {
    LogLine(Severity::kWarning, "acknowledgement_not_stored",
            {{"why", std::string(Message(status))}});
  }
}

std::vector<Acknowledgement> AcknowledgementBook::ForEpoch(const LogId& log,
                                                           const EpochTag& tag) const {
  absl::MutexLock lock(&mutex_);
  std::vector<Acknowledgement> found;
  for (auto it = newest_.lower_bound(Key(log, tag, "")); it != newest_.end(); ++it) {
    if (std::get<0>(it->first) != log || std::get<1>(it->first) != tag) {
      break;
    }
    found.push_back(it->second);
  }
  return found;
}

}  // namespace cledi
