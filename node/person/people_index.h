#ifndef CLEDI_NODE_PERSON_PEOPLE_INDEX_H_
#define CLEDI_NODE_PERSON_PEOPLE_INDEX_H_

#include <compare>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "node/fold/view_observer.h"
#include "node/person/name_order.h"

namespace cledi {

// Where a person is in a list by name.
struct PersonPlace {
  std::string name;
  std::string id;
};

// What a list of people asks for.
struct PeopleQuery {
  std::set<std::string> institutions;  // Empty: all.
  std::vector<std::string> languages;  // "en" finds "en-GB" too; empty: all.
  std::optional<PersonPlace> after;    // The last of the page before.
  size_t count = 0;
};

struct PeoplePage {
  std::vector<std::string> ids;
  std::optional<PersonPlace> last;  // Of the last id, if more follow.
  size_t total = 0;                 // On all pages.
};

// Everybody who described themselves, by name, in memory: a few hundred bytes each, kept in
// step by the folder. Names are ordered by the Unicode collation, capitals and accents last.
//
// Safe from any thread.
class PeopleIndex final : public ViewObserver {
 public:
  PeoplePage List(const PeopleQuery& query) const ABSL_LOCKS_EXCLUDED(mutex_);

  Status OnViewsReplaced(const ViewSnapshot& views) override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnViewsChanged(std::span<const ViewChange> changes) override ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Key {
    std::string order;  // NameOrder's.
    std::string id;

    friend auto operator<=>(const Key&, const Key&) = default;
  };
  struct Entry {
    std::string name;
    std::string institution;
    std::vector<std::string> languages;
  };

  Key KeyOf(std::string_view name, std::string_view id) const;
  void Enter(std::string_view id, std::string_view row) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Leave(std::string_view id) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  static bool Fits(const Entry& entry, const PeopleQuery& query);

  const NameOrder order_;
  mutable absl::Mutex mutex_;
  std::map<Key, Entry> by_name_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Key, std::less<>> by_id_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_PEOPLE_INDEX_H_
