#include "node/web/pages/practice_filter.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/generated_enum_reflection.h"

#include "federation/base/status.h"
#include "federation/base/text.h"
#include "node/web/pages/practice_words.h"
#include "node/web/words/language_names.h"

namespace cledi {
namespace {

using Kind = FilterField::Kind;
using event::v1::EducationLevel;
using event::v1::Pillar;

constexpr std::string_view kPillarPrefix = "PILLAR_";
constexpr std::string_view kLevelPrefix = "EDUCATION_LEVEL_";

// "primary" → EDUCATION_LEVEL_PRIMARY; 0 if there is no such value.
int EnumNumber(const google::protobuf::EnumDescriptor& type, std::string_view prefix,
               std::string_view value) {
  const auto* known =
      type.FindValueByName(absl::StrCat(ToAbsl(prefix), absl::AsciiStrToUpper(ToAbsl(value))));
  const bool spelt_so = absl::AsciiStrToLower(ToAbsl(value)) == ToAbsl(value);
  return known == nullptr || !spelt_so ? 0 : known->number();
}

int PillarNumber(std::string_view value) {
  return EnumNumber(*google::protobuf::GetEnumDescriptor<Pillar>(), kPillarPrefix, value);
}

int LevelNumber(std::string_view value) {
  return EnumNumber(*google::protobuf::GetEnumDescriptor<EducationLevel>(), kLevelPrefix, value);
}

bool IsInstitutionId(std::string_view value) {
  return value.size() >= 3 && value.size() <= 40 && std::ranges::all_of(value, [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return absl::ascii_islower(byte) || absl::ascii_isdigit(byte) || c == '-';
         });
}

bool MayBeValue(Kind kind, std::string_view value) {
  switch (kind) {
    case Kind::kLanguage:
      return IsLanguageTag(value);
    case Kind::kCountry:
      return value.size() == 2 && absl::ascii_isupper(static_cast<unsigned char>(value[0])) &&
             absl::ascii_isupper(static_cast<unsigned char>(value[1]));
    case Kind::kInstitution:
      return IsInstitutionId(value);
    case Kind::kPillar:
      return PillarNumber(value) != 0;
    case Kind::kLevel:
      return LevelNumber(value) != 0;
  }
  return false;
}

const google::protobuf::RepeatedPtrField<community::v1::FacetCount>& FacetsOf(
    Kind kind, const community::v1::PracticeFacets& facets) {
  switch (kind) {
    case Kind::kLanguage:
      return facets.languages();
    case Kind::kCountry:
      return facets.countries();
    case Kind::kInstitution:
      return facets.institutions();
    case Kind::kPillar:
      return facets.pillars();
    case Kind::kLevel:
      break;
  }
  return facets.levels();
}

// "EDUCATION_LEVEL_PRIMARY" → "primary"; other values as they are.
std::string AsInAddress(Kind kind, std::string_view value) {
  const std::string_view prefix = kind == Kind::kPillar  ? kPillarPrefix
                                  : kind == Kind::kLevel ? kLevelPrefix
                                                         : "";
  if (prefix.empty() || !value.starts_with(prefix)) {
    return std::string(value);
  }
  return absl::AsciiStrToLower(ToAbsl(value.substr(prefix.size())));
}

// Stages and pillars in their own order; the others as people look for them.
void Order(Kind kind, std::vector<FilterCount>& counts, const Words& words,
           const Directory& directory) {
  std::ranges::sort(counts, [&](const FilterCount& a, const FilterCount& b) {
    switch (kind) {
      case Kind::kPillar:
        return PillarNumber(a.value) < PillarNumber(b.value);
      case Kind::kLevel:
        return LevelNumber(a.value) < LevelNumber(b.value);
      case Kind::kLanguage:
      case Kind::kCountry:
      case Kind::kInstitution:
        break;
    }
    return words.Before(LabelOf(kind, a.value, words, directory).text,
                        LabelOf(kind, b.value, words, directory).text);
  });
}

View OptionView(const FilterField& field, const FilterCount& count, bool checked,
                const Words& words, const Directory& directory) {
  const FilterLabel label = LabelOf(field.kind, count.value, words, directory);
  View view;
  SetLanguage(view, label.language);
  view.Text("value", count.value)
      .Say("label", {label.text, label.english})
      .Text("count", words.Number(count.count))
      .Flag("checked", checked);
  return view;
}

}  // namespace

PracticeFilterChoice PracticeFilterChoice::Parse(const Query& query) {
  PracticeFilterChoice choice;
  for (const FilterField& field : kFilterFields) {
    auto& values = choice.values_[static_cast<size_t>(field.kind)];
    for (std::string& value : query.GetAll(field.parameter)) {
      const bool known = std::ranges::find(values, value) != values.end();
      if (!known && values.size() < kValuesMax && MayBeValue(field.kind, value)) {
        values.push_back(std::move(value));
      }
    }
  }
  return choice;
}

bool PracticeFilterChoice::empty() const {
  return std::ranges::all_of(values_, [](const auto& values) { return values.empty(); });
}

community::v1::PracticeFilter PracticeFilterChoice::ToRequest() const {
  community::v1::PracticeFilter filter;
  const auto copy = [&](Kind kind, auto* to) {
    to->Assign(ValuesOf(kind).begin(), ValuesOf(kind).end());
  };
  copy(Kind::kLanguage, filter.mutable_languages());
  copy(Kind::kCountry, filter.mutable_countries());
  copy(Kind::kInstitution, filter.mutable_institutions());
  for (const std::string& value : ValuesOf(Kind::kPillar)) {
    filter.add_pillars(static_cast<Pillar>(PillarNumber(value)));
  }
  for (const std::string& value : ValuesOf(Kind::kLevel)) {
    filter.add_levels(static_cast<EducationLevel>(LevelNumber(value)));
  }
  return filter;
}

Query PracticeFilterChoice::ToQuery() const {
  Query query;
  for (const FilterField& field : kFilterFields) {
    for (const std::string& value : ValuesOf(field.kind)) {
      query.Add(std::string(field.parameter), value);
    }
  }
  return query;
}

PracticeFilterChoice PracticeFilterChoice::With(Kind kind, std::string_view value) const {
  PracticeFilterChoice choice = Without(kind, value);
  choice.values_[static_cast<size_t>(kind)].emplace_back(value);
  return choice;
}

PracticeFilterChoice PracticeFilterChoice::Without(Kind kind, std::string_view value) const {
  PracticeFilterChoice choice = *this;
  std::erase(choice.values_[static_cast<size_t>(kind)], value);
  return choice;
}

PracticeFilterChoice PracticeFilterChoice::WithoutAll(Kind kind) const {
  PracticeFilterChoice choice = *this;
  choice.values_[static_cast<size_t>(kind)].clear();
  return choice;
}

FilterLabel LabelOf(Kind kind, std::string_view value, const Words& words,
                    const Directory& directory) {
  const auto from_phrase = [](const Phrase& phrase) {
    return FilterLabel{.text = phrase.text, .language = "", .english = phrase.english};
  };
  switch (kind) {
    case Kind::kLanguage:
      return {.text = OwnLanguageName(value), .language = std::string(value)};
    case Kind::kCountry:
      return {.text = words.CountryName(value), .language = ""};
    case Kind::kInstitution:
      return {.text = directory.Name(value), .language = ""};
    case Kind::kPillar:
      return from_phrase(SayEnum(words, static_cast<Pillar>(PillarNumber(value))));
    case Kind::kLevel:
      break;
  }
  return from_phrase(SayEnum(words, static_cast<EducationLevel>(LevelNumber(value))));
}

std::vector<FilterCount> CountsOf(Kind kind, const community::v1::PracticeFacets& facets) {
  std::vector<FilterCount> counts;
  for (const auto& facet : FacetsOf(kind, facets)) {
    FilterCount count{.value = AsInAddress(kind, facet.value()), .count = facet.count()};
    if (MayBeValue(kind, count.value)) {
      counts.push_back(std::move(count));
    }
  }
  return counts;
}

std::vector<View> FilterFieldViews(const PracticeFilterChoice& choice,
                                   const community::v1::PracticeFacets& facets, const Words& words,
                                   const Directory& directory) {
  std::vector<View> fields;
  for (const FilterField& field : kFilterFields) {
    std::vector<FilterCount> counts = CountsOf(field.kind, facets);
    std::erase_if(counts, [](const FilterCount& count) { return count.count == 0; });
    const std::vector<std::string>& chosen = choice.ValuesOf(field.kind);
    for (const std::string& value : chosen) {
      if (std::ranges::find(counts, value, &FilterCount::value) == counts.end()) {
        counts.push_back({.value = value, .count = 0});
      }
    }
    Order(field.kind, counts, words, directory);
    std::vector<View> options;
    for (const FilterCount& count : counts) {
      const bool checked = std::ranges::find(chosen, count.value) != chosen.end();
      options.push_back(OptionView(field, count, checked, words, directory));
    }
    if (!options.empty()) {
      fields.emplace_back()
          .Text("parameter", field.parameter)
          .Say("legend", words.Get(field.message))
          .List("options", std::move(options));
    }
  }
  return fields;
}

std::string FilterAddress(std::string_view path, const PracticeFilterChoice& choice) {
  const std::string query = choice.ToQuery().Encode();
  return query.empty() ? std::string(path) : absl::StrCat(ToAbsl(path), "?", query);
}

}  // namespace cledi
