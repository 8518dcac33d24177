#include "node/practice/card_index.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "federation/base/language_tag.h"
#include "node/fold/view_reader.h"
#include "node/practice/practice_kind.h"

namespace cledi {
namespace {

using community::v1::FacetCount;
using community::v1::PracticeFilter;

constexpr size_t kEnumBits = 32;

// Values of newer versions that do not fit can be neither filtered by nor counted.
template <class Values>
uint32_t BitsOf(const Values& values) {
  uint32_t bits = 0;
  for (const int value : values) {
    if (value > 0 && value < static_cast<int>(kEnumBits)) {
      bits |= 1U << value;
    }
  }
  return bits;
}

using Counts = std::map<std::string, uint32_t>;

// The most frequent first.
void AddCounts(const Counts& counts, google::protobuf::RepeatedPtrField<FacetCount>& facet) {
  std::vector<std::pair<std::string, uint32_t>> sorted(counts.begin(), counts.end());
  std::ranges::stable_sort(sorted, std::ranges::greater(),
                           &std::pair<std::string, uint32_t>::second);
  for (auto& [value, count] : sorted) {
    if (!value.empty() && count > 0) {
      FacetCount& entry = *facet.Add();
      entry.set_value(value);
      entry.set_count(count);
    }
  }
}

// In the order of the enumeration, by name.
template <class NameOf>
void AddEnumCounts(const std::array<uint32_t, kEnumBits>& counts, NameOf name_of,
                   google::protobuf::RepeatedPtrField<FacetCount>& facet) {
  for (size_t value = 0; value < counts.size(); ++value) {
    const std::string& name = name_of(static_cast<int>(value));
    if (counts[value] > 0 && !name.empty()) {
      FacetCount& entry = *facet.Add();
      entry.set_value(name);
      entry.set_count(counts[value]);
    }
  }
}

void CountBits(uint32_t bits, std::array<uint32_t, kEnumBits>& counts) {
  for (; bits != 0; bits &= bits - 1) {
    ++counts[static_cast<size_t>(std::countr_zero(bits))];
  }
}

}  // namespace

// One pass over all cards. Each filter is prepared so that a card costs a few comparisons.
class CardIndex::Pass {
 public:
  Pass(const PracticeFilter& filter, const std::vector<std::string>& languages,
       const std::vector<std::string>& institutions,
       const InstitutionDirectory::Countries& countries)
      : languages_(languages),
        institutions_(institutions),
        pillars_(BitsOf(filter.pillars())),
        levels_(BitsOf(filter.levels())),
        any_pillar_(filter.pillars().empty()),
        any_level_(filter.levels().empty()),
        by_language_(languages.size()),
        by_institution_(institutions.size()),
        by_country_(institutions.size()) {
    for (const std::string& tag : languages) {
      language_fits_.push_back(
          filter.languages().empty() ||
          std::ranges::any_of(filter.languages(), [&](const std::string& wanted) {
            return LanguageMatches(wanted, tag);
          }));
    }
    for (const std::string& institution : institutions) {
      const auto country = countries.find(institution);
      country_of_.push_back(country == countries.end() ? "" : country->second);
      institution_fits_.push_back(filter.institutions().empty() ||
                                  std::ranges::count(filter.institutions(), institution) > 0);
      country_fits_.push_back(filter.countries().empty() ||
                              std::ranges::count(filter.countries(), country_of_.back()) > 0);
    }
  }

  // Counts the card where it belongs. True: it fits all filters.
  bool Visit(const Card& card) {
    const bool fits[] = {language_fits_[card.language], country_fits_[card.institution],
                         institution_fits_[card.institution],
                         any_pillar_ || (card.pillars & pillars_) != 0,
                         any_level_ || (card.levels & levels_) != 0};
    const auto failures = std::ranges::count(fits, false);
    if (failures > 1) {
      return false;
    }
    // A facet counts what all other filters let through.
    if (failures == 0 || !fits[0]) {
      ++by_language_[card.language];
    }
    if (failures == 0 || !fits[1]) {
      ++by_country_[card.institution];
    }
    if (failures == 0 || !fits[2]) {
      ++by_institution_[card.institution];
    }
    if (failures == 0 || !fits[3]) {
      CountBits(card.pillars, by_pillar_);
    }
    if (failures == 0 || !fits[4]) {
      CountBits(card.levels, by_level_);
    }
    return failures == 0;
  }

  void AddFacets(community::v1::PracticeFacets& facets) const {
    Counts languages;
    for (size_t i = 0; i < languages_.size(); ++i) {
      languages[PrimaryLanguage(languages_[i])] += by_language_[i];
    }
    Counts countries;
    Counts institutions;
    for (size_t i = 0; i < institutions_.size(); ++i) {
      countries[country_of_[i]] += by_country_[i];
      institutions[institutions_[i]] += by_institution_[i];
    }
    AddCounts(languages, *facets.mutable_languages());
    AddCounts(countries, *facets.mutable_countries());
    AddCounts(institutions, *facets.mutable_institutions());
    AddEnumCounts(
        by_pillar_,
        [](int value) -> const std::string& {
          return event::v1::Pillar_Name(static_cast<event::v1::Pillar>(value));
        },
        *facets.mutable_pillars());
    AddEnumCounts(
        by_level_,
        [](int value) -> const std::string& {
          return event::v1::EducationLevel_Name(static_cast<event::v1::EducationLevel>(value));
        },
        *facets.mutable_levels());
  }

 private:
  const std::vector<std::string>& languages_;
  const std::vector<std::string>& institutions_;
  const uint32_t pillars_;
  const uint32_t levels_;
  const bool any_pillar_;
  const bool any_level_;
  std::vector<bool> language_fits_;
  std::vector<bool> institution_fits_;
  std::vector<bool> country_fits_;
  std::vector<std::string> country_of_;  // Of each institution.
  std::vector<uint32_t> by_language_;
  std::vector<uint32_t> by_institution_;
  std::vector<uint32_t> by_country_;  // By institution, until the end.
  std::array<uint32_t, kEnumBits> by_pillar_{};
  std::array<uint32_t, kEnumBits> by_level_{};
};

CardPage CardIndex::List(const CardQuery& query,
                         const InstitutionDirectory::Countries& countries) const {
  CardPage page;
  const absl::ReaderMutexLock lock(&mutex_);
  Pass pass(query.filter, languages_.strings(), institutions_.strings(), countries);
  std::optional<CardPlace> last;
  for (const auto& [place, card] : cards_) {
    if (!query.kinds.empty() && !query.kinds.contains(card.kind)) {
      continue;
    }
    if (!pass.Visit(card)) {
      continue;
    }
    ++page.total;
    if (query.after && !(*query.after < place)) {
      continue;
    }
    if (page.entities.size() == query.count) {
      page.last = last;
      continue;
    }
    page.entities.push_back(card.shown->first);
    last = place;
  }
  if (query.facets) {
    pass.AddFacets(page.facets);
  }
  return page;
}

std::vector<std::pair<CardPlace, std::string>> CardIndex::OfPerson(std::string_view person_id,
                                                                   size_t count) const {
  std::vector<std::pair<CardPlace, std::string>> practices;
  const absl::ReaderMutexLock lock(&mutex_);
  const auto places = of_people_.find(person_id);
  if (places == of_people_.end()) {
    return practices;
  }
  for (const CardPlace& place : places->second) {
    if (practices.size() == count) {
      break;
    }
    practices.emplace_back(place, cards_.at(place).shown->first);
  }
  return practices;
}

std::map<std::string, uint32_t> CardIndex::CountByInstitution() const {
  std::map<std::string, uint32_t> counts;
  const absl::ReaderMutexLock lock(&mutex_);
  for (size_t number = 0; number < of_institutions_.size(); ++number) {
    if (of_institutions_[number] > 0) {
      counts[institutions_.strings()[number]] = of_institutions_[number];
    }
  }
  return counts;
}

uint32_t CardIndex::size() const {
  const absl::ReaderMutexLock lock(&mutex_);
  return static_cast<uint32_t>(cards_.size());
}

Status CardIndex::OnViewsReplaced(const ViewSnapshot& views) {
  const absl::MutexLock lock(&mutex_);
  cards_.clear();
  shown_.clear();
  of_people_.clear();
  of_institutions_.clear();
  return views.ScanRows(view_name_, CommonsSpace(),
                        [&](std::string_view entity, std::string_view row)
                            ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
                              Enter(entity, row);
                              return true;
                            });
}

void CardIndex::OnViewsChanged(std::span<const ViewChange> changes) {
  const absl::MutexLock lock(&mutex_);
  for (const ViewChange& change : changes) {
    if (change.projection == view_name_ && change.space == CommonsSpace()) {
      Remove(change.entity);
      if (change.row) {
        Enter(change.entity, *change.row);
      }
    }
  }
}

void CardIndex::Enter(std::string_view entity, std::string_view bytes) {
  view::v1::PracticeRow row;
  if (!row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || row.withdrawn()) {
    return;
  }
  const community::v1::PracticeCard& card = row.card();
  const CardPlace place{.hlc = row.revised_hlc(),
                        .revision = EventId::From(row.revision()).value_or(EventId{})};
  const auto shown =
      shown_.emplace(entity, Shown{.place = place, .person_id = card.person_id()}).first;
  if (!card.person_id().empty()) {
    of_people_[card.person_id()].insert(place);
  }
  const uint32_t institution = institutions_.NumberOf(card.institution_id());
  of_institutions_.resize(institutions_.strings().size());
  ++of_institutions_[institution];
  cards_.emplace(place, Card{.shown = shown,
                             .language = languages_.NumberOf(card.language()),
                             .institution = institution,
                             .pillars = BitsOf(card.pillars()),
                             .levels = BitsOf(card.levels()),
                             .kind = std::max<int>(card.plan_kind(), card.resource_type())});
}

void CardIndex::Remove(std::string_view entity) {
  const auto found = shown_.find(entity);
  if (found == shown_.end()) {
    return;
  }
  const auto& [place, person_id] = found->second;
  const auto of_person = of_people_.find(person_id);
  if (of_person != of_people_.end()) {
    of_person->second.erase(place);
    if (of_person->second.empty()) {
      of_people_.erase(of_person);
    }
  }
  const auto card = cards_.find(place);
  --of_institutions_[card->second.institution];
  cards_.erase(card);
  shown_.erase(found);
}

}  // namespace cledi
