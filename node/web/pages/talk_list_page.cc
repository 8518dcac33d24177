#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "federation/base/text.h"
#include "node/web/pages/practice_words.h"
#include "node/web/pages/talk_pages.h"
#include "node/web/pages/talk_views.h"
#include "node/web/words/language_names.h"
#include "node/web/words/word_book.h"

namespace cledi {
namespace {

using community::v1::ListThreadsRequest;

constexpr uint32_t kThreadsPerPage = 50;
constexpr size_t kLanguagesMax = 20;
constexpr std::string_view kPath = "/talk";

// What the address chooses: "?language=it&unanswered=1".
struct TalkChoice {
  std::vector<std::string> languages;
  bool unanswered = false;
  bool followed = false;
  // These three come from links on other pages.
  std::string practice;
  std::string person;
  std::string institution;

  static TalkChoice Parse(const Query& query, const Reader& reader) {
    TalkChoice choice;
    for (const auto& [name, value] : query.pairs()) {
      if (name == "language" && IsLanguageTag(value) && choice.languages.size() < kLanguagesMax &&
          std::ranges::find(choice.languages, value) == choice.languages.end()) {
        choice.languages.push_back(value);
      }
    }
    choice.unanswered = query.Get("unanswered") == "1";
    choice.followed = reader.signed_in() && query.Get("followed") == "1";
    choice.practice = std::string(query.Get("practice").value_or(""));
    choice.person = std::string(query.Get("person").value_or(""));
    choice.institution = std::string(query.Get("institution").value_or(""));
    return choice;
  }

  bool empty() const { return ToQuery().pairs().empty(); }

  Query ToQuery() const {
    Query query;
    for (const std::string& language : languages) {
      query.Add("language", language);
    }
    const auto add = [&](std::string name, const std::string& value) {
      if (!value.empty()) {
        query.Add(std::move(name), value);
      }
    };
    add("unanswered", unanswered ? "1" : "");
    add("followed", followed ? "1" : "");
    add("practice", practice);
    add("person", person);
    add("institution", institution);
    return query;
  }

  ListThreadsRequest ToRequest(std::string_view token) const {
    ListThreadsRequest request;
    request.mutable_languages()->Assign(languages.begin(), languages.end());
    request.set_unanswered(unanswered);
    request.set_followed(followed);
    request.set_practice(practice);
    request.set_person(person);
    if (!institution.empty()) {
      request.add_institutions(institution);
    }
    request.mutable_page()->set_size(kThreadsPerPage);
    request.mutable_page()->set_token(std::string(token));
    return request;
  }
};

std::string AddressOf(const TalkChoice& choice, std::string_view token = "") {
  Query query = choice.ToQuery();
  if (!token.empty()) {
    query.Add("page", std::string(token));
  }
  return query.pairs().empty() ? std::string(kPath)
                               : absl::StrCat(ToAbsl(kPath), "?", query.Encode());
}

// The six languages of the pages, and those that the address names.
std::vector<View> LanguageViews(const TalkChoice& choice) {
  std::vector<std::string> tags(WordBook::Languages().begin(), WordBook::Languages().end());
  for (const std::string& tag : choice.languages) {
    if (std::ranges::find(tags, tag) == tags.end()) {
      tags.push_back(tag);
    }
  }
  std::vector<View> views;
  for (const std::string& tag : tags) {
    View& view = views.emplace_back();
    SetLanguage(view, tag);
    view.Text("value", tag)
        .Text("label", OwnLanguageName(tag))
        .Flag("checked", std::ranges::find(choice.languages, tag) != choice.languages.end());
  }
  return views;
}

// What the address carries beside the form's own fields.
std::vector<View> CarriedViews(const TalkChoice& choice) {
  std::vector<View> views;
  const Query query = choice.ToQuery();
  for (const auto& [name, value] : query.pairs()) {
    if (name == "practice" || name == "person" || name == "institution") {
      views.emplace_back().Text("name", name).Text("value", value);
    }
  }
  return views;
}

}  // namespace

StatusOr<HttpResponse> TalkListPage(const PageContext& context) {
  const Words& words = context.words;
  const TalkChoice choice = TalkChoice::Parse(context.request.query, context.reader);
  const std::string token(context.request.query.Get("page").value_or(""));
  const auto listed = context.community.ListThreads(choice.ToRequest(token));
  if (absl::IsInvalidArgument(listed.status()) && !token.empty()) {
    // Tokens do not outlive the node's restarts; links to them do.
    return RedirectTo(AddressOf(choice), 303);
  }
  RETURN_IF_ERROR(listed.status());
  ASSIGN_OR_RETURN(const Directory directory, Directory::Read(context.community));
  const std::string practice =
      choice.practice.empty() ? "" : "?practice=" + PercentEncode(choice.practice);
  View view;
  view.Say("count", words.Format("talk_count", {{"count", int64_t{listed->total()}}}))
      .List("languages", LanguageViews(choice))
      .List("carried", CarriedViews(choice))
      .Flag("unanswered", choice.unanswered)
      .Flag("signed_in", context.reader.signed_in())
      .Flag("followed", choice.followed)
      .Flag("filtered", !choice.empty())
      .Flag("empty", listed->threads().empty())
      .List("threads", ThreadViews(listed->threads(), words, directory))
      .Text("ask", "/talk/new" + practice)
      .Text("first", token.empty() ? "" : AddressOf(choice))
      .Text("next",
            listed->next_page_token().empty() ? "" : AddressOf(choice, listed->next_page_token()))
      .Flag("paged", !token.empty() || !listed->next_page_token().empty());
  const Frame frame{.title = words.Get("talk_title").text,
                    .title_language = "",
                    .description = words.Get("talk_lead").text,
                    .place = "talk",
                    .json_ld = {},
                    .listed = choice.empty()};
  return context.layout.Print("talk_list", frame, std::move(view), words, context.request,
                              context.reader);
}

}  // namespace cledi
