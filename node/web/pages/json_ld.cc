#include "node/web/pages/json_ld.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "google/protobuf/generated_enum_reflection.h"

#include "federation/base/status.h"
#include "nlohmann/json.hpp"
#include "node/web/pages/markdown.h"
#include "node/web/pages/practice_words.h"

namespace cledi {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kDescriptionBytes = 1000;

std::string IsoDate(int64_t unix_ms) {
  return absl::FormatTime("%Y-%m-%d", absl::FromUnixMillis(unix_ms), absl::UTCTimeZone());
}

// ISO 8601: "PT50M".
std::string IsoDuration(uint32_t minutes) { return absl::StrCat("PT", minutes, "M"); }

// "Lesson plan" for a machine: the enum's name in words, in English.
template <class Enum>
std::string EnglishName(Enum value, std::string_view prefix) {
  const auto* known = google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value);
  if (known == nullptr || value == 0) {
    return "";
  }
  std::string name = absl::AsciiStrToLower(known->name().substr(prefix.size()));
  return absl::StrReplaceAll(name, {{"_", " "}});
}

Json Organization(const Directory& directory, const std::string& institution_id) {
  Json organization = {{"@type", "Organization"}, {"name", directory.Name(institution_id)}};
  if (const auto* institution = directory.Find(institution_id)) {
    const std::string website = WebAddress(institution->description().website());
    if (!website.empty()) {
      organization["url"] = website;
    }
  }
  return organization;
}

Json People(const google::protobuf::RepeatedPtrField<event::v1::Credit>& credits) {
  Json people = Json::array();
  for (const auto& credit : credits) {
    people.push_back({{"@type", "Person"}, {"name", credit.name()}});
  }
  return people;
}

template <class Strings>
void SetList(Json& to, const char* term, const Strings& values) {
  if (!values.empty()) {
    to[term] = Json(std::vector<std::string>(values.begin(), values.end()));
  }
}

void SetPeople(Json& to, const char* term,
               const google::protobuf::RepeatedPtrField<event::v1::Credit>& credits) {
  if (!credits.empty()) {
    to[term] = People(credits);
  }
}

Json Describe(const event::v1::Description& description, std::string_view url,
              const Directory& directory) {
  Json json = {{"@context", "https://schema.org"},
               {"@type", "LearningResource"},
               {"@id", url},
               {"url", url},
               {"name", description.title()},
               {"description", MarkdownAsText(description.summary(), kDescriptionBytes)},
               {"inLanguage", description.language()},
               {"isAccessibleForFree", true},
               {"publisher", Organization(directory, description.institution_id())}};
  if (!description.licence().empty()) {
    json["license"] = description.licence();
  }
  SetPeople(json, "creator", description.authors());
  SetPeople(json, "contributor", description.contributors());
  SetPeople(json, "translator", description.translators());
  SetList(json, "about", description.subjects());
  SetList(json, "keywords", description.keywords());
  for (const int level : description.levels()) {
    json["educationalLevel"].push_back(
        EnglishName(static_cast<event::v1::EducationLevel>(level), "EDUCATION_LEVEL_"));
  }
  if (description.ages().from_years() > 0 || description.ages().to_years() > 0) {
    json["typicalAgeRange"] = absl::StrCat(
        description.ages().from_years(), "-",
        description.ages().to_years() == 0 ? "" : absl::StrCat(description.ages().to_years()));
  }
  return json;
}

void SetDates(Json& json, const event::v1::Description& description, int64_t first_published_ms,
              int64_t revised_ms) {
  const int64_t first = description.first_published_unix_ms() != 0
                            ? description.first_published_unix_ms()
                            : first_published_ms;
  if (first != 0) {
    json["datePublished"] = IsoDate(first);
  }
  if (revised_ms != 0) {
    json["dateModified"] = IsoDate(revised_ms);
  }
}

void SetSources(Json& json,
                const google::protobuf::RepeatedPtrField<community::v1::RelatedPractice>& sources,
                std::string_view address) {
  for (const auto& practice : sources) {
    const bool translation = practice.kind() == event::v1::Derivation::KIND_TRANSLATION;
    const bool resource = practice.resource_type() != 0;
    Json source = {{"@type", "LearningResource"}, {"name", practice.title()}};
    if (!practice.id().empty()) {
      source["url"] =
          absl::StrCat(ToAbsl(address), resource ? "/resources/" : "/plans/", practice.id());
    } else if (const std::string url = WebAddress(practice.url()); !url.empty()) {
      source["url"] = url;
    }
    json[translation ? "translationOfWork" : "isBasedOn"].push_back(std::move(source));
  }
}

// Nothing in it may look like the end of the element that it stands in.
Html AsScriptContent(const Json& json) {
  const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return {absl::StrReplaceAll(text, {{"<", "\\u003c"}, {">", "\\u003e"}, {"&", "\\u0026"}})};
}

}  // namespace

Html PlanJsonLd(const community::v1::PlanView& plan, const Directory& directory,
                std::string_view address) {
  const event::v1::LessonPlan& lesson = plan.plan();
  const std::string folder = absl::StrCat(ToAbsl(address), "/plans/");
  Json json = Describe(lesson.description(), folder + plan.id(), directory);
  SetDates(json, lesson.description(), plan.first_published_unix_ms(), plan.revised_unix_ms());
  SetSources(json, plan.derived_from(), address);
  json["learningResourceType"] = EnglishName(lesson.kind(), "PLAN_KIND_") + " plan";
  if (lesson.minutes() > 0) {
    json["timeRequired"] = IsoDuration(lesson.minutes());
  }
  for (const auto& outcome : lesson.outcomes()) {
    json["teaches"].push_back(outcome.sentence());
  }
  SetList(json, "competencyRequired", lesson.prerequisites());
  SetList(json, "accessibilityFeature", lesson.inclusion().accessibility_features());
  for (const auto& link : lesson.curriculum_links()) {
    json["educationalAlignment"].push_back({{"@type", "AlignmentObject"},
                                            {"educationalFramework", link.framework()},
                                            {"targetName", link.target()}});
  }
  return AsScriptContent(json);
}

Html ResourceJsonLd(const community::v1::ResourceView& resource, const Directory& directory,
                    std::string_view address) {
  const event::v1::TrainingResource& training = resource.resource();
  const std::string folder = absl::StrCat(ToAbsl(address), "/resources/");
  Json json = Describe(training.description(), folder + resource.id(), directory);
  SetDates(json, training.description(), resource.first_published_unix_ms(),
           resource.revised_unix_ms());
  SetSources(json, resource.derived_from(), address);
  json["learningResourceType"] = EnglishName(training.type(), "RESOURCE_TYPE_");
  if (training.minutes() > 0) {
    json["timeRequired"] = IsoDuration(training.minutes());
  }
  for (const int role : training.audience_roles()) {
    json["audience"].push_back(
        {{"@type", "EducationalAudience"},
         {"educationalRole",
          EnglishName(static_cast<event::v1::AudienceRole>(role), "AUDIENCE_ROLE_")}});
  }
  SetList(json, "educationalUse", training.uses());
  SetList(json, "accessibilityFeature", training.accessibility_features());
  for (const auto& file : training.files()) {
    json["encoding"].push_back({{"@type", "MediaObject"},
                                {"name", file.name()},
                                {"encodingFormat", file.media_type()},
                                {"contentSize", absl::StrCat(file.size_bytes())}});
  }
  return AsScriptContent(json);
}

}  // namespace cledi
