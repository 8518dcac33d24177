#include "tests/support/practice/samples.h"

#include "google/protobuf/text_format.h"

#include "federation/base/check.h"

namespace cledi {
namespace {

constexpr char kDescription[] = R"pb(
  summary: "Pupils share *real* food fairly and find equal fractions."
  language: "en"
  licence: "https://creativecommons.org/licenses/by-sa/4.0/"
  institution_id: "es-granada"
  authors { name: "Ada Example" institution_id: "es-granada" }
  contributors { name: "Bo Example" }
  translators { name: "Cem Example" institution_id: "tr-metu" }
  subjects: "stem-04"
  subjects: "isced-f:0541"
  levels: EDUCATION_LEVEL_PRIMARY
  levels: EDUCATION_LEVEL_LOWER_SECONDARY
  ages { from_years: 9 to_years: 12 }
  pillars: PILLAR_SOCIAL_INCLUSION
  keywords: "fractions"
  derived_from {
    kind: KIND_ADAPTATION
    licence: "CC-BY-4.0"
    title: "Fair shares"
    url: "https://example.org/fair-shares"
  }
  first_published_unix_ms: 1700000000000
  work_id: "pizza"
)pb";

constexpr char kPlan[] = R"pb(
  kind: PLAN_KIND_LESSON
  minutes: 45
  preparation_minutes: 10
  outcomes { verb: "compare" sentence: "Compare two fractions by their size." }
  prerequisites: "Halves and quarters"
  curriculum_links {
    framework: "Real Decreto 157/2022"
    target: "Sentido numérico"
    url: "https://www.boe.es/"
  }
  steps {
    id: "s1"
    name: "Share"
    procedure: "Each group cuts a paper pizza."
    minutes: 20
    grouping: GROUPING_GROUP
    materials: "Paper circles"
    digital_tool: "none"
    low_tech_alternative: "Draw it on the board."
  }
  steps { id: "s2" name: "Compare" procedure: "Who has more?" minutes: 25 grouping: GROUPING_CLASS }
  assessment: "Each pupil shows two equal shares."
  inclusion {
    language_objective: "Name parts: half, third, quarter."
    entry_level: CEFR_LEVEL_A1
    newly_arrived_support: "Word cards with pictures."
    differentiation: "Thirds first, fifths later."
    home_language_use: "Say the fraction in your own language."
    glossary {
      term: "half"
      translations { language: "tr" text: "yarım" }
    }
    family_involvement: "Cook together."
    accessibility_features: "largePrint"
    sensitive_content_note: "Some pupils fast."
  }
  practicalities {
    connectivity: CONNECTIVITY_NONE
    devices: "none"
    privacy_note: "No pictures of pupils."
    copyright_note: "Own drawings."
    esafety_note: "Nothing online."
  }
  challenge: "Fair food"
  committee: "Mathematics"
  project: "Kitchens of Europe"
  scientists: "Emmy Noether"
)pb";

constexpr char kResource[] = R"pb(
  type: RESOURCE_TYPE_COURSE
  body: "# Start here\n\nRead, then try."
  links: "https://example.org/course"
  files {
    name: "slides.pdf"
    media_type: "application/pdf"
    size_bytes: 1000
    sha256: "0123456789abcdef0123456789abcdef"
  }
  audience_roles: AUDIENCE_ROLE_TEACHER
  uses: "self-training"
  minutes: 90
  competences { competence: "5.1" level: DIG_COMP_EDU_LEVEL_B1 }
  mode: MODE_SELF_PACED
  caption_languages: "it"
  low_connectivity_link: "http://example.org/small"
  review_due_unix_ms: 1800000000000
  accessibility_features: "captions"
)pb";

template <class Message>
void Merge(const char* text, Message& message) {
  CHECK(google::protobuf::TextFormat::MergeFromString(text, &message));
}

}  // namespace

event::v1::LessonPlan SamplePlan(const std::string& title) {
  event::v1::LessonPlan plan;
  Merge(kPlan, plan);
  Merge(kDescription, *plan.mutable_description());
  plan.mutable_description()->set_title(title);
  return plan;
}

event::v1::TrainingResource SampleResource(const std::string& title) {
  event::v1::TrainingResource resource;
  Merge(kResource, resource);
  Merge(kDescription, *resource.mutable_description());
  resource.mutable_description()->set_title(title);
  return resource;
}

event::v1::InstitutionDescribed SampleInstitution(const std::string& id, const std::string& name,
                                                  const std::string& country) {
  event::v1::InstitutionDescribed description;
  description.set_institution_id(id);
  description.set_name(name);
  description.set_short_name("Short");
  description.set_country(country);
  description.set_city("Somewhere");
  description.add_about()->set_language("en");
  description.mutable_about(0)->set_text("Teaches teachers.");
  description.set_website("https://example.org/");
  description.set_language("en");
  return description;
}

}  // namespace cledi
