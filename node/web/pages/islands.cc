#include "node/web/pages/islands.h"

#include "absl/strings/str_cat.h"

#include "node/http/static_files.h"
#include "node/web/pages/asset.h"

namespace cledi {
namespace {

constexpr int64_t kCountedNews = 9;

std::string AddFile(Router& router, std::string_view name) {
  return AddStaticFile(router, name, "text/javascript; charset=utf-8", std::string(Asset(name)));
}

}  // namespace

IslandFiles::IslandFiles(Router& router)
    : paths_{{Island::kDraft, AddFile(router, "draft.js")},
             {Island::kLive, AddFile(router, "live.js")}} {}

void SetDraft(View& view, const Words& words, std::string_view key, std::string_view kind) {
  // The time is known in the browser only.
  const auto with_time = [&words](std::string_view id) {
    return words.Format(id, {{"time", std::string("{time}")}}).text;
  };
  View draft;
  draft.Text("key", key)
      .Text("kind", kind)
      .Text("kept", with_time("island_draft_kept"))
      .Text("device", with_time("island_draft_device"));
  view.Put("draft", std::move(draft));
}

std::string NewsWords(const Words& words) {
  std::string joined;
  for (int64_t count = 1; count <= kCountedNews; ++count) {
    absl::StrAppend(&joined, words.Format("island_new_posts", {{"count", count}}).text, "|");
  }
  return joined + words.Get("island_many_new_posts").text;
}

}  // namespace cledi
