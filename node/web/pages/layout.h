#ifndef CLEDI_NODE_WEB_PAGES_LAYOUT_H_
#define CLEDI_NODE_WEB_PAGES_LAYOUT_H_

#include <string>
#include <string_view>
#include <vector>

#include "node/http/http_message.h"
#include "node/http/router.h"
#include "node/web/pages/islands.h"
#include "node/web/pages/reader.h"
#include "node/web/pages/templates.h"
#include "node/web/pages/view.h"
#include "node/web/words/words.h"

namespace cledi {

// Whose pages these are.
struct Site {
  // The name of the institution that runs the node; stands at the foot of each page.
  std::string institution;
  // The program's version.
  std::string version;
  // Where people reach these pages, such as "https://school.example"; without a slash at its end.
  std::string address;
  // All such addresses.
  std::vector<std::string> addresses;
};

// Search engines show about so much of Frame::description.
inline constexpr size_t kMetaDescriptionBytes = 160;

// What the frame of one page says.
struct Frame {
  int status = 200;
  // Plain text; without the site's name.
  std::string title;
  // The title's language, where it is not that of the reader; may be empty.
  std::string title_language;
  // One sentence for search engines; may be empty.
  std::string description;
  // Which entry of the menu is the reader's place: "plans", "resources" and so on, "my" for what
  // belongs to one person, "admin" for the accounts, or none.
  std::string_view place;
  // A schema.org description for programs; may be empty.
  Html json_ld;
  // Whether search engines may list it.
  bool listed = true;
  // What the page loads to run in the browser.
  std::vector<Island> islands = {};
};

// The frame around all pages: head, menu, foot; and what pages look like.
// Immutable once made; safe from any thread.
class Layout {
 public:
  // Adds the style sheets, fonts and the mark to `router`. `templates` outlives it.
  Layout(Site site, const Templates* templates, Router& router);

  // A whole page by the template's name. `view` need not have what the layout names.
  HttpResponse Print(std::string_view page, const Frame& frame, View view, const Words& words,
                     const HttpRequest& request, const Reader& reader) const;

  // A piece of a page, to be put into one that is open: a template that ends in "_fragment".
  HttpResponse PrintFragment(std::string_view fragment, View view, const Words& words,
                             const Reader& reader) const;

  const Site& site() const { return site_; }

 private:
  View FrameView(const Frame& frame, const Words& words, const HttpRequest& request,
                 const Reader& reader) const;

  const Site site_;
  const Templates* const templates_;
  std::string style_;
  const IslandFiles islands_;
  std::string policy_without_script_;
  std::string policy_with_islands_;
  std::string print_style_path_;
  std::string font_path_;
  std::string icon_path_;
};

// The cookie that keeps a reader's choice of language.
inline constexpr std::string_view kLanguageCookie = "lang";
// The value of the header that sets it.
std::string LanguageCookie(std::string_view language);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_LAYOUT_H_
