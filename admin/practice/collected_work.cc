#include "admin/practice/collected_work.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"

#include "federation/base/sha256.h"
#include "federation/base/text.h"
#include "nlohmann/json.hpp"

namespace cledi {
namespace {

using community::v1::PracticeDocument;
using nlohmann::json;

constexpr size_t kKeyBytesMax = 64;
constexpr size_t kTitleBytesMax = 300;
constexpr size_t kSummaryBytesMax = 4000;
constexpr size_t kWordBytesMax = 100;
constexpr size_t kBodyBytesMax = size_t{48} * 1024;
constexpr size_t kProcedureBytesMax = 8000;
constexpr size_t kStepsMax = 60;
constexpr int kKeywordsMax = 30;

// At most `bytes_max` bytes, ended behind a word with an ellipsis where something was cut.
std::string CutAtWord(std::string_view text, size_t bytes_max) {
  constexpr std::string_view kEllipsis = "…";
  if (text.size() <= bytes_max) {
    return std::string(text);
  }
  std::string_view kept = text.substr(0, bytes_max - kEllipsis.size());
  if (const size_t end = kept.find_last_of(" \n"); end != std::string_view::npos && end > 0) {
    kept = kept.substr(0, end);
  } else {
    while (!kept.empty() && !IsUtf8(kept)) {
      kept.remove_suffix(1);
    }
  }
  return std::string(kept).append(kEllipsis);
}

// One line: each control character becomes a space, and none is left at the ends.
std::string OneLine(std::string_view text) {
  std::string line(text);
  for (char& c : line) {
    c = absl::ascii_iscntrl(static_cast<unsigned char>(c)) ? ' ' : c;
  }
  absl::StripAsciiWhitespace(&line);
  return line;
}

StatusOr<std::string> Text(const json& work, const char* name, bool needed) {
  const auto it = work.find(name);
  if (it == work.end() || it->is_null()) {
    if (needed) {
      return Invalid(absl::StrFormat("%s: it is missing", name));
    }
    return std::string();
  }
  if (!it->is_string()) {
    return Invalid(absl::StrFormat("%s: it is no text", name));
  }
  std::string text = it->get<std::string>();
  if (needed && text.empty()) {
    return Invalid(absl::StrFormat("%s: it is empty", name));
  }
  return text;
}

// Catalogues write remarks behind an address; only what a reader can open is kept.
std::string UsableAddress(const std::string& url) {
  const bool web = url.starts_with("https://") || url.starts_with("http://");
  return web ? url.substr(0, url.find_first_of(" \t\n")) : std::string();
}

// "8-10", "11+".
void ReadAges(const std::string& range, event::v1::Description& description) {
  const size_t dash = range.find_first_of("-+");
  const auto from = ParseDecimal(range.substr(0, dash));
  if (!from.has_value() || *from > 120) {
    return;
  }
  description.mutable_ages()->set_from_years(static_cast<uint32_t>(*from));
  if (dash != std::string::npos) {
    const auto to = ParseDecimal(range.substr(dash + 1));
    if (to.has_value() && *to >= *from && *to <= 120) {
      description.mutable_ages()->set_to_years(static_cast<uint32_t>(*to));
    }
  }
}

Status ReadDescription(const json& work, event::v1::Description& description) {
  ASSIGN_OR_RETURN(const std::string title, Text(work, "title", true));
  ASSIGN_OR_RETURN(const std::string summary, Text(work, "summary", false));
  ASSIGN_OR_RETURN(const std::string source, Text(work, "source", false));
  ASSIGN_OR_RETURN(const std::string age_range, Text(work, "age_range", false));
  ASSIGN_OR_RETURN(const std::string group, Text(work, "group_id", false));
  ASSIGN_OR_RETURN(*description.mutable_language(), Text(work, "lang", true));
  ASSIGN_OR_RETURN(*description.mutable_licence(), Text(work, "licence", true));
  description.set_title(CutAtWord(OneLine(title), kTitleBytesMax));
  description.set_summary(CutAtWord(summary.empty() ? title : summary, kSummaryBytesMax));
  if (!source.empty()) {
    description.add_authors()->set_name(CutAtWord(OneLine(source), kWordBytesMax));
  }
  if (group.size() <= kWordBytesMax) {
    description.set_work_id(group);
  }
  ReadAges(age_range, description);
  for (const json& keyword : work.value("keywords", json::array())) {
    const std::string word = keyword.is_string() ? OneLine(keyword.get<std::string>()) : "";
    if (!word.empty() && description.keywords_size() < kKeywordsMax) {
      description.add_keywords(CutAtWord(word, kWordBytesMax));
    }
  }
  return absl::OkStatus();
}

// A second-level heading and what stands below it; without a heading: what stands above all.
struct Section {
  std::string heading;
  std::string text;
};

std::vector<Section> SectionsOf(std::string_view markdown) {
  std::vector<Section> sections(1);
  bool in_code = false;
  while (!markdown.empty()) {
    const std::string_view line = TakeUntil(markdown, '\n');
    in_code = in_code != line.starts_with("```");
    if (!in_code && line.starts_with("## ")) {
      sections.push_back({.heading = std::string(line.substr(3)), .text = {}});
    } else {
      sections.back().text.append(line).append("\n");
    }
  }
  std::erase_if(sections, [](const Section& section) {
    return section.heading.empty() && section.text.find_first_not_of(" \n") == std::string::npos;
  });
  return sections;
}

void FillResource(const std::string& body, const std::string& url,
                  event::v1::TrainingResource& resource) {
  resource.set_type(event::v1::RESOURCE_TYPE_TEXT);
  resource.set_body(CutAtWord(body, kBodyBytesMax));
  if (!url.empty()) {
    resource.add_links(url);
  }
}

void FillPlan(const std::string& body, const std::string& url, event::v1::LessonPlan& plan) {
  plan.set_kind(event::v1::PLAN_KIND_ACTIVITY);
  std::vector<Section> sections = SectionsOf(body);
  sections.resize(std::min(sections.size(), kStepsMax));
  for (const Section& section : sections) {
    auto& step = *plan.add_steps();
    step.set_id(absl::StrFormat("s%d", plan.steps_size()));
    step.set_name(
        CutAtWord(section.heading.empty() ? plan.description().title() : OneLine(section.heading),
                  kTitleBytesMax));
    step.set_procedure(CutAtWord(section.text, kProcedureBytesMax));
  }
  if (!url.empty()) {
    auto& source = *plan.mutable_description()->add_derived_from();
    source.set_kind(event::v1::Derivation::KIND_ADAPTATION);
    source.set_url(url);
    source.set_title(plan.description().title());
    source.set_licence(plan.description().licence());
  }
}

}  // namespace

StatusOr<std::optional<PracticeDocument>> ReadCollectedWork(std::string_view line, CollectedAs as) {
  const json work = json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!work.is_object() || !work.contains("body_markdown")) {
    return std::optional<PracticeDocument>();
  }
  ASSIGN_OR_RETURN(const std::string id, Text(work, "id", true));
  ASSIGN_OR_RETURN(const std::string where, Text(work, "url", false));
  const std::string url = UsableAddress(where);
  ASSIGN_OR_RETURN(const std::string body, Text(work, "body_markdown", true));
  PracticeDocument document;
  document.set_key(id.size() <= kKeyBytesMax ? id : HexEncode(Sha256(id).view()));
  switch (as) {
    case CollectedAs::kResource:
      RETURN_IF_ERROR(ReadDescription(work, *document.mutable_resource()->mutable_description()));
      FillResource(body, url, *document.mutable_resource());
      break;
    case CollectedAs::kPlan:
      RETURN_IF_ERROR(ReadDescription(work, *document.mutable_plan()->mutable_description()));
      FillPlan(body, url, *document.mutable_plan());
      break;
  }
  return std::optional(std::move(document));
}

}  // namespace cledi
