#include "node/person/people_index.h"

#include <algorithm>
#include <utility>

#include "federation/base/language_tag.h"
#include "node/fold/view_reader.h"
#include "node/person/person_projection.h"
#include "node/person/person_reader.h"

namespace cledi {

PeoplePage PeopleIndex::List(const PeopleQuery& query) const {
  const absl::MutexLock lock(&mutex_);
  PeoplePage page;
  const std::optional<Key> after =
      query.after ? std::optional(KeyOf(query.after->name, query.after->id)) : std::nullopt;
  bool more = false;
  const Entry* last = nullptr;
  for (const auto& [key, entry] : by_name_) {
    if (!Fits(entry, query)) {
      continue;
    }
    ++page.total;
    if (after && key <= *after) {
      continue;
    }
    if (page.ids.size() == query.count) {
      more = true;
      continue;
    }
    page.ids.push_back(key.id);
    last = &entry;
  }
  if (more && last != nullptr) {
    page.last = PersonPlace{.name = last->name, .id = page.ids.back()};
  }
  return page;
}

Status PeopleIndex::OnViewsReplaced(const ViewSnapshot& views) {
  const absl::MutexLock lock(&mutex_);
  by_name_.clear();
  by_id_.clear();
  return views.ScanRows(kPersonViews, CommonsSpace(),
                        [this](std::string_view id, std::string_view row) {
                          mutex_.AssertHeld();
                          Enter(id, row);
                          return true;
                        });
}

void PeopleIndex::OnViewsChanged(std::span<const ViewChange> changes) {
  const absl::MutexLock lock(&mutex_);
  for (const ViewChange& change : changes) {
    if (change.projection != kPersonViews || change.space != CommonsSpace()) {
      continue;
    }
    Leave(change.entity);
    if (change.row) {
      Enter(change.entity, *change.row);
    }
  }
}

PeopleIndex::Key PeopleIndex::KeyOf(std::string_view name, std::string_view id) const {
  return {.order = order_.KeyOf(name), .id = std::string(id)};
}

void PeopleIndex::Enter(std::string_view id, std::string_view row) {
  const StatusOr<DescribedPerson> person = ReadPerson(id, row);
  if (!person.ok()) {
    return;  // Whoever asks for it is told.
  }
  const event::v1::Profile& profile = person->profile;
  Key key = KeyOf(profile.name(), id);
  by_name_.insert_or_assign(
      key, Entry{.name = profile.name(),
                 .institution = person->institution(),
                 .languages = {profile.languages().begin(), profile.languages().end()}});
  by_id_.insert_or_assign(std::string(id), std::move(key));
}

void PeopleIndex::Leave(std::string_view id) {
  const auto found = by_id_.find(id);
  if (found != by_id_.end()) {
    by_name_.erase(found->second);
    by_id_.erase(found);
  }
}

bool PeopleIndex::Fits(const Entry& entry, const PeopleQuery& query) {
  if (!query.institutions.empty() && !query.institutions.contains(entry.institution)) {
    return false;
  }
  return query.languages.empty() ||
         std::ranges::any_of(query.languages, [&](const std::string& wanted) {
           return std::ranges::any_of(entry.languages, [&](const std::string& tag) {
             return LanguageMatches(wanted, tag);
           });
         });
}

}  // namespace cledi
