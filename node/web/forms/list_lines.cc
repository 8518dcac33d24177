#include "node/web/forms/list_lines.h"

#include <type_traits>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

#include "cledi/event/v1/plan.pb.h"
#include "cledi/event/v1/practice.pb.h"
#include "cledi/event/v1/resource.pb.h"
#include "federation/base/check.h"
#include "federation/base/status.h"
#include "federation/base/text.h"

namespace cledi {
namespace {

using event::v1::Credit;
using event::v1::CurriculumLink;
using event::v1::DigCompEduCompetence;
using event::v1::GlossaryEntry;
using event::v1::Outcome;
using google::protobuf::Message;

constexpr std::string_view kBetween = " | ";
constexpr std::string_view kLevelPrefix = "DIG_COMP_EDU_LEVEL_";

// The parts between bars, without white space around them.
std::vector<std::string> PartsOf(std::string_view line) {
  std::vector<std::string> parts;
  for (const absl::string_view part : absl::StrSplit(ToAbsl(line), '|')) {
    parts.emplace_back(absl::StripAsciiWhitespace(part));
  }
  return parts;
}

std::string Write(const Outcome& outcome) {
  return outcome.sentence().empty() ? outcome.verb() : outcome.sentence();
}
bool Read(std::string_view line, Outcome& outcome) {
  outcome.set_sentence(std::string(line));
  return true;
}

std::string Write(const Credit& credit) { return credit.name(); }
bool Read(std::string_view line, Credit& credit) {
  credit.set_name(std::string(line));
  return true;
}

std::string Write(const GlossaryEntry& entry) {
  std::vector<std::string> parts = {entry.term()};
  for (const event::v1::GlossaryTranslation& translation : entry.translations()) {
    parts.push_back(absl::StrCat(translation.language(), ": ", translation.text()));
  }
  return absl::StrJoin(parts, ToAbsl(kBetween));
}
bool Read(std::string_view line, GlossaryEntry& entry) {
  std::vector<std::string> parts = PartsOf(line);
  entry.set_term(parts.front());
  parts.erase(parts.begin());
  for (const std::string& part : parts) {
    const size_t colon = part.find(':');
    if (colon == std::string::npos || !IsLanguageTag(part.substr(0, colon))) {
      return false;
    }
    event::v1::GlossaryTranslation& translation = *entry.add_translations();
    translation.set_language(part.substr(0, colon));
    translation.set_text(std::string(absl::StripAsciiWhitespace(part.substr(colon + 1))));
  }
  return true;
}

std::string Write(const CurriculumLink& link) {
  std::vector<std::string> parts = {link.framework()};
  for (const std::string& part : {link.target(), link.url()}) {
    if (!part.empty()) {
      parts.push_back(part);
    }
  }
  return absl::StrJoin(parts, ToAbsl(kBetween));
}
bool Read(std::string_view line, CurriculumLink& link) {
  const std::vector<std::string> parts = PartsOf(line);
  link.set_framework(parts.front());
  const bool has_url = parts.size() > 1 && absl::StrContains(parts.back(), "://");
  if (has_url) {
    link.set_url(parts.back());
  }
  if (parts.size() > (has_url ? 2u : 1u)) {
    link.set_target(parts[1]);
  }
  return parts.size() <= (has_url ? 3u : 2u);
}

std::string Write(const DigCompEduCompetence& competence) {
  const std::string& level = event::v1::DigCompEduLevel_Name(competence.level());
  const bool said = competence.level() != 0 && level.starts_with(kLevelPrefix);
  return absl::StrCat(competence.competence(), said ? " " : "",
                      said ? level.substr(kLevelPrefix.size()) : "");
}
bool Read(std::string_view line, DigCompEduCompetence& competence) {
  const std::vector<std::string> words =
      absl::StrSplit(ToAbsl(line), absl::ByAnyChar(" \t"), absl::SkipEmpty());
  if (words.empty() || words.size() > 2) {
    return false;
  }
  competence.set_competence(words[0]);
  event::v1::DigCompEduLevel level = event::v1::DIG_COMP_EDU_LEVEL_UNSPECIFIED;
  const bool known =
      words.size() == 1 ||
      event::v1::DigCompEduLevel_Parse(
          absl::StrCat(ToAbsl(kLevelPrefix), absl::AsciiStrToUpper(words[1])), &level);
  competence.set_level(level);
  return known;
}

// Calls `act` with `member` as the first of these types that it is.
template <class Type, class... Others, class Member, class Act>
auto ActOn(Member& member, Act act) {
  if constexpr (sizeof...(Others) > 0) {
    if (member.GetDescriptor() != Type::descriptor()) {
      return ActOn<Others...>(member, act);
    }
  }
  CHECK(member.GetDescriptor() == Type::descriptor());
  return act(static_cast<std::conditional_t<std::is_const_v<Member>, const Type, Type>&>(member));
}

template <class Member, class Act>
auto ActOnMember(Member& member, Act act) {
  return ActOn<Outcome, Credit, GlossaryEntry, CurriculumLink, DigCompEduCompetence>(member, act);
}

}  // namespace

std::string LineOf(const google::protobuf::Message& member) {
  return ActOnMember(member, [](const auto& typed) { return Write(typed); });
}

bool ReadLine(std::string_view line, google::protobuf::Message& member) {
  member.Clear();
  return ActOnMember(member, [&](auto& typed) { return Read(line, typed); });
}

}  // namespace cledi
