#ifndef CLEDI_NODE_WEB_PAGES_TEMPLATES_H_
#define CLEDI_NODE_WEB_PAGES_TEMPLATES_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "federation/base/status.h"
#include "node/web/pages/view.h"
#include "node/web/words/words.h"

namespace cledi {

// The Mustache templates of the pages, each set into the layout when it is loaded.
//
// In a template {{name}} is a value of the innermost view, or of one around it; {{t.id}} is a
// message between tags, {{a.id}} one in an attribute; {{page.…}} is what the layout needs;
// {{>name}} is a piece in a file of its own. A template whose name ends in "_fragment" stands
// without the layout.
//
// Safe from any thread.
class Templates {
 public:
  // Told of a name that a template uses and its view lacks: a mistake of ours.
  using OnMissing = std::function<void(std::string_view page, std::string_view name)>;

  // Internal: a template is broken, or names a message or a piece that does not exist.
  static StatusOr<Templates> Load(const Words& words, OnMissing on_missing);
  Templates(Templates&&) noexcept;
  ~Templates();

  // `page`: the file's name without its ending.
  std::string Render(std::string_view page, const View& view, const Words& words) const;

 private:
  class Page;
  Templates();

  std::map<std::string, std::unique_ptr<Page>, std::less<>> pages_;
  OnMissing on_missing_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_TEMPLATES_H_
