#ifndef CLEDI_NODE_FOLD_FOLD_PASS_H_
#define CLEDI_NODE_FOLD_FOLD_PASS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cledi/view/v1/fold.pb.h"
#include "federation/base/status.h"
#include "node/fold/fold_batch.h"
#include "node/fold/fold_keys.h"

namespace cledi {

// Folds the logs into one generation of rows, batch after batch. Each batch writes its rows
// and how far it came together, unsynced: whatever a crash takes away is folded again.
//
// An event whose payload is not here, or whose clock is ahead, is remembered and folded when
// that changes. Not thread-safe.
class FoldPass {
 public:
  // A batch ends at so many events, or so many bytes of payload.
  static constexpr size_t kBatchEventsMax = 1000;
  static constexpr size_t kBatchBytesMax = size_t{4} * 1024 * 1024;
  // So many incomplete events are looked at again in one call of Retry.
  static constexpr size_t kRetriesMax = 100;

  FoldPass(const FoldContext& context, Generation generation);

  // Reads how far this generation came. False: what it folded is not what the logs hold (the
  // logs were restored from a backup); it must be given up.
  StatusOr<bool> Load();

  // What one batch came to.
  struct Step {
    std::vector<ViewChange> changes;
    bool more = false;  // There was more than fits into a batch.
  };
  // Folds at most one batch: events whose time has come, then of `first`, then of all others.
  StatusOr<Step> FoldNext(std::optional<VariantNo> first = std::nullopt);
  // Looks at incomplete events again, at each call at the next kRetriesMax of them.
  StatusOr<Step> Retry();

  // Whether an event was folded, held back or found incomplete.
  bool IsPast(const EventPosition& position) const;
  // Events in the logs, as of the last call, and how many of them are past.
  uint64_t events_known() const;
  uint64_t events_past() const;

  Generation generation() const { return generation_; }
  const view::v1::FoldCounts& counts() const { return counts_; }

 private:
  // A batch in the making. Nothing of it counts before it is written.
  struct Draft {
    Draft(const FoldContext& context, Generation generation, const Extents* extents,
          view::v1::FoldCounts counts_before, UnixMillis time)
        : batch(context, generation, extents), counts(std::move(counts_before)), now(time) {}

    bool full() const { return events >= kBatchEventsMax || bytes >= kBatchBytesMax; }

    FoldBatch batch;
    WriteBatch rows;
    std::map<VariantNo, view::v1::FoldCursor> cursors;
    view::v1::FoldCounts counts;
    const UnixMillis now;
    size_t events = 0;
    size_t bytes = 0;
  };

  Draft NewDraft() const;
  StatusOr<std::vector<ViewChange>> Write(Draft draft);

  void LoadExtents();
  StatusOr<bool> IsStillThere(VariantNo variant, const view::v1::FoldCursor& cursor) const;
  // Where the variant's folding stands in the draft.
  view::v1::FoldCursor& CursorIn(Draft& draft, const VariantExtent& extent) const;
  uint64_t PastOf(const VariantExtent& extent) const;

  Status TakeVariant(const VariantExtent& extent, Draft& draft) const;
  Status TakeDue(Draft& draft) const;
  StatusOr<bool> TakeRemembered(const EventPosition& position, Draft& draft) const;
  Status TakeRecord(const VariantExtent& extent, uint64_t index, Record record, Draft& draft) const;
  void Remember(const EventPosition& position, std::string_view event, Draft& draft) const;
  Status LoadFirstHeld();

  const FoldContext context_;
  const Generation generation_;
  Extents extents_;
  std::map<VariantNo, view::v1::FoldCursor> cursors_;
  view::v1::FoldCounts counts_;
  std::optional<Hlc> first_held_;
  std::string retry_from_;  // Key of the incomplete event that Retry begins with.
};

}  // namespace cledi

#endif  // CLEDI_NODE_FOLD_FOLD_PASS_H_
