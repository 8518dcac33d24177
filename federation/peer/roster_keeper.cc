#include "federation/peer/roster_keeper.h"

#include <utility>

#include "absl/strings/str_format.h"

#include "cledi/event/v1/roster.pb.h"
#include "cledi/event/v1/type.pb.h"
#include "federation/base/log_line.h"

namespace cledi {

using federation::v1::RosterUpdate;
using federation::v1::SignedRosterUpdate;

namespace {

constexpr uint64_t kEventsPerRead = 256;
constexpr size_t kBytesPerRead = 1024 * 1024;
constexpr size_t kWaitingMax = 1000;

}  // namespace

StatusOr<std::unique_ptr<RosterKeeper>> RosterKeeper::Open(
    TrustRoot root, const std::vector<SignedRosterUpdate>& first, RosterStorage* storage) {
  std::unique_ptr<RosterKeeper> self(new RosterKeeper(std::move(root), storage));
  ASSIGN_OR_RETURN(const std::vector<SignedRosterUpdate> stored, storage->Load());
  absl::MutexLock lock(&self->mutex_);
  Roster roster = *self->holder_.Get();
  for (const SignedRosterUpdate& update : stored) {
    ASSIGN_OR_RETURN(roster, roster.Apply(update));
    self->updates_.push_back(update);
  }
  self->holder_.Publish(std::make_shared<const Roster>(std::move(roster)));
  for (size_t i = stored.size(); i < first.size(); ++i) {
    RETURN_IF_ERROR(self->PutAndAdopt(first[i]));
  }
  return self;
}

std::vector<SignedRosterUpdate> RosterKeeper::Updates() const {
  absl::MutexLock lock(&mutex_);
  return updates_;
}

Status RosterKeeper::Adopt(const SignedRosterUpdate& update) {
  absl::MutexLock lock(&mutex_);
  return PutAndAdopt(update);
}

Status RosterKeeper::AdoptStoredBy(const SignedRosterUpdate& update,
                                   const std::function<Status(uint32_t number)>& store) {
  absl::MutexLock lock(&mutex_);
  return AdoptLocked(update, store);
}

Status RosterKeeper::PutAndAdopt(const SignedRosterUpdate& update) {
  return AdoptLocked(update, [&](uint32_t number) { return storage_->Put(number, update); });
}

Status RosterKeeper::AdoptLocked(const SignedRosterUpdate& update,
                                 const std::function<Status(uint32_t number)>& store) {
  ASSIGN_OR_RETURN(Roster next, holder_.Get()->Apply(update));
  RETURN_IF_ERROR(store(next.number()));
  updates_.push_back(update);
  LogLine(Severity::kInfo, "roster_update", {{"number", std::to_string(next.number())}});
  holder_.Publish(std::make_shared<const Roster>(std::move(next)));
  return absl::OkStatus();
}

void RosterKeeper::ReadNew(const LogReader& logs) {
  for (const VariantExtent& extent : logs.Variants()) {
    if (extent.space != RosterSpace()) {
      continue;
    }
    uint64_t& seen = seen_.try_emplace(extent.variant, extent.shared).first->second;
    while (seen < extent.size) {
      const auto records = logs.ReadRecords(
          extent.variant, seen, std::min(kEventsPerRead, extent.size - seen), kBytesPerRead);
      if (!records.ok() || records->empty()) {
        break;
      }
      seen += records->size();
      for (const Record& record : *records) {
        event::v1::RosterUpdatePosted posted;
        SignedRosterUpdate update;
        RosterUpdate contents;
        if (HeaderOf(record.leaf).type == event::v1::EVENT_TYPE_ROSTER_UPDATE_POSTED &&
            record.body.has_value() && posted.ParseFromString(record.body->payload) &&
            update.ParseFromString(posted.signed_update()) &&
            contents.ParseFromString(update.update()) && waiting_.size() < kWaitingMax) {
          waiting_.emplace(contents.number(), std::move(update));
        }
      }
    }
  }
}

std::vector<std::string> RosterKeeper::CatchUp(const LogReader& logs) {
  absl::MutexLock lock(&mutex_);
  ReadNew(logs);
  std::vector<std::string> alarms;
  for (auto it = waiting_.begin(); it != waiting_.end();) {
    const uint32_t next = holder_.Get()->number() + 1;
    if (it->first > next) {
      break;
    }
    const Status status = PutAndAdopt(it->second);
    if (absl::IsDataLoss(status)) {
      alarms.push_back(
          absl::StrFormat("two roster updates numbered %d: %s", it->first, Message(status)));
    }
    if (absl::IsUnavailable(status) || absl::IsResourceExhausted(status)) {
      break;  // The disk; it stays for the next look.
    }
    it = waiting_.erase(it);
  }
  return alarms;
}

}  // namespace cledi
