#include "node/web/pages/my_parts.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "node/web/pages/card_view.h"
#include "node/web/pages/practice_words.h"

namespace cledi {
namespace {

// The name of a kind of draft; of a newer form's, what all have in common.
Phrase SayDraftKind(const Words& words, std::string_view kind) {
  const std::string id = absl::StrCat("draft_", ToAbsl(kind));
  return words.Has(id) ? words.Get(id) : words.Get("draft_other");
}

std::string ThreadAddress(std::string_view id) { return "/talk/" + PercentEncode(id); }

}  // namespace

StatusOr<std::vector<View>> DraftViews(const PageContext& context, size_t max) {
  const Words& words = context.words;
  ASSIGN_OR_RETURN(const auto response, context.community.ListDrafts({}));
  std::vector<View> views;
  for (const auto& draft : response.drafts()) {
    if (views.size() == max) {
      break;
    }
    const Phrase kind = SayDraftKind(words, draft.kind());
    const std::string saved = words.DateAndTime(FromUnixMs(draft.saved_unix_ms()));
    const std::string& name = draft.title().empty() ? kind.text : draft.title();
    views.emplace_back()
        .Text("key", draft.key())
        .Text("href", "/drafts/" + PercentEncode(draft.key()))
        .Text("title", draft.title())
        .Say("untitled", draft.title().empty() ? kind : Phrase{})
        .Say("kind", kind)
        .Say("saved", words.Format("my_draft_saved", {{"time", saved}}))
        .Text("delete_label", words.Format("my_draft_delete_of", {{"title", name}}).text);
  }
  return views;
}

View ThreadLineView(const community::v1::ThreadCard& thread, const Words& words) {
  View view;
  SetLanguage(view, thread.language());
  view.Text("href", ThreadAddress(thread.id()))
      .Text("title", thread.title())
      .Say("posts", words.Format("my_thread_posts", {{"count", int64_t{thread.posts()}}}))
      .Put("date", DateView(thread.active_unix_ms(), words));
  return view;
}

StatusOr<std::vector<View>> NewsViews(const PageContext& context, uint32_t max) {
  community::v1::ListNewsRequest request;
  request.mutable_page()->set_size(max);
  ASSIGN_OR_RETURN(const auto response, context.community.ListNews(request));
  std::vector<View> views;
  for (const auto& item : response.items()) {
    View view = ThreadLineView(item.thread(), context.words);
    if (item.new_posts() > 0) {
      view.Say("posts",
               context.words.Format("my_news_posts", {{"count", int64_t{item.new_posts()}}}));
    }
    views.push_back(std::move(view));
  }
  return views;
}

}  // namespace cledi
