#include "tests/support/fold/fake_log.h"

#include <algorithm>
#include <utility>

#include "federation/base/check.h"
#include "federation/base/sha256.h"

namespace cledi {
namespace {

const FederationId kFederation = {{0xfe, 0xde}};

}  // namespace

LogId TestEvent::log() const { return LogIdOf(kFederation, node_id, incarnation, space); }

FakeLog::FakeLog(const Clock* clock, std::string node_id)
    : node_id_(std::move(node_id)), hybrid_clock_(clock) {}

TestEvent FakeLog::MakeEvent(uint16_t type, std::string payload, Hlc hlc, std::string node_id,
                             SpaceId space) {
  const absl::MutexLock lock(&mutex_);
  return MakeEventLocked(type, std::move(payload), hlc, std::move(node_id), space);
}

TestEvent FakeLog::MakeEventLocked(uint16_t type, std::string payload, Hlc hlc, std::string node_id,
                                   SpaceId space) {
  Body body{.salt = {}, .payload = std::move(payload)};
  std::string salt;
  PutLittleEndian(salt, ++salts_);
  std::ranges::copy(salt, body.salt.bytes.begin());
  const Header header{.flags = kFlagErasable,
                      .type = type,
                      .payload_bytes = static_cast<uint32_t>(body.payload.size()),
                      .hlc = hlc,
                      .roster_number = 1,
                      .schema = 1};
  TestEvent event;
  event.node_id = node_id.empty() ? node_id_ : std::move(node_id);
  event.space = space;
  event.record.leaf = MakeLeaf(header, Commitment(body.salt, body.payload));
  event.record.body = std::move(body);
  return event;
}

VariantNo FakeLog::NewVariant(const TestEvent& like) {
  const VariantNo number = variants_.size() + 1;
  std::string tag;
  PutLittleEndian(tag, number);
  Variant variant{.extent = {.variant = number,
                             .log = like.log(),
                             .tag = *EpochTag::From(Sha256(tag).view().substr(0, EpochTag::kSize)),
                             .node_id = like.node_id,
                             .incarnation = like.incarnation,
                             .space = like.space},
                  .rows = {}};
  variants_.emplace(number, std::move(variant));
  return number;
}

EventPosition FakeLog::Store(VariantNo variant, const Record& record) {
  Variant& stored = variants_.at(variant);
  stored.rows.push_back({.record = record});
  return {.variant = variant, .index = stored.extent.size++};
}

EventPosition FakeLog::Add(const TestEvent& event) {
  const absl::MutexLock lock(&mutex_);
  const auto [place, missing] = main_.try_emplace(event.log());
  if (missing) {
    place->second = NewVariant(event);
  }
  return Store(place->second, event.record);
}

EventPosition FakeLog::AddInNewVariant(const TestEvent& event) {
  const absl::MutexLock lock(&mutex_);
  return Store(NewVariant(event), event.record);
}

VariantNo FakeLog::Fork(VariantNo parent, uint64_t shared) {
  const absl::MutexLock lock(&mutex_);
  Variant variant = variants_.at(parent);
  variant.extent.variant = variants_.size() + 1;
  variant.extent.shared = shared;
  variant.extent.size = shared;
  variant.rows.clear();
  const VariantNo number = variant.extent.variant;
  variants_.emplace(number, std::move(variant));
  return number;
}

EventPosition FakeLog::AddTo(VariantNo variant, const TestEvent& event) {
  const absl::MutexLock lock(&mutex_);
  CHECK(variants_.at(variant).extent.log == event.log());
  return Store(variant, event.record);
}

FakeLog::Row& FakeLog::RowAt(const EventPosition& position) {
  Variant& variant = variants_.at(position.variant);
  return variant.rows.at(position.index - variant.extent.shared);
}

void FakeLog::Withhold(const EventPosition& position) {
  const absl::MutexLock lock(&mutex_);
  RowAt(position).withheld = true;
}

void FakeLog::Restore(const EventPosition& position) {
  const absl::MutexLock lock(&mutex_);
  RowAt(position).withheld = false;
  RowAt(position).damaged = false;
}

void FakeLog::Damage(const EventPosition& position) {
  const absl::MutexLock lock(&mutex_);
  RowAt(position).damaged = true;
}

void FakeLog::Truncate(VariantNo variant, uint64_t size) {
  const absl::MutexLock lock(&mutex_);
  Variant& stored = variants_.at(variant);
  stored.rows.resize(size - stored.extent.shared);
  stored.extent.size = size;
}

void FakeLog::PullFrom(const FakeLog& other) {
  std::set<EventId> held;
  std::vector<TestEvent> wanted;
  for (const FakeLog* log : {static_cast<const FakeLog*>(this), &other}) {
    for (const VariantExtent& extent : log->Variants()) {
      const StatusOr<std::vector<Record>> records =
          extent.size == extent.shared ? std::vector<Record>{}
                                       : log->ReadRecords(extent.variant, extent.shared,
                                                          extent.size - extent.shared, SIZE_MAX);
      CHECK(records.ok());
      for (const Record& record : *records) {
        const TestEvent event{.node_id = extent.node_id,
                              .space = extent.space,
                              .incarnation = extent.incarnation,
                              .record = record};
        if (held.insert(event.id()).second && log == &other) {
          wanted.push_back(event);
        }
      }
    }
  }
  for (const TestEvent& event : wanted) {
    Add(event);
  }
}

void FakeLog::FailAppends(Status status) {
  const absl::MutexLock lock(&mutex_);
  append_status_ = std::move(status);
}

size_t FakeLog::appends() const {
  const absl::MutexLock lock(&mutex_);
  return appends_;
}

void FakeLog::OnAppend(std::function<void()> hook) {
  const absl::MutexLock lock(&mutex_);
  on_append_ = std::move(hook);
}

std::vector<VariantExtent> FakeLog::Variants() const {
  const absl::MutexLock lock(&mutex_);
  std::vector<VariantExtent> extents;
  for (const auto& [number, variant] : variants_) {
    extents.push_back(variant.extent);
  }
  return extents;
}

StatusOr<std::vector<Record>> FakeLog::ReadRecords(VariantNo variant, uint64_t from, uint64_t count,
                                                   size_t bytes_max) const {
  const absl::MutexLock lock(&mutex_);
  const auto stored = variants_.find(variant);
  if (stored == variants_.end() || from < stored->second.extent.shared ||
      from + count > stored->second.extent.size) {
    return NotFound("no such events");
  }
  std::vector<Record> records;
  size_t bytes = 0;
  for (uint64_t index = from; index < from + count && bytes < bytes_max; ++index) {
    const Row& row = stored->second.rows[index - stored->second.extent.shared];
    if (row.damaged) {
      return Corrupt("a damaged row");
    }
    records.push_back(row.record);
    if (row.withheld) {
      records.back().body.reset();
    }
    bytes += RecordBytes(records.back());
  }
  return records;
}

StatusOr<std::vector<AppendedEvent>> FakeLog::Append(std::span<const NewEvent> events) {
  std::function<void()> hook;
  {
    const absl::MutexLock lock(&mutex_);
    hook = on_append_;
  }
  if (hook) {
    hook();
  }
  const absl::MutexLock lock(&mutex_);
  RETURN_IF_ERROR(append_status_);
  ++appends_;
  std::vector<AppendedEvent> appended;
  for (const NewEvent& event : events) {
    const TestEvent stored =
        MakeEventLocked(event.type, event.payload, hybrid_clock_.Next(), node_id_, event.space);
    const auto [place, missing] = main_.try_emplace(stored.log());
    if (missing) {
      place->second = NewVariant(stored);
    }
    appended.push_back({.id = stored.id(),
                        .log = stored.log(),
                        .hlc = HeaderOf(stored.record.leaf).hlc,
                        .position = Store(place->second, stored.record)});
  }
  return appended;
}

LogId FakeLog::OwnLogId(const SpaceId& space) const {
  return LogIdOf(kFederation, node_id_, 0, space);
}

}  // namespace cledi
