#include "node/fold/view_reader.h"

#include <map>
#include <utility>

#include "cledi/view/v1/fold.pb.h"

namespace cledi {
namespace {

constexpr size_t kShortIdCharacters = 26;

Status UnreadableIndex() {
  return Corrupt("an index entry of the facts cannot be read; rebuild the views");
}

// The whole bytes that a short id begins with; nothing: it is none.
std::optional<std::string> ShortIdPrefix(std::string_view name) {
  if (name.size() != kShortIdCharacters) {
    return std::nullopt;
  }
  // 130 bits are no whole number of bytes, so only the first 24 characters (120 bits) decode
  // by themselves; the caller compares the rest.
  return Base32Decode(name.substr(0, 24));
}

}  // namespace

StatusOr<std::string> ViewSnapshot::Row(std::string_view projection, const SpaceId& space,
                                        std::string_view entity) const {
  return rows_->Get(Family::kViews, ViewKey(generation_, projection, space, entity));
}

Status ViewSnapshot::ScanKeys(Family family, const std::string& prefix,
                              const EntryVisitor& visit) const {
  return rows_->Scan(family, prefix, PrefixEnd(prefix),
                     [&](std::string_view key, std::string_view value) {
                       return visit(key.substr(prefix.size()), value);
                     });
}

Status ViewSnapshot::ScanRows(std::string_view projection, const SpaceId& space,
                              const RowVisitor& visit) const {
  return ScanKeys(Family::kViews, ViewKeyPrefix(generation_, projection, space), visit);
}

Status ViewSnapshot::ScanIndex(std::string_view projection, const SpaceId& space,
                               std::string_view index, std::string_view key,
                               const EntryVisitor& visit) const {
  return ScanKeys(Family::kViewIndex, IndexKeyPrefix(generation_, projection, space, index, key),
                  visit);
}

StatusOr<FactRef> ViewSnapshot::RefOf(const EventId& event) const {
  ASSIGN_OR_RETURN(const std::string row, rows_->Get(Family::kFacts, EventKey(generation_, event)));
  const std::optional<std::vector<FactRef>> refs = ParseFactRefs(row);
  if (!refs || refs->size() != 1) {
    return UnreadableIndex();
  }
  return refs->front();
}

StatusOr<StatementId> ViewSnapshot::StatementOf(const EventId& event) const {
  ASSIGN_OR_RETURN(const FactRef ref, RefOf(event));
  return ref.statement();
}

StatusOr<EventId> ViewSnapshot::FindEvent(std::string_view name) const {
  if (const std::optional<std::string> bytes = HexDecode(name);
      bytes && bytes->size() == EventId::kSize) {
    const EventId event = *EventId::From(*bytes);
    RETURN_IF_ERROR(StatementOf(event).status());
    return event;
  }
  const std::optional<std::string> prefix = ShortIdPrefix(name);
  if (!prefix) {
    return Invalid("an id has 26 characters of a-z and 2-7, or 64 hex digits");
  }
  std::optional<EventId> found;
  const std::string first = EventKeyPrefix(generation_, *prefix);
  RETURN_IF_ERROR(ScanKeys(Family::kFacts, first, [&](std::string_view rest, std::string_view) {
    const std::optional<EventId> event = EventId::From(absl::StrCat(*prefix, ToAbsl(rest)));
    if (event && ShortId(*event) == name) {
      found = event;
    }
    return !found;
  }));
  if (!found) {
    return NotFound("no such id here");
  }
  return *found;
}

StatusOr<std::optional<EventId>> ViewSnapshot::FindKeyed(const StatementId& statement) const {
  const StatusOr<std::string> row =
      rows_->Get(Family::kFacts, StatementKey(generation_, statement));
  if (row.status().code() == StatusCode::kNotFound) {
    return std::nullopt;
  }
  RETURN_IF_ERROR(row.status());
  const std::optional<std::vector<FactRef>> events = ParseFactRefs(*row);
  if (!events || events->empty()) {
    return UnreadableIndex();
  }
  return events->front().id;
}

StatusOr<std::string> ViewSnapshot::Payload(const EventId& event) const {
  ASSIGN_OR_RETURN(const FactRef ref, RefOf(event));
  ASSIGN_OR_RETURN(
      std::vector<Record> records,
      log_->ReadRecords(ref.position.variant, ref.position.index, 1, kPayloadBytesMax));
  if (!records.front().body) {
    return NotFound("the text of this event is not here");
  }
  return std::move(records.front().body->payload);
}

StatusOr<ViewSnapshot::Waiting> ViewSnapshot::CountWaiting(const SpaceId& space) const {
  std::map<VariantNo, SpaceId> spaces;
  for (const VariantExtent& extent : log_->Variants()) {
    spaces.emplace(extent.variant, extent.space);
  }
  const auto counts = [&](VariantNo variant) {
    const auto found = spaces.find(variant);
    return found != spaces.end() && found->second == space;
  };
  Waiting waiting;
  RETURN_IF_ERROR(ScanKeys(Family::kFoldState, HeldKeyPrefix(generation_),
                           [&](std::string_view, std::string_view value) {
                             view::v1::EventPlace place;
                             place.ParseFromArray(value.data(), static_cast<int>(value.size()));
                             waiting.held += counts(place.variant()) ? 1U : 0U;
                             return true;
                           }));
  RETURN_IF_ERROR(ScanKeys(Family::kFoldState, IncompleteKeyPrefix(generation_),
                           [&](std::string_view place, std::string_view) {
                             const VariantNo variant =
                                 GetBigEndian<VariantNo>(AsBytes(place).data());
                             waiting.incomplete += counts(variant) ? 1U : 0U;
                             return true;
                           }));
  return waiting;
}

StatusOr<ViewSnapshot> ViewReader::Read() const {
  std::shared_ptr<const Snapshot> rows = store_->Read();
  ASSIGN_OR_RETURN(const std::optional<Generation> generation, CurrentGeneration(*rows));
  if (!generation) {
    return absl::UnavailableError("the views are not folded yet; try again in a moment");
  }
  return ViewSnapshot(std::move(rows), *generation, log_);
}

StatusOr<std::optional<Generation>> CurrentGeneration(const Snapshot& rows) {
  const StatusOr<std::string> value = rows.Get(Family::kFoldState, CurrentGenerationKey());
  if (value.status().code() == StatusCode::kNotFound) {
    return std::nullopt;
  }
  RETURN_IF_ERROR(value.status());
  if (value->size() != sizeof(Generation)) {
    return std::nullopt;
  }
  return GetLittleEndian<Generation>(AsBytes(*value).data());
}

}  // namespace cledi
