#ifndef CLEDI_NODE_PRACTICE_CARD_INDEX_H_
#define CLEDI_NODE_PRACTICE_CARD_INDEX_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/btree_map.h"
#include "absl/synchronization/mutex.h"

#include "cledi/community/v1/practice.pb.h"
#include "cledi/view/v1/practice.pb.h"
#include "federation/event/hybrid_clock.h"
#include "node/fold/view_observer.h"
#include "node/practice/institution_directory.h"
#include "node/practice/string_table.h"

namespace cledi {

// Where a practice is in a list, newest first.
struct CardPlace {
  Hlc hlc = 0;
  EventId revision;

  friend std::strong_ordering operator<=>(const CardPlace& a, const CardPlace& b) {
    return std::tie(b.hlc, b.revision) <=> std::tie(a.hlc, a.revision);
  }
  friend bool operator==(const CardPlace&, const CardPlace&) = default;
};

// What a list asks for.
struct CardQuery {
  community::v1::PracticeFilter filter;
  std::set<int> kinds;             // PlanKind or ResourceType; empty: all.
  std::optional<CardPlace> after;  // The last of the page before.
  size_t count = 0;
  bool facets = false;
};

struct CardPage {
  std::vector<std::string> entities;  // Keys of the views, in order.
  std::optional<CardPlace> last;      // Of the last entity, if more follow.
  uint32_t total = 0;
  community::v1::PracticeFacets facets;
};

// The practices of one kind that are shown, with what they are filtered by; a few hundred bytes
// each, in memory, kept in step by the folder. One pass over all of them answers any
// combination of filters with all facet counts; the page's cards are then read from the views.
//
// Safe from any thread.
class CardIndex final : public ViewObserver {
 public:
  // `view_name`: kPlanViews or kResourceViews.
  explicit CardIndex(std::string_view view_name) : view_name_(view_name) {}

  std::string_view view_name() const { return view_name_; }

  CardPage List(const CardQuery& query, const InstitutionDirectory::Countries& countries) const
      ABSL_LOCKS_EXCLUDED(mutex_);
  // The newest practices that a person published, at most `count`, in order.
  std::vector<std::pair<CardPlace, std::string>> OfPerson(std::string_view person_id,
                                                          size_t count) const
      ABSL_LOCKS_EXCLUDED(mutex_);
  // Practices of each institution.
  std::map<std::string, uint32_t> CountByInstitution() const ABSL_LOCKS_EXCLUDED(mutex_);
  uint32_t size() const ABSL_LOCKS_EXCLUDED(mutex_);

  Status OnViewsReplaced(const ViewSnapshot& views) override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnViewsChanged(std::span<const ViewChange> changes) override ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Shown {
    CardPlace place;
    std::string person_id;  // Empty: the institution published it.
  };
  using ShownPractices = std::map<std::string, Shown, std::less<>>;  // By entity.
  // What a pass over all of them reads: small, and close together.
  struct Card {
    ShownPractices::const_iterator shown;
    uint32_t language = 0;     // In languages_.
    uint32_t institution = 0;  // In institutions_.
    uint32_t pillars = 0;      // One bit for each value of the enumeration.
    uint32_t levels = 0;
    int kind = 0;
  };
  class Pass;

  void Enter(std::string_view entity, std::string_view row) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Remove(std::string_view entity) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string_view view_name_;
  mutable absl::Mutex mutex_;
  absl::btree_map<CardPlace, Card> cards_ ABSL_GUARDED_BY(mutex_);
  ShownPractices shown_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::set<CardPlace>, std::less<>> of_people_ ABSL_GUARDED_BY(mutex_);
  StringTable languages_ ABSL_GUARDED_BY(mutex_);
  StringTable institutions_ ABSL_GUARDED_BY(mutex_);
  std::vector<uint32_t> of_institutions_ ABSL_GUARDED_BY(mutex_);  // By number in institutions_.
};

}  // namespace cledi

#endif  // CLEDI_NODE_PRACTICE_CARD_INDEX_H_
