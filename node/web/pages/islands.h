#ifndef CLEDI_NODE_WEB_PAGES_ISLANDS_H_
#define CLEDI_NODE_WEB_PAGES_ISLANDS_H_

#include <map>
#include <string>
#include <string_view>

#include "node/http/router.h"
#include "node/web/pages/view.h"
#include "node/web/words/words.h"

namespace cledi {

// The parts of pages that run in the browser (node/web/islands). A page is whole without them;
// it loads those that its Frame names.
enum class Island {
  kDraft,  // Keeps what is typed into the forms that carry _draft.
  kLive,   // Shows what is written in a thread while it is open.
};

// The files of the islands. Immutable once made.
class IslandFiles {
 public:
  // Adds them to `router`.
  explicit IslandFiles(Router& router);

  const std::string& PathOf(Island island) const { return paths_.at(island); }

 private:
  std::map<Island, std::string> paths_;
};

// Sets what the piece _draft prints into a form's tag. `key` and `kind`: as in
// cledi.community.v1.Draft. The form's frame names Island::kDraft.
void SetDraft(View& view, const Words& words, std::string_view key, std::string_view kind);

// For the attribute data-news of a live thread: "1 new reply|2 new replies|…", up to nine and
// what stands for more. Script knows no plurals.
std::string NewsWords(const Words& words);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_ISLANDS_H_
