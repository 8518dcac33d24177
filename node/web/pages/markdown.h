#ifndef CLEDI_NODE_WEB_PAGES_MARKDOWN_H_
#define CLEDI_NODE_WEB_PAGES_MARKDOWN_H_

#include <string>
#include <string_view>

#include "node/web/pages/view.h"

namespace cledi {

// Whose text it is.
enum class MarkdownTrust {
  // Written by anybody. Links lead to http, https and mailto only and are marked as not
  // recommended by us; pictures become links, so that nothing is fetched from elsewhere.
  kOutside,
  // Ours: may link to our own pages.
  kOurs,
};

// GitHub-flavoured Markdown (tables, strikethrough, bare addresses) as HTML. HTML in it is
// shown as text. Its headings become those of `heading_level` and below, without a gap.
Html RenderMarkdown(std::string_view markdown, int heading_level,
                    MarkdownTrust trust = MarkdownTrust::kOutside);

// Its words alone, in one line, cut after about `bytes_max` at a word's end.
std::string MarkdownAsText(std::string_view markdown, size_t bytes_max);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_MARKDOWN_H_
