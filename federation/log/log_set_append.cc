// Own events: LogSet::Append and the opening of epochs.

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"

#include "federation/base/check.h"
#include "federation/log/epoch_statement.h"
#include "federation/log/log_set_plan.h"

namespace cledi {
namespace {

Record MakeRecord(const NewEvent& event, Hlc hlc, uint32_t roster_number, Random& random) {
  const Header header{.flags = event.flags,
                      .type = event.type,
                      .payload_bytes = static_cast<uint32_t>(event.payload.size()),
                      .hlc = hlc,
                      .roster_number = roster_number,
                      .schema = event.schema};
  const Salt salt = random.Draw<Salt>();
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

Status LogSet::SignAppended(Variant& variant, const RightEdge& before,
                            std::span<const size_t> record_bytes) const {
  RETURN_IF_ERROR(CheckReadBack(variant, before));
  ASSIGN_OR_RETURN(const std::vector<LeafBytes> leaves,
                   storage_->ReadLeaves(variant.state.variant, before.size(), record_bytes.size()));
  RightEdge edge = before;
  uint64_t events = 0;
  size_t bytes = 0;
  for (size_t i = 0; i < leaves.size(); ++i) {
    edge.Append(*Hash::From(EventIdOf(variant.state.log, leaves[i]).view()));
    ++events;
    bytes += record_bytes[i];
    const bool last = i + 1 == leaves.size();
    if (last || events == kSignedEventsMax || bytes + record_bytes[i + 1] > kSignedBytesMax) {
      AddCheckpoint(
          variant,
          SignCheckpoint(options_.trust_domain,
                         {variant.state.log, variant.state.tag, edge.size(), edge.Root()}, *key_),
          bytes);
      events = 0;
      bytes = 0;
    }
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
  std::map<VariantNo, RightEdge> edges_before;
  std::map<VariantNo, std::vector<size_t>> record_bytes;
  std::map<LogId, VariantNo> open = open_;
  std::vector<AppendedEvent> appended;
  for (const NewEvent& event : events) {
    const LogId log = OwnLogId(event.space);
    CHECK(own_spaces_.contains(log));
    if (!open.contains(log)) {
      Variant opened = OpenEpoch(event.space);
      open.emplace(log, opened.state.variant);
      plan.changes[opened.state.variant].variant = std::move(opened);
    }
    const VariantNo number = open.at(log);
    if (!edges_before.contains(number)) {
      PlanChange& change = plan.changes[number];
      if (change.variant.state.variant == 0) {
        absl::MutexLock lock(&mutex_);
        change.variant = variants_.at(number);
      }
      change.identity = *IdentityOf(log);
      change.first_index = change.variant.size();
      edges_before.emplace(number, change.variant.state.edge);
    }
    PlanChange& change = plan.changes[number];
    const Hlc hlc = hybrid_clock_.Next();
    Record record = MakeRecord(event, hlc, options_.roster_number(), *random_);
    const EventId id = EventIdOf(log, record.leaf);
    appended.push_back({id, log, hlc, {number, change.variant.size()}});
    change.variant.state.edge.Append(*Hash::From(id.view()));
    record_bytes[number].push_back(RecordBytes(record));
    change.records.push_back(std::move(record));
  }
  RETURN_IF_ERROR(storage_->Commit(plan.TakeWrites()));
  // From here on the events are on the disk. The signature is not: it is written with the next
  // commit, or made again at the next start.
  for (auto& [number, change] : plan.changes) {
    if (Status status =
            SignAppended(change.variant, edges_before.at(number), record_bytes.at(number));
        !status.ok()) {
      // The epoch ends here: its durable events are signed at the next start, if they can be read.
      open_.erase(change.variant.state.log);
      return status;
    }
  }
  open_ = std::move(open);
  Publish(plan);
  return appended;
}

void LogSet::CloseEpochIfBehind(const Checkpoint& head) {
  absl::MutexLock write_lock(&write_mutex_);
  const auto open = open_.find(head.log);
  if (open == open_.end()) {
    return;
  }
  absl::MutexLock lock(&mutex_);
  const Variant& variant = variants_.at(open->second);
  if (variant.state.tag == head.tag && head.size > variant.size()) {
    open_variants_.erase(open->second);
    open_.erase(open);
  }
}

}  // namespace cledi
