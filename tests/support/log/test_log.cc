#include "tests/support/log/test_log.h"

#include <utility>

#include "absl/strings/str_format.h"

#include "federation/base/check.h"

namespace cledi {

TestLog::TestLog(TestRoster* federation, std::string node_id, uint64_t seed, const MemoryDisk& disk)
    : federation_(federation),
      node_id_(std::move(node_id)),
      random_(seed),
      directory_([federation] { return federation->roster(); }) {
  StartOn(disk);
}

Status TestLog::Open() {
  ASSIGN_OR_RETURN(storage_, StoreLogStorage::Open(disk_.get()));
  const TrustRoot& root = federation_->root();
  ASSIGN_OR_RETURN(
      logs_, LogSet::Open({.trust_domain = root.trust_domain,
                           .federation = root.federation,
                           .node_id = node_id_,
                           .incarnation = 0,
                           .roster_number = [this] { return federation_->roster()->number(); }},
                          storage_.get(), &federation_->log_key(node_id_), &directory_, &clock_,
                          &random_));
  return absl::OkStatus();
}

void TestLog::Restart() { CHECK(TryRestart().ok()); }

Status TestLog::TryRestart() {
  logs_.reset();
  storage_.reset();
  return Open();
}

void TestLog::CutPower() {
  logs_.reset();
  storage_.reset();
  disk_->Crash(random_);
  CHECK(Open().ok());
}

void TestLog::StartOn(const MemoryDisk& disk) {
  logs_.reset();
  storage_.reset();
  disk_ = std::make_unique<MemoryStore>(disk);
  CHECK(Open().ok());
}

std::vector<EventId> TestLog::AppendAll(const std::vector<std::string>& payloads,
                                        const SpaceId& space) {
  std::vector<NewEvent> events;
  for (const std::string& payload : payloads) {
    events.push_back({.space = space, .type = 1, .payload = payload});
  }
  const auto appended = logs_->Append(events);
  CHECK(appended.ok());
  std::vector<EventId> ids;
  for (const AppendedEvent& event : *appended) {
    ids.push_back(event.id);
  }
  return ids;
}

std::map<EventId, int> TestLog::Events() const {
  std::map<EventId, int> events;
  for (const VariantExtent& extent : logs_->Variants()) {
    const auto records =
        logs_->ReadRecords(extent.variant, extent.shared, extent.size - extent.shared, SIZE_MAX);
    CHECK(records.ok());
    for (const Record& record : *records) {
      CHECK(record.body.has_value());
      ++events[EventIdOf(extent.log, record.leaf)];
    }
  }
  return events;
}

std::string TestLog::Describe() const {
  std::string text;
  for (const LogSet::EpochInfo& epoch : logs_->Epochs()) {
    const VariantState& state = epoch.state;
    absl::StrAppendFormat(&text, "variant %d of %s, parent %d shared %d, %d events, open %d\n",
                          state.variant, HexEncode(state.tag.view()), state.parent, state.shared,
                          state.edge.size(), epoch.open);
    for (const SignedCheckpoint& checkpoint : state.checkpoints) {
      absl::StrAppendFormat(&text, "  %d %s\n", checkpoint.size(),
                            HexEncode(checkpoint.root().view()));
    }
  }
  for (const auto& [id, count] : Events()) {
    absl::StrAppendFormat(&text, "event %s %d times\n", HexEncode(id.view()), count);
  }
  absl::StrAppendFormat(&text, "%d fork proofs\n", logs_->ForkProofs().size());
  return text;
}

std::vector<IngestVerdict> Give(const LogSet& from, LogSet& to, const Checkpoint& head,
                                size_t bytes_max) {
  std::vector<IngestVerdict> verdicts;
  for (uint64_t at = 0; at < head.size;) {
    auto range = from.ReadRange(head, at, bytes_max);
    CHECK(range.ok());
    at = range->end.size;
    std::vector<LogRange> ranges;
    ranges.push_back(*std::move(range));
    verdicts.push_back(to.Ingest(std::move(ranges)).front().verdict);
  }
  return verdicts;
}

void GiveAll(const LogSet& from, LogSet& to) {
  for (const auto& [log, digest] : from.LogDigests(CommonsSpace())) {
    for (const SignedCheckpoint& head : from.HeadsOfLog(log)) {
      Give(from, to, head.checkpoint());
    }
  }
}

}  // namespace cledi
