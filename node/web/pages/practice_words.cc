#include "node/web/pages/practice_words.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "federation/base/status.h"
#include "federation/base/text.h"
#include "node/web/forms/known_tags.h"
#include "node/web/words/language_names.h"

namespace cledi {
namespace {

// "largePrint" → "large_print".
std::string SnakeCase(std::string_view camel) {
  std::string snake;
  for (const char c : camel) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isupper(byte) && !snake.empty()) {
      snake.push_back('_');
    }
    snake.push_back(absl::ascii_tolower(byte));
  }
  return snake;
}

Phrase MessageOr(const Words& words, const std::string& id, std::string_view otherwise) {
  return words.Has(id) ? words.Get(id) : Phrase{std::string(otherwise), false};
}

}  // namespace

Phrase SayEnum(const Words& words, const google::protobuf::EnumDescriptor& type, int value) {
  const google::protobuf::EnumValueDescriptor* known = type.FindValueByNumber(value);
  if (value == 0 || known == nullptr) {
    return {};
  }
  return words.Get(absl::AsciiStrToLower(known->name()));
}

Phrase SayDuration(const Words& words, uint32_t minutes) {
  const int64_t hours = minutes / 60;
  const int64_t rest = minutes % 60;
  if (minutes == 0) {
    return {};
  }
  if (minutes <= 90) {
    return words.Format("duration_minutes", {{"minutes", int64_t{minutes}}});
  }
  if (rest == 0) {
    return words.Format("duration_hours", {{"hours", hours}});
  }
  return words.Format("duration_hours_minutes", {{"hours", hours}, {"minutes", rest}});
}

Phrase SayAges(const Words& words, const event::v1::AgeRange& ages) {
  const int64_t from = ages.from_years();
  const int64_t to = ages.to_years();
  if (to > 0) {
    return words.Format("ages_between", {{"from", from}, {"to", to}});
  }
  return from > 0 ? words.Format("ages_from", {{"from", from}}) : Phrase{};
}

Phrase SaySubject(const Words& words, std::string_view subject) {
  constexpr std::string_view kIsced = "isced-f:";
  if (IsConceptId(subject)) {
    return {};
  }
  if (!subject.starts_with(kIsced) || subject.size() < kIsced.size() + 2) {
    return {std::string(subject), false};
  }
  return MessageOr(words, absl::StrCat("isced_f_", ToAbsl(subject.substr(kIsced.size(), 2))),
                   subject);
}

Phrase SayAccessibility(const Words& words, std::string_view feature) {
  return MessageOr(words, "accessibility_" + SnakeCase(feature), feature);
}

Licence SayLicence(const Words& words, std::string_view licence) {
  std::string url = WebAddress(licence);
  std::string_view rest = licence;
  const bool creative_commons = absl::StrContains(ToAbsl(rest), "creativecommons.org/");
  if (creative_commons) {
    rest.remove_prefix(rest.find(".org/") + 5);
    const std::string_view family = TakeUntil(rest, '/');
    const std::string code(TakeUntil(rest, '/'));
    const std::string_view version = TakeUntil(rest, '/');
    const std::string kind = absl::StrReplaceAll(code, {{"-", "_"}});
    const std::string id = "licence_" + kind;
    if (words.Has(id)) {
      const std::string name =
          family == "publicdomain" ? "CC0 " : "CC " + absl::AsciiStrToUpper(code) + " ";
      return {.name = name + std::string(version),
              .url = url,
              .meaning = words.Get(id),
              .offer = words.Get("offer_" + kind)};
    }
  }
  return {.name = std::string(licence), .url = std::move(url), .meaning = {}, .offer = {}};
}

void SetLanguage(View& view, std::string_view tag) {
  view.Text("lang", IsLanguageTag(tag) ? tag : "").Flag("rtl", IsRightToLeft(tag));
}

std::string WebAddress(std::string_view url) {
  const absl::string_view text = ToAbsl(url);
  const bool web =
      absl::StartsWithIgnoreCase(text, "http://") || absl::StartsWithIgnoreCase(text, "https://");
  return web ? std::string(url) : "";
}

}  // namespace cledi
