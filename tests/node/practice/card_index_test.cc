#include "node/practice/card_index.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/base/random.h"
#include "node/practice/practice_kind.h"

namespace cledi {
namespace {

using community::v1::FacetCount;
using community::v1::PracticeFilter;
using event::v1::EducationLevel;
using event::v1::Pillar;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using view::v1::PracticeRow;

const InstitutionDirectory::Countries kCountries = {
    {"es-granada", "ES"}, {"es-trinijove", "ES"}, {"tr-metu", "TR"}};

class CardIndexTest : public ::testing::Test {
 protected:
  void Change(const std::string& entity, std::optional<PracticeRow> row) {
    const ViewChange change{.projection = kPlanViews,
                            .space = CommonsSpace(),
                            .entity = entity,
                            .row = row ? std::optional(row->SerializeAsString()) : std::nullopt};
    index_.OnViewsChanged({&change, 1});
  }
  static PracticeRow Row(uint64_t hlc, const std::string& language = "en",
                         const std::string& institution = "es-granada") {
    PracticeRow row;
    row.set_revised_hlc(hlc);
    row.set_revision(std::string(32, static_cast<char>(hlc)));
    row.mutable_card()->set_language(language);
    row.mutable_card()->set_institution_id(institution);
    row.mutable_card()->set_plan_kind(event::v1::PLAN_KIND_LESSON);
    return row;
  }
  CardPage Answer(const CardQuery& query) { return index_.List(query, kCountries); }
  CardPage List(const PracticeFilter& filter) {
    return Answer({.filter = filter, .count = 100, .facets = true});
  }
  static std::vector<std::string> Show(
      const google::protobuf::RepeatedPtrField<FacetCount>& facet) {
    std::vector<std::string> shown;
    for (const FacetCount& count : facet) {
      shown.push_back(absl::StrCat(count.value(), " ", count.count()));
    }
    return shown;
  }

  CardIndex index_{kPlanViews};
};

TEST_F(CardIndexTest, TheNewestComesFirstAndARevisionMovesUp) {
  Change("a", Row(1));
  Change("b", Row(2));
  EXPECT_THAT(List({}).entities, ElementsAre("b", "a"));

  Change("a", Row(3));

  EXPECT_THAT(List({}).entities, ElementsAre("a", "b"));
  EXPECT_EQ(index_.size(), 2u);
}

TEST_F(CardIndexTest, WithdrawnAndDeletedViewsLeaveTheList) {
  Change("a", Row(1));
  Change("b", Row(2));
  PracticeRow withdrawn = Row(3);
  withdrawn.set_withdrawn(true);
  Change("a", withdrawn);
  Change("b", std::nullopt);

  EXPECT_THAT(List({}).entities, IsEmpty());
}

TEST_F(CardIndexTest, OtherProjectionsAndSpacesAreNoneOfItsBusiness) {
  const ViewChange changes[] = {{.projection = kResourceViews,
                                 .space = CommonsSpace(),
                                 .entity = "a",
                                 .row = Row(1).SerializeAsString()},
                                {.projection = kPlanViews,
                                 .space = InstitutionSpace("es-granada"),
                                 .entity = "b",
                                 .row = Row(1).SerializeAsString()}};
  index_.OnViewsChanged(changes);

  EXPECT_EQ(index_.size(), 0u);
}

TEST_F(CardIndexTest, ALanguageTakesItsVariantsIn) {
  Change("a", Row(1, "en"));
  Change("b", Row(2, "en-GB"));
  Change("c", Row(3, "eng"));
  PracticeFilter english;
  english.add_languages("EN");
  PracticeFilter british;
  british.add_languages("en-GB");

  EXPECT_THAT(List(english).entities, ElementsAre("b", "a"));
  EXPECT_THAT(List(british).entities, ElementsAre("b"));
  EXPECT_THAT(Show(List({}).facets.languages()), ElementsAre("en 2", "eng 1"));
}

// A reader who chose Spain must still see how many there are in Türkiye.
TEST_F(CardIndexTest, AFacetCountsWhatAllOtherFiltersLetThrough) {
  Change("a", Row(1, "es", "es-granada"));
  Change("b", Row(2, "ca", "es-trinijove"));
  Change("c", Row(3, "tr", "tr-metu"));
  Change("d", Row(4, "en", "tr-metu"));
  Change("e", Row(5, "en", "it-unknown"));
  PracticeFilter spain;
  spain.add_countries("ES");

  const CardPage page = List(spain);

  EXPECT_EQ(page.total, 2u);
  EXPECT_THAT(Show(page.facets.countries()), ElementsAre("ES 2", "TR 2"));
  EXPECT_THAT(Show(page.facets.languages()), ElementsAre("ca 1", "es 1"));
  EXPECT_THAT(Show(page.facets.institutions()), ElementsAre("es-granada 1", "es-trinijove 1"));
}

TEST_F(CardIndexTest, ValuesOfNewerVersionsAreListedButNotCounted) {
  PracticeRow row = Row(1);
  row.mutable_card()->add_levels(static_cast<EducationLevel>(1000));
  row.mutable_card()->add_levels(static_cast<EducationLevel>(20));
  Change("a", row);

  EXPECT_THAT(List({}).entities, ElementsAre("a"));
  EXPECT_THAT(List({}).facets.levels(), IsEmpty());
}

TEST_F(CardIndexTest, CountsPracticesOfEachInstitution) {
  Change("a", Row(1, "en", "es-granada"));
  Change("b", Row(2, "en", "es-granada"));
  Change("c", Row(3, "en", "tr-metu"));

  EXPECT_EQ(index_.CountByInstitution(),
            (std::map<std::string, uint32_t>{{"es-granada", 2}, {"tr-metu", 1}}));
}

TEST_F(CardIndexTest, PagesGoOnBehindTheLastEvenIfItIsGone) {
  for (uint64_t i = 1; i <= 5; ++i) {
    Change(absl::StrCat("p", i), Row(i));
  }
  const CardPage first = Answer({.count = 2});
  ASSERT_THAT(first.entities, ElementsAre("p5", "p4"));
  Change("p4", std::nullopt);

  const CardPage second = Answer({.after = first.last, .count = 2});
  EXPECT_THAT(second.entities, ElementsAre("p3", "p2"));
  const CardPage third = Answer({.after = second.last, .count = 2});
  EXPECT_THAT(third.entities, ElementsAre("p1"));
  EXPECT_FALSE(third.last.has_value());
}

// Goal: the one pass gives what the definition says. Method: random cards and filters, against
// the definition written out one facet at a time.
class CardIndexPropertyTest : public CardIndexTest {
 protected:
  struct Known {
    PracticeRow row;
    std::string country;
  };
  using Fits = std::function<bool(const Known&)>;

  PracticeRow RandomRow(uint64_t hlc) {
    PracticeRow row = Row(hlc, Pick<std::string>({"en", "en-GB", "tr", "sl"}),
                          Pick<std::string>({"es-granada", "es-trinijove", "tr-metu", "xx-new"}));
    row.set_revision(random_.Draw<EventId>().str());
    for (int value = 1; value <= 4; ++value) {
      if (random_.Below(2) == 0) {
        row.mutable_card()->add_pillars(static_cast<Pillar>(value));
      }
      if (random_.Below(2) == 0) {
        row.mutable_card()->add_levels(static_cast<EducationLevel>(value));
      }
    }
    row.mutable_card()->set_plan_kind(
        Pick<event::v1::PlanKind>({event::v1::PLAN_KIND_LESSON, event::v1::PLAN_KIND_UNIT}));
    return row;
  }
  template <class Value>
  Value Pick(std::vector<Value> values) {
    return values[random_.Below(values.size())];
  }
  PracticeFilter RandomFilter() {
    PracticeFilter filter;
    const auto maybe = [this] { return random_.Below(3) == 0; };
    for (const char* value : {"en", "tr", "en-GB"}) {
      maybe() ? filter.add_languages(value) : void();
    }
    for (const char* value : {"ES", "TR"}) {
      maybe() ? filter.add_countries(value) : void();
    }
    for (const char* value : {"es-granada", "tr-metu", "nobody"}) {
      maybe() ? filter.add_institutions(value) : void();
    }
    for (int value = 1; value <= 4; ++value) {
      maybe() ? filter.add_pillars(static_cast<Pillar>(value)) : void();
      maybe() ? filter.add_levels(static_cast<EducationLevel>(value)) : void();
    }
    return filter;
  }
  template <class Wanted, class Values>
  static bool Any(const Wanted& wanted, const Values& values) {
    return wanted.empty() || std::ranges::any_of(values, [&](const auto& value) {
             return std::ranges::count(wanted, value) > 0;
           });
  }
  // One test for each field of the filter.
  static std::vector<Fits> TestsOf(const PracticeFilter& filter) {
    return {[&](const Known& known) {
              const std::string& tag = known.row.card().language();
              return filter.languages().empty() ||
                     std::ranges::any_of(filter.languages(), [&](const std::string& wanted) {
                       return tag == wanted || tag.starts_with(wanted + "-");
                     });
            },
            [&](const Known& known) { return Any(filter.countries(), std::vector{known.country}); },
            [&](const Known& known) {
              return Any(filter.institutions(), std::vector{known.row.card().institution_id()});
            },
            [&](const Known& known) { return Any(filter.pillars(), known.row.card().pillars()); },
            [&](const Known& known) { return Any(filter.levels(), known.row.card().levels()); }};
  }

  SeededRandom random_{11};
};

TEST_F(CardIndexPropertyTest, EveryFilterAndFacetIsAsDefined) {
  std::map<std::string, Known> known;
  for (int round = 0; round < 300; ++round) {
    const std::string entity = absl::StrCat("p", random_.Below(40));
    const PracticeRow row = RandomRow(random_.Below(1000));
    Change(entity, row);
    const auto country = kCountries.find(row.card().institution_id());
    known[entity] = {row, country == kCountries.end() ? "" : country->second};

    const PracticeFilter filter = RandomFilter();
    const std::vector<Fits> tests = TestsOf(filter);
    const std::set<int> kinds =
        random_.Below(2) == 0 ? std::set<int>{} : std::set<int>{event::v1::PLAN_KIND_LESSON};
    std::vector<std::pair<CardPlace, std::string>> expected;
    std::map<std::string, uint32_t> by_country;
    std::map<std::string, uint32_t> by_pillar;
    for (const auto& [name, one] : known) {
      if (!kinds.empty() && !kinds.contains(one.row.card().plan_kind())) {
        continue;
      }
      const auto fits_all_but = [&](size_t left_out) {
        for (size_t i = 0; i < tests.size(); ++i) {
          if (i != left_out && !tests[i](one)) {
            return false;
          }
        }
        return true;
      };
      if (fits_all_but(tests.size())) {
        expected.push_back(
            {{.hlc = one.row.revised_hlc(), .revision = *EventId::From(one.row.revision())}, name});
      }
      if (fits_all_but(1) && !one.country.empty()) {
        ++by_country[one.country];
      }
      if (fits_all_but(3)) {
        for (const int pillar : one.row.card().pillars()) {
          ++by_pillar[event::v1::Pillar_Name(static_cast<Pillar>(pillar))];
        }
      }
    }
    std::ranges::sort(expected, {}, &std::pair<CardPlace, std::string>::first);

    const CardPage page = Answer({.filter = filter, .kinds = kinds, .count = 100, .facets = true});
    std::vector<std::string> names;
    for (const auto& [place, name] : expected) {
      names.push_back(name);
    }
    ASSERT_EQ(page.entities, names);
    ASSERT_EQ(page.total, names.size());
    const auto counts_of = [](const auto& facet) {
      std::map<std::string, uint32_t> counts;
      for (const FacetCount& count : facet) {
        counts[count.value()] = count.count();
      }
      return counts;
    };
    ASSERT_EQ(counts_of(page.facets.countries()), by_country);
    ASSERT_EQ(counts_of(page.facets.pillars()), by_pillar);
  }
}

}  // namespace
}  // namespace cledi
