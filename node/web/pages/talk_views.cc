#include "node/web/pages/talk_views.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "node/http/query.h"
#include "node/web/pages/card_view.h"
#include "node/web/pages/markdown.h"
#include "node/web/pages/person_names.h"
#include "node/web/pages/practice_address.h"
#include "node/web/pages/practice_words.h"
#include "node/web/words/language_names.h"

namespace cledi {

using community::v1::AnchorView;
using community::v1::AuthorView;
using community::v1::PostView;
using community::v1::ThreadCard;

std::string ThreadHref(std::string_view id) { return "/talk/" + PercentEncode(id); }

std::string PostHref(std::string_view id) { return "/posts/" + PercentEncode(id); }

std::string AnchorHref(const AnchorView& anchor) {
  return PracticeHref(anchor.resource() ? "resources" : "plans", anchor.practice_id());
}

Phrase SayTitle(const ThreadCard& card, const Words& words) {
  return card.withdrawn() ? words.Get("talk_withdrawn_title") : Phrase{card.title()};
}

std::string AuthorName(const AuthorView& author, const Directory& directory) {
  const std::string institution = directory.ShortName(author.institution_id());
  return author.name().empty() ? institution : absl::StrCat(author.name(), ", ", institution);
}

void SetAuthor(View& view, const AuthorView& author, const Words& words,
               const Directory& directory) {
  const bool unnamed = author.name().empty() && !author.person_id().empty();
  View said;
  SetCountry(said, author.country(), words);
  said.Text("name", author.name())
      .Say("unnamed", unnamed ? words.Get("talk_unnamed") : Phrase{})
      .Text("href", PersonHref(author.person_id()))
      .Text("institution", directory.ShortName(author.institution_id()))
      .Text("institution_href", directory.Href(author.institution_id()));
  view.Put("author", std::move(said));
}

void SetAbout(View& view, const ThreadCard& card, const Words& words) {
  const AnchorView& anchor = card.anchor();
  const bool here = !anchor.practice_id().empty();
  View about;
  SetLanguage(about, anchor.language());
  about.Flag("there", card.has_anchor())
      .Text("title", here ? anchor.title() : "")
      .Text("href",
            here ? absl::StrCat(AnchorHref(anchor),
                                anchor.step() > 0 ? absl::StrCat("#step-", anchor.step()) : "")
                 : "")
      .Say("missing", card.has_anchor() && !here ? words.Get("talk_about_missing") : Phrase{})
      .Say("step", anchor.step() > 0
                       ? words.Format("talk_about_step", {{"step", int64_t{anchor.step()}}})
                       : Phrase{})
      .Text("step_name", anchor.step_name());
  view.Put("about", std::move(about));
}

View ThreadView(const ThreadCard& card, const Words& words, const Directory& directory) {
  const bool answered_by_others = card.posts() > 0;
  View view;
  SetLanguage(view, card.language());
  SetAbout(view, card, words);
  std::vector<View> countries;
  for (const std::string& country : card.countries()) {
    SetCountry(countries.emplace_back(), country, words);
  }
  view.Text("href", ThreadHref(card.id()))
      .Say("title", SayTitle(card, words))
      .Text("language_name", OwnLanguageName(card.language()))
      .List("countries", std::move(countries))
      .Flag("answered", card.answered())
      .Say("posts", words.Format("talk_posts", {{"count", int64_t{card.posts()}}}))
      .Text("by", AuthorName(card.author(), directory))
      .Say("last",
           answered_by_others
               ? words.Format("talk_last_by", {{"name", AuthorName(card.last_author(), directory)}})
               : Phrase{})
      .Put("date", DateView(card.active_unix_ms(), words));
  return view;
}

std::vector<View> ThreadViews(const google::protobuf::RepeatedPtrField<ThreadCard>& cards,
                              const Words& words, const Directory& directory) {
  std::vector<View> views;
  for (const ThreadCard& card : cards) {
    views.push_back(ThreadView(card, words, directory));
  }
  return views;
}

View WordsView(const PostView& post, int heading_level, const Words& words,
               const Directory& directory) {
  View view;
  SetLanguage(view, post.language());
  SetAuthor(view, post.author(), words, directory);
  const bool revised = post.revised_unix_ms() != 0 && !post.withdrawn();
  view.Text("id", post.id())
      .Text("href", PostHref(post.id()))
      .Text("language_name", OwnLanguageName(post.language()))
      .Insert("body_html", RenderMarkdown(post.body(), heading_level))
      .Put("date", DateView(post.written_unix_ms(), words))
      .Text("written", words.DateAndTime(FromUnixMs(post.written_unix_ms())))
      .Say("edited",
           revised ? words.Format("talk_edited",
                                  {{"time", words.DateAndTime(FromUnixMs(post.revised_unix_ms()))}})
                   : Phrase{})
      .Flag("accepted", post.accepted())
      .Flag("withdrawn", post.withdrawn())
      .Text("reason", post.withdrawn_reason())
      .Flag("may_revise", post.may_revise())
      .Flag("may_withdraw", post.may_withdraw());
  return view;
}

}  // namespace cledi
