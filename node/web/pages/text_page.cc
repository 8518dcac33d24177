#include <utility>

#include "absl/strings/str_cat.h"

#include "node/web/pages/markdown.h"
#include "node/web/pages/pages.h"
#include "node/web/pages/practice_words.h"

namespace cledi {

StatusOr<HttpResponse> TextPage(const PageContext& context, std::string_view name) {
  const Words& words = context.words;
  const Phrase& title = words.Get(absl::StrCat(ToAbsl(name), "_title"));
  const Phrase& body = words.Get(absl::StrCat(ToAbsl(name), "_body"));
  View view;
  SetLanguage(view, body.english ? "en" : words.language());
  view.Say("title", title).Insert("body_html", RenderMarkdown(body.text, 2, MarkdownTrust::kOurs));
  Frame frame;
  frame.title = title.text;
  frame.place = name;
  return context.layout.Print("text", frame, std::move(view), words, context.request,
                              context.reader);
}

}  // namespace cledi
