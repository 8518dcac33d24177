// Own events: LogSet::Append and the opening of epochs.

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"

#include "federation/base/check.h"
#include "federation/log/epoch_statement.h"
#include "federation/log/log_set_plan.h"

namespace cledi {
namespace {

// All at once: the system's generator costs by the call.
std::vector<Salt> DrawSalts(size_t count, Random& random) {
  std::vector<Salt> salts(count);
  static_assert(sizeof(Salt) == Salt::kSize);
  if (count > 0) {
    random.Fill({salts.front().data(), count * Salt::kSize});
  }
  return salts;
}

Record MakeRecord(const NewEvent& event, Hlc hlc, uint32_t roster_number, const Salt& salt) {
  const Header header{.flags = event.flags,
                      .type = event.type,
                      .payload_bytes = static_cast<uint32_t>(event.payload.size()),
                      .hlc = hlc,
                      .roster_number = roster_number,
                      .schema = event.schema};
  return {.leaf = MakeLeaf(header, Commitment(salt, event.payload)),
          .body = Body{.salt = salt, .payload = event.payload}};
}

}  // namespace

std::vector<PreviousEpoch> LogSet::UnnamedEpochs(const LogId& log) const {
  std::set<PreviousEpoch> heads;
  std::set<PreviousEpoch> named;
  {
    absl::MutexLock lock(&mutex_);
    const Log* const entry = FindLog(log);
    if (entry == nullptr) {
      return {};
    }
    for (const Checkpoint& head : HeadsOf(*entry)) {
      heads.insert({head.tag, head.size, head.root});
    }
    for (const auto& [tag, numbers] : entry->epochs) {
      const auto statement =
          ParseStatement(options_.trust_domain, variants_.at(numbers.front()).state.statement);
      CHECK(statement.ok());  // Verified when it was stored.
      named.insert(statement->previous.begin(), statement->previous.end());
    }
  }
  std::vector<PreviousEpoch> unnamed;
  std::ranges::set_difference(heads, named, std::back_inserter(unnamed));
  unnamed.resize(std::min(unnamed.size(), kPreviousMax));
  return unnamed;
}

Variant LogSet::OpenEpoch(const SpaceId& space) {
  const EpochStatement statement{.log = OwnLogId(space),
                                 .node_id = options_.node_id,
                                 .incarnation = options_.incarnation,
                                 .space = space,
                                 .instance = random_->Draw<InstanceId>(),
                                 .previous = UnnamedEpochs(OwnLogId(space))};
  Variant variant;
  variant.state.variant = storage_->NewVariant();
  variant.state.log = statement.log;
  variant.state.tag = TagOf(StatementText(options_.trust_domain, statement));
  variant.state.node_id = options_.node_id;
  variant.state.space = space;
  variant.state.statement = SignStatement(options_.trust_domain, statement, *key_);
  variant.state.own = true;
  return variant;
}

Status LogSet::SignTail(Variant& variant, RightEdge edge) const {
  const VariantState& state = variant.state;
  const uint64_t from = edge.size();
  ASSIGN_OR_RETURN(const std::vector<LeafBytes> leaves,
                   storage_->ReadLeaves(state.variant, from, variant.size() - from));
  struct End {
    Checkpoint checkpoint;
    size_t bytes;  // Of records since the end before.
  };
  std::vector<End> ends;
  uint64_t events = 0;
  size_t bytes = 0;
  for (size_t i = 0; i < leaves.size(); ++i) {
    edge.Append(MerkleLeafHash(state.log, leaves[i]));
    ++events;
    bytes += WholeRecordBytes(leaves[i]);
    const bool last = i + 1 == leaves.size();
    if (last || events == kSignedEventsMax ||
        bytes + WholeRecordBytes(leaves[i + 1]) > kSignedBytesMax) {
      ends.push_back({{state.log, state.tag, edge.size(), edge.Root()}, bytes});
      events = 0;
      bytes = 0;
    }
  }
  if (edge != state.edge) {
    return Corrupt(absl::StrFormat(
        "events %d to %d of epoch %s read back from the disk differ from what was written: the "
        "disk or the memory of this machine is faulty; nothing was signed",
        from, variant.size() - 1, HexEncode(state.tag.view())));
  }
  for (const End& end : ends) {
    AddCheckpoint(variant, SignCheckpoint(options_.trust_domain, end.checkpoint, *key_), end.bytes);
  }
  return absl::OkStatus();
}

StatusOr<std::vector<AppendedEvent>> LogSet::Append(std::span<const NewEvent> events) {
  for (const NewEvent& event : events) {
    if (event.payload.size() > kPayloadBytesMax) {
      return Invalid(absl::StrFormat("an event holds at most %d bytes; this one has %d",
                                     kPayloadBytesMax, event.payload.size()));
    }
  }
  absl::MutexLock write_lock(&write_mutex_);
  Plan plan;
  std::map<LogId, PlanChange*> changes;  // One a log.
  const std::vector<Salt> salts = DrawSalts(events.size(), *random_);
  const uint32_t roster_number = options_.roster_number();
  std::vector<AppendedEvent> appended;
  for (size_t i = 0; i < events.size(); ++i) {
    const NewEvent& event = events[i];
    const LogId log = OwnLogId(event.space);
    CHECK(own_spaces_.contains(log));
    PlanChange*& change = changes[log];
    if (change == nullptr) {
      const Variant* const open = OpenVariantOf(log);
      change = &PlanFor(open != nullptr ? *open : OpenEpoch(event.space), *IdentityOf(log), plan);
      change->edge_before = change->variant.state.edge;
    }
    const Hlc hlc = hybrid_clock_.Next();
    Record record = MakeRecord(event, hlc, roster_number, salts[i]);
    const EventId id = EventIdOf(log, record.leaf);
    VariantState& state = change->variant.state;
    appended.push_back({id, log, hlc, {state.variant, state.edge.size()}});
    state.edge.Append(Hash{id.bytes});  // An event's id is its leaf hash.
    change->records.push_back(std::move(record));
  }
  RETURN_IF_ERROR(storage_->Commit(plan.TakeWrites()));
  // From here on the events are on the disk. The signature is not: it is written with the next
  // commit, or made again at the next start.
  for (auto& [number, change] : plan.changes) {
    if (Status status = SignTail(change.variant, change.edge_before); !status.ok()) {
      // Nothing is shown, and nobody goes on behind what is durable and not signed: the next
      // start signs it, if it can be read then.
      for (const auto& [log, written] : changes) {
        CloseEpoch(log);
      }
      return status;
    }
  }
  for (const auto& [log, change] : changes) {
    open_.insert_or_assign(log, change->variant.state.variant);
  }
  Publish(plan);
  return appended;
}

const Variant* LogSet::OpenVariantOf(const LogId& log) const {
  const auto open = open_.find(log);
  if (open == open_.end()) {
    return nullptr;
  }
  absl::MutexLock lock(&mutex_);
  return &variants_.at(open->second);  // Only whoever writes, which is the caller, changes it.
}

void LogSet::CloseEpoch(const LogId& log) {
  const auto open = open_.find(log);
  if (open != open_.end()) {
    absl::MutexLock lock(&mutex_);
    open_variants_.erase(open->second);
    open_.erase(open);
  }
}

void LogSet::CloseEpochIfBehind(const Checkpoint& head) {
  absl::MutexLock write_lock(&write_mutex_);
  const Variant* const open = OpenVariantOf(head.log);
  if (open != nullptr && open->state.tag == head.tag && head.size > open->size()) {
    CloseEpoch(head.log);
  }
}

}  // namespace cledi
