#ifndef CLEDI_NODE_PRACTICE_PRACTICE_FOLD_H_
#define CLEDI_NODE_PRACTICE_PRACTICE_FOLD_H_

#include <optional>
#include <string>
#include <vector>

#include "cledi/view/v1/practice.pb.h"
#include "node/fold/projection.h"
#include "node/practice/practice_kind.h"

namespace cledi {

// A view lists so many of a practice's revisions, the newest.
inline constexpr size_t kRevisionsShownMax = 200;

// The view of one practice: its revisions, which of them is shown, whether it is withdrawn.
//
// Only the log that holds its creation may revise or withdraw it, and there only the person who
// created it and the institution (ChangeCounts); what others say of it is skipped. Revisions form a
// graph by their parents. Heads are those that no other names as parent; the newest head is shown.
// A practice is withdrawn while a withdrawal is newer than every revision. Nothing: no revision
// counts.
std::optional<view::v1::PracticeRow> FoldPractice(const PracticeKind& kind, const Entity& entity);

// The index "derived": the sources' object ids; so a practice and what came from it find each
// other whichever arrives first. A withdrawn practice is in no index.
inline constexpr std::string_view kDerivedIndex = "derived";
std::vector<IndexEntry> DerivedEntries(const view::v1::PracticeRow& row);

// Both kinds' projections.
class PracticeProjection : public Projection {
 public:
  // `kind` outlives the projection.
  PracticeProjection(const PracticeKind* kind, uint32_t version);

  std::string_view name() const override { return kind_->view_name(); }
  uint32_t version() const override { return version_; }
  EntityKind entity_kind() const override { return EntityKind::kObject; }
  std::span<const uint16_t> event_types() const override { return types_; }
  std::optional<FoldedView> Fold(const Entity& entity) const override;
  std::vector<IndexEntry> EntriesOf(std::string_view row) const override;

 private:
  const PracticeKind* const kind_;
  const uint32_t version_;
  const std::vector<uint16_t> types_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_PRACTICE_PRACTICE_FOLD_H_
