#include "node/fold/fold_pass.h"

#include <algorithm>
#include <utility>

#include "federation/base/bytes.h"

namespace cledi {
namespace {

using view::v1::FoldCursor;

constexpr size_t kReadBytes = size_t{1024} * 1024;

bool IsUnreadable(const Status& status) {
  return status.code() == StatusCode::kDataLoss || status.code() == StatusCode::kNotFound;
}

// Up to `count` records from `from` on, at least one; none if the one at `from` cannot be read.
StatusOr<std::vector<Record>> ReadSome(const LogReader& log, VariantNo variant, uint64_t from,
                                       uint64_t count) {
  while (true) {
    StatusOr<std::vector<Record>> records = log.ReadRecords(variant, from, count, kReadBytes);
    if (records.ok() || !IsUnreadable(records.status())) {
      return records;
    }
    if (count == 1) {
      return std::vector<Record>{};
    }
    count /= 2;  // To fold what is in front of the damage, in a few steps.
  }
}

}  // namespace

FoldPass::FoldPass(const FoldContext& context, Generation generation)
    : context_(context), generation_(generation) {}

void FoldPass::LoadExtents() {
  for (VariantExtent& extent : context_.log->Variants()) {
    const VariantNo variant = extent.variant;
    extents_.insert_or_assign(variant, std::move(extent));
  }
}

StatusOr<bool> FoldPass::Load() {
  LoadExtents();
  const std::shared_ptr<const Snapshot> snapshot = context_.store->Read();
  const StatusOr<std::string> counts = snapshot->Get(Family::kFoldState, CountsKey(generation_));
  if (counts.ok() && !counts_.ParseFromString(*counts)) {
    return false;
  }
  bool readable = true;
  const std::string prefix = CursorKeyPrefix(generation_);
  RETURN_IF_ERROR(snapshot->Scan(
      Family::kFoldState, prefix, PrefixEnd(prefix),
      [&](std::string_view key, std::string_view value) {
        key.remove_prefix(prefix.size());
        FoldCursor cursor;
        readable = key.size() == sizeof(VariantNo) &&
                   cursor.ParseFromArray(value.data(), static_cast<int>(value.size()));
        if (readable) {
          cursors_[GetBigEndian<VariantNo>(AsBytes(key).data())] = std::move(cursor);
        }
        return readable;
      }));
  if (!readable) {
    return false;
  }
  for (const auto& [variant, cursor] : cursors_) {
    ASSIGN_OR_RETURN(const bool there, IsStillThere(variant, cursor));
    if (!there) {
      return false;
    }
  }
  RETURN_IF_ERROR(LoadFirstHeld());
  return true;
}

StatusOr<bool> FoldPass::IsStillThere(VariantNo variant, const FoldCursor& cursor) const {
  const auto extent = extents_.find(variant);
  if (extent == extents_.end() || extent->second.log.view() != cursor.log() ||
      extent->second.tag.view() != cursor.tag() || extent->second.size < cursor.folded()) {
    return false;
  }
  if (cursor.last_event().empty()) {
    return true;
  }
  ASSIGN_OR_RETURN(const std::vector<Record> last,
                   ReadSome(*context_.log, variant, cursor.folded() - 1, 1));
  // One that cannot be read any more says nothing against the rest.
  return last.empty() ||
         EventIdOf(extent->second.log, last.front().leaf).view() == cursor.last_event();
}

Status FoldPass::LoadFirstHeld() {
  first_held_.reset();
  const std::string prefix = HeldKeyPrefix(generation_);
  return context_.store->Scan(Family::kFoldState, prefix, PrefixEnd(prefix),
                              [&](std::string_view key, std::string_view) {
                                key.remove_prefix(prefix.size());
                                first_held_ = GetBigEndian<Hlc>(AsBytes(key).data());
                                return false;
                              });
}

FoldPass::Draft FoldPass::NewDraft() const {
  return Draft(context_, generation_, &extents_, counts_, context_.clock->Now());
}

StatusOr<FoldPass::Step> FoldPass::FoldNext(std::optional<VariantNo> first) {
  if (first || events_past() == events_known()) {
    LoadExtents();  // Not at every batch of a long way: there may be thousands.
  }
  Draft draft = NewDraft();
  RETURN_IF_ERROR(TakeDue(draft));
  if (first && extents_.contains(*first)) {
    RETURN_IF_ERROR(TakeVariant(extents_.at(*first), draft));
  }
  for (const auto& [variant, extent] : extents_) {
    if (draft.full()) {
      break;
    }
    RETURN_IF_ERROR(TakeVariant(extent, draft));
  }
  Step step{.changes = {}, .more = draft.full()};
  ASSIGN_OR_RETURN(step.changes, Write(std::move(draft)));
  return step;
}

StatusOr<FoldPass::Step> FoldPass::Retry() {
  LoadExtents();
  const std::string prefix = IncompleteKeyPrefix(generation_);
  std::vector<EventPosition> positions;
  const std::string from = std::max(prefix, std::exchange(retry_from_, ""));
  RETURN_IF_ERROR(context_.store->Scan(
      Family::kFoldState, from, PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
        if (positions.size() == kRetriesMax) {
          retry_from_ = std::string(key);
          return false;
        }
        key.remove_prefix(prefix.size());
        const uint8_t* place = AsBytes(key).data();
        positions.push_back({.variant = GetBigEndian<VariantNo>(place),
                             .index = GetBigEndian<uint64_t>(place + sizeof(VariantNo))});
        return true;
      }));
  Draft draft = NewDraft();
  for (const EventPosition& position : positions) {
    ASSIGN_OR_RETURN(const bool here, TakeRemembered(position, draft));
    if (here) {
      draft.rows.Delete(Family::kFoldState, IncompleteKey(generation_, position));
    }
  }
  Step step;
  ASSIGN_OR_RETURN(step.changes, Write(std::move(draft)));
  return step;
}

StatusOr<std::vector<ViewChange>> FoldPass::Write(Draft draft) {
  ASSIGN_OR_RETURN(FoldBatch::Result result, draft.batch.Finish(draft.rows));
  for (const EventPosition& position : result.unreadable) {
    Remember(position, "", draft);
  }
  for (const auto& [variant, cursor] : draft.cursors) {
    draft.rows.Put(Family::kFoldState, CursorKey(generation_, variant), cursor.SerializeAsString());
  }
  const std::string counts = draft.counts.SerializeAsString();
  if (counts != counts_.SerializeAsString()) {
    draft.rows.Put(Family::kFoldState, CountsKey(generation_), counts);
  }
  if (draft.rows.empty()) {
    return std::vector<ViewChange>{};
  }
  RETURN_IF_ERROR(context_.store->Write(draft.rows, Durability::kUnsynced));
  for (auto& [variant, cursor] : draft.cursors) {
    cursors_.insert_or_assign(variant, std::move(cursor));
  }
  counts_ = std::move(draft.counts);
  RETURN_IF_ERROR(LoadFirstHeld());
  return std::move(result.changes);
}

FoldCursor& FoldPass::CursorIn(Draft& draft, const VariantExtent& extent) const {
  const auto [place, missing] = draft.cursors.try_emplace(extent.variant);
  if (missing) {
    const auto stored = cursors_.find(extent.variant);
    if (stored != cursors_.end()) {
      place->second = stored->second;
    } else {
      place->second.set_log(extent.log.str());
      place->second.set_tag(extent.tag.str());
      place->second.set_folded(extent.shared);
    }
  }
  return place->second;
}

uint64_t FoldPass::PastOf(const VariantExtent& extent) const {
  const auto cursor = cursors_.find(extent.variant);
  return cursor == cursors_.end() ? extent.shared : cursor->second.folded();
}

Status FoldPass::TakeVariant(const VariantExtent& extent, Draft& draft) const {
  if (PastOf(extent) >= extent.size) {
    return absl::OkStatus();
  }
  FoldCursor& cursor = CursorIn(draft, extent);
  while (cursor.folded() < extent.size && !draft.full()) {
    const uint64_t wanted =
        std::min<uint64_t>(extent.size - cursor.folded(), kBatchEventsMax - draft.events);
    ASSIGN_OR_RETURN(std::vector<Record> records,
                     ReadSome(*context_.log, extent.variant, cursor.folded(), wanted));
    if (records.empty()) {
      Remember({.variant = extent.variant, .index = cursor.folded()}, "", draft);
      cursor.set_folded(cursor.folded() + 1);
      cursor.clear_last_event();
      ++draft.events;
      draft.counts.set_events(draft.counts.events() + 1);
      continue;
    }
    cursor.set_last_event(EventIdOf(extent.log, records.back().leaf).str());
    for (Record& record : records) {
      RETURN_IF_ERROR(TakeRecord(extent, cursor.folded(), std::move(record), draft));
      cursor.set_folded(cursor.folded() + 1);
      ++draft.events;
      draft.counts.set_events(draft.counts.events() + 1);
    }
  }
  return absl::OkStatus();
}

Status FoldPass::TakeDue(Draft& draft) const {
  if (!first_held_ || IsHeld(*first_held_, draft.now)) {
    return absl::OkStatus();
  }
  std::vector<EventPosition> due;
  const std::string prefix = HeldKeyPrefix(generation_);
  RETURN_IF_ERROR(context_.store->Scan(
      Family::kFoldState, prefix, PrefixEnd(prefix),
      [&](std::string_view key, std::string_view value) {
        const Hlc hlc = GetBigEndian<Hlc>(AsBytes(key.substr(prefix.size())).data());
        if (IsHeld(hlc, draft.now) || due.size() == kBatchEventsMax) {
          return false;
        }
        view::v1::EventPlace place;
        place.ParseFromArray(value.data(), static_cast<int>(value.size()));
        due.push_back({.variant = place.variant(), .index = place.index()});
        draft.rows.Delete(Family::kFoldState, key);
        return true;
      }));
  for (const EventPosition& position : due) {
    ASSIGN_OR_RETURN(const bool here, TakeRemembered(position, draft));
    if (!here) {
      Remember(position, "", draft);
    }
    ++draft.events;
  }
  return absl::OkStatus();
}

// False: its payload is not here.
StatusOr<bool> FoldPass::TakeRemembered(const EventPosition& position, Draft& draft) const {
  ASSIGN_OR_RETURN(std::vector<Record> records,
                   ReadSome(*context_.log, position.variant, position.index, 1));
  if (records.empty() || !records.front().body) {
    return false;
  }
  RETURN_IF_ERROR(
      TakeRecord(extents_.at(position.variant), position.index, std::move(records.front()), draft));
  return true;
}

Status FoldPass::TakeRecord(const VariantExtent& extent, uint64_t index, Record record,
                            Draft& draft) const {
  Fact fact = MakeFact(extent, index, std::move(record));
  const Header header = fact.header;
  if (!header.can_have_payload()) {
    draft.counts.set_without_payload(draft.counts.without_payload() + 1);
    return absl::OkStatus();
  }
  if (!fact.payload) {
    Remember(fact.position, fact.id.view(), draft);
    return absl::OkStatus();
  }
  if (IsHeld(header.hlc, draft.now)) {
    view::v1::EventPlace place;
    place.set_variant(fact.position.variant);
    place.set_index(fact.position.index);
    draft.rows.Put(Family::kFoldState, HeldKey(generation_, header.hlc, fact.id),
                   place.SerializeAsString());
    return absl::OkStatus();
  }
  draft.bytes += fact.payload->size();
  ASSIGN_OR_RETURN(const FactIndex::Added added, draft.batch.Add(std::move(fact)));
  if (added == FactIndex::Added::kMalformed) {
    draft.counts.set_malformed(draft.counts.malformed() + 1);
  } else if (added == FactIndex::Added::kNew &&
             !context_.projections->Knows(header.type, extent.space)) {
    draft.counts.set_unknown_types(draft.counts.unknown_types() + 1);
  }
  return absl::OkStatus();
}

// `event`: its id, as far as it is known.
void FoldPass::Remember(const EventPosition& position, std::string_view event, Draft& draft) const {
  draft.rows.Put(Family::kFoldState, IncompleteKey(generation_, position), event);
}

bool FoldPass::IsPast(const EventPosition& position) const {
  const auto cursor = cursors_.find(position.variant);
  return cursor != cursors_.end() && position.index < cursor->second.folded();
}

uint64_t FoldPass::events_known() const {
  uint64_t events = 0;
  for (const auto& [variant, extent] : extents_) {
    events += extent.size - extent.shared;
  }
  return events;
}

uint64_t FoldPass::events_past() const {
  uint64_t events = 0;
  for (const auto& [variant, extent] : extents_) {
    events += PastOf(extent) - extent.shared;
  }
  return events;
}

}  // namespace cledi
