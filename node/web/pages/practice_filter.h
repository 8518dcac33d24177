#ifndef CLEDI_NODE_WEB_PAGES_PRACTICE_FILTER_H_
#define CLEDI_NODE_WEB_PAGES_PRACTICE_FILTER_H_

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "cledi/community/v1/practice.pb.h"
#include "node/http/query.h"
#include "node/web/pages/directory.h"
#include "node/web/pages/view.h"
#include "node/web/words/words.h"

namespace cledi {

// One field that lists can be filtered by, as it stands in addresses:
// "?language=it&language=es&level=primary".
struct FilterField {
  enum class Kind { kLanguage, kCountry, kInstitution, kPillar, kLevel };
  Kind kind;
  std::string_view parameter;
  std::string_view message;  // Its name on the page.
};
inline constexpr std::array<FilterField, 5> kFilterFields = {
    {{FilterField::Kind::kLanguage, "language", "filter_language"},
     {FilterField::Kind::kCountry, "country", "filter_country"},
     {FilterField::Kind::kInstitution, "institution", "filter_institution"},
     {FilterField::Kind::kPillar, "pillar", "filter_pillar"},
     {FilterField::Kind::kLevel, "level", "filter_level"}}};

// A reader's filter: the values of each field that the address names and that may be values.
// The others are ignored.
class PracticeFilterChoice {
 public:
  static constexpr size_t kValuesMax = 20;  // A field.

  static PracticeFilterChoice Parse(const Query& query);

  bool empty() const;
  const std::vector<std::string>& ValuesOf(FilterField::Kind kind) const {
    return values_[static_cast<size_t>(kind)];
  }
  community::v1::PracticeFilter ToRequest() const;
  // The address's parameters.
  Query ToQuery() const;

  PracticeFilterChoice With(FilterField::Kind kind, std::string_view value) const;
  PracticeFilterChoice Without(FilterField::Kind kind, std::string_view value) const;
  PracticeFilterChoice WithoutAll(FilterField::Kind kind) const;

 private:
  std::array<std::vector<std::string>, kFilterFields.size()> values_;
};

// A value's name for people, and its language where it has one ("Català").
struct FilterLabel {
  std::string text;
  std::string language;
  bool english = false;
};
FilterLabel LabelOf(FilterField::Kind kind, std::string_view value, const Words& words,
                    const Directory& directory);

// How many practices have which value of a field; as in addresses.
struct FilterCount {
  std::string value;
  uint32_t count = 0;
};
std::vector<FilterCount> CountsOf(FilterField::Kind kind,
                                  const community::v1::PracticeFacets& facets);

// The views of the fields with their values, for the form.
std::vector<View> FilterFieldViews(const PracticeFilterChoice& choice,
                                   const community::v1::PracticeFacets& facets, const Words& words,
                                   const Directory& directory);

// "path?query", or the path alone for an empty filter.
std::string FilterAddress(std::string_view path, const PracticeFilterChoice& choice);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_PRACTICE_FILTER_H_
