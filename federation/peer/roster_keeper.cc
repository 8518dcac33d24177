#include "federation/peer/roster_keeper.h"

#include <utility>

#include "absl/strings/str_format.h"

#include "cledi/event/v1/roster.pb.h"
#include "cledi/event/v1/type.pb.h"
#include "federation/base/log_line.h"
#include "federation/base/sha256.h"
#include "federation/roster/signature.h"

namespace cledi {

using federation::v1::RosterUpdate;
using federation::v1::SignedRosterUpdate;

namespace {

constexpr uint64_t kEventsPerRead = 256;
constexpr size_t kBytesPerRead = 1024 * 1024;

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
  Publish(std::move(next), update);
  return absl::OkStatus();
}

void RosterKeeper::Publish(Roster next, const SignedRosterUpdate& update) {
  updates_.push_back(update);
  LogLine(Severity::kInfo, "roster_update", {{"number", std::to_string(next.number())}});
  holder_.Publish(std::make_shared<const Roster>(std::move(next)));
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
        ReadOne(record);
      }
    }
  }
}

void RosterKeeper::ReadOne(const Record& record) {
  event::v1::RosterUpdatePosted posted;
  SignedRosterUpdate update;
  RosterUpdate contents;
  if (HeaderOf(record.leaf).type != event::v1::EVENT_TYPE_ROSTER_UPDATE_POSTED ||
      !record.body.has_value() || !posted.ParseFromString(record.body->payload) ||
      !update.ParseFromString(posted.signed_update()) ||
      !contents.ParseFromString(update.update())) {
    return;
  }
  // Every member can write here: what the roster key did not sign must not wait in the memory.
  const auto signers = SignersAmong(SignatureKind::kRosterUpdate, update.update(),
                                    update.signatures(), {holder_.Get()->root().roster_key});
  if (signers.ok() && !signers->empty()) {
    waiting_.emplace(std::pair(contents.number(), Sha256(update.update())), std::move(update));
  }
}

std::vector<std::string> RosterKeeper::CatchUp(const LogReader& logs) {
  absl::MutexLock lock(&mutex_);
  ReadNew(logs);
  std::vector<std::string> alarms;
  while (!waiting_.empty()) {
    const auto it = waiting_.begin();
    const uint32_t number = it->first.first;
    if (number > holder_.Get()->number() + 1) {
      break;
    }
    StatusOr<Roster> next = holder_.Get()->Apply(it->second);
    if (next.ok()) {
      if (const Status stored = storage_->Put(next->number(), it->second); !stored.ok()) {
        LogLine(Severity::kError, "roster_update_not_stored",
                {{"number", std::to_string(number)}, {"why", std::string(Message(stored))}});
        break;  // It stays for the next look.
      }
      Publish(*std::move(next), it->second);
    } else if (absl::IsDataLoss(next.status())) {
      alarms.push_back(
          absl::StrFormat("two roster updates numbered %d: %s", number, Message(next.status())));
    } else if (!absl::IsAlreadyExists(next.status())) {
      LogLine(Severity::kError, "roster_update_refused",
              {{"number", std::to_string(number)}, {"why", std::string(Message(next.status()))}});
    }
    waiting_.erase(it);
  }
  return alarms;
}

}  // namespace cledi
