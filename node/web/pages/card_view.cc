#include "node/web/pages/card_view.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

#include "federation/base/status.h"
#include "node/http/query.h"
#include "node/web/pages/markdown.h"
#include "node/web/pages/practice_words.h"
#include "node/web/words/language_names.h"

namespace cledi {
namespace {

// What two or three lines of a card hold.
constexpr size_t kSummaryBytes = 240;

// The countries that have a stitch of their own (style/trama.css).
std::string StitchClass(std::string_view country) {
  constexpr std::array<std::string_view, 4> kStitches = {"IT", "ES", "TR", "SI"};
  const bool known = std::ranges::find(kStitches, country) != kStitches.end();
  return known ? "c-" + absl::AsciiStrToLower(ToAbsl(country)) : "";
}

}  // namespace

void SetCountry(View& view, std::string_view code, const Words& words) {
  view.Text("country", words.CountryName(code)).Text("stitch", StitchClass(code));
}

View DateView(int64_t unix_ms, const Words& words) {
  View view;
  if (unix_ms == 0) {
    view.Text("name", "").Text("iso", "");
    return view;
  }
  view.Text("name", words.Date(FromUnixMs(unix_ms)))
      .Text("iso",
            absl::FormatTime("%Y-%m-%d", absl::FromUnixMillis(unix_ms), absl::UTCTimeZone()));
  return view;
}

View CardView(const community::v1::PracticeCard& card, std::string_view folder, const Words& words,
              const Directory& directory) {
  View view;
  SetLanguage(view, card.language());
  SetCountry(view, card.country(), words);
  view.Text("href", absl::StrCat("/", ToAbsl(folder), "/", PercentEncode(card.id())))
      .Text("title", card.title())
      .Text("summary", MarkdownAsText(card.summary(), kSummaryBytes))
      .Text("language_name", OwnLanguageName(card.language()))
      .Say("kind", card.plan_kind() != 0 ? SayEnum(words, card.plan_kind())
                                         : SayEnum(words, card.resource_type()))
      .Say("time", SayDuration(words, card.minutes()))
      .Flag("timed", card.minutes() > 0)
      .Text("institution", directory.ShortName(card.institution_id()))
      .Flag("adapted", card.adaptations() > 0)
      .Say("adaptations",
           card.adaptations() > 0
               ? words.Format("card_adaptations", {{"count", int64_t{card.adaptations()}}})
               : Phrase{})
      .Put("date", DateView(card.revised_unix_ms(), words));
  return view;
}

std::vector<View> CardViews(
    const google::protobuf::RepeatedPtrField<community::v1::PracticeCard>& cards,
    std::string_view folder, const Words& words, const Directory& directory) {
  std::vector<View> views;
  for (const auto& card : cards) {
    views.push_back(CardView(card, folder, words, directory));
  }
  return views;
}

}  // namespace cledi
