#include "node/web/pages/markdown.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <vector>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

#include "federation/base/status.h"
#include "node/web/pages/template_escape.h"

namespace cledi {
namespace {

constexpr int kOptions = CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8;

struct FreeNode {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct FreeParser {
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};
struct FreeIterator {
  void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};
using Node = std::unique_ptr<cmark_node, FreeNode>;

std::unique_ptr<cmark_parser, FreeParser> MakeParser() {
  static const bool registered = [] {
    cmark_gfm_core_extensions_ensure_registered();
    return true;
  }();
  std::unique_ptr<cmark_parser, FreeParser> parser(cmark_parser_new(kOptions));
  for (const char* name : {"table", "strikethrough", "autolink"}) {
    cmark_syntax_extension* extension = cmark_find_syntax_extension(name);
    if (registered && extension != nullptr) {
      cmark_parser_attach_syntax_extension(parser.get(), extension);
    }
  }
  return parser;
}

Node Parse(std::string_view markdown) {
  const std::string clean = WithoutMarks(StripControls(markdown));
  const auto parser = MakeParser();
  cmark_parser_feed(parser.get(), clean.data(), clean.size());
  return Node(cmark_parser_finish(parser.get()));
}

// All nodes, parents first. Collected beforehand: they are replaced on the way.
std::vector<cmark_node*> NodesOf(cmark_node* root) {
  std::vector<cmark_node*> nodes;
  const std::unique_ptr<cmark_iter, FreeIterator> iterator(cmark_iter_new(root));
  for (cmark_event_type event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE;
       event = cmark_iter_next(iterator.get())) {
    if (event == CMARK_EVENT_ENTER) {
      nodes.push_back(cmark_iter_get_node(iterator.get()));
    }
  }
  return nodes;
}

bool IsBlock(cmark_node_type type) {
  return (static_cast<unsigned>(type) & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK;
}

// Whether a link was put around this place already: links cannot be within links.
bool IsInLink(cmark_node* node) {
  for (cmark_node* up = cmark_node_parent(node); up != nullptr; up = cmark_node_parent(up)) {
    if (cmark_node_get_type(up) == CMARK_NODE_CUSTOM_INLINE) {
      return true;
    }
  }
  return false;
}

std::string_view OrEmpty(const char* text) { return text == nullptr ? "" : text; }

bool MayLinkTo(std::string_view url, MarkdownTrust trust) {
  constexpr std::array<std::string_view, 3> kSchemes = {"http://", "https://", "mailto:"};
  const bool ours = trust == MarkdownTrust::kOurs && url.starts_with('/') && !url.starts_with("//");
  return ours || std::ranges::any_of(kSchemes, [&](std::string_view scheme) {
           return absl::StartsWithIgnoreCase(ToAbsl(url), ToAbsl(scheme));
         });
}

// Puts `replacement` where `node` is and gives it the children of `node`, which goes.
void Replace(cmark_node* node, cmark_node* replacement) {
  cmark_node_insert_before(node, replacement);
  while (cmark_node* child = cmark_node_first_child(node)) {
    cmark_node_append_child(replacement, child);
  }
  cmark_node_free(node);
}

// A link by our policy, or its words alone where it may not lead.
void RewriteLink(cmark_node* node, MarkdownTrust trust) {
  const std::string url(OrEmpty(cmark_node_get_url(node)));
  if (cmark_node_first_child(node) == nullptr) {  // A picture that nobody described.
    cmark_node* text = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(text, url.c_str());
    cmark_node_append_child(node, text);
  }
  cmark_node* link = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);
  if (MayLinkTo(url, trust) && !IsInLink(node)) {
    const std::string_view relation =
        trust == MarkdownTrust::kOurs ? "" : " rel=\"nofollow noopener\"";
    std::string enter = "<a href=\"" + EscapeText(url) + "\"";
    cmark_node_set_on_enter(link, enter.append(relation).append(">").c_str());
    cmark_node_set_on_exit(link, "</a>");
  }
  Replace(node, link);
}

void ShowHtmlAsText(cmark_node* node) {
  cmark_node* text = cmark_node_new(CMARK_NODE_TEXT);
  cmark_node_set_literal(text, cmark_node_get_literal(node));
  if (cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE) {
    Replace(node, text);
    return;
  }
  cmark_node* paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
  cmark_node_append_child(paragraph, text);
  Replace(node, paragraph);
}

// Moves headings below those of the page, and closes gaps: a reader who jumps from heading to
// heading would look for what is missing.
class HeadingLevels {
 public:
  explicit HeadingLevels(int first) : first_(first) {}

  void Adjust(cmark_node* heading) {
    const int written = cmark_node_get_heading_level(heading);
    while (!open_.empty() && open_.back() >= written) {
      open_.pop_back();
    }
    const int depth = static_cast<int>(open_.size());
    open_.push_back(written);
    cmark_node_set_heading_level(heading, std::min(first_ + depth, 6));
  }

 private:
  const int first_;
  std::vector<int> open_;  // The levels, as written, of the headings around this place.
};

std::string Rendered(char* text) {
  const std::unique_ptr<char, decltype(&std::free)> owned(text, &std::free);
  return std::string(OrEmpty(owned.get()));
}

}  // namespace

Html RenderMarkdown(std::string_view markdown, int heading_level, MarkdownTrust trust) {
  const Node root = Parse(markdown);
  HeadingLevels headings(heading_level);
  for (cmark_node* node : NodesOf(root.get())) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_LINK:
      case CMARK_NODE_IMAGE:
        RewriteLink(node, trust);
        break;
      case CMARK_NODE_HTML_BLOCK:
      case CMARK_NODE_HTML_INLINE:
        ShowHtmlAsText(node);
        break;
      case CMARK_NODE_HEADING:
        headings.Adjust(node);
        break;
      default:
        break;
    }
  }
  return {Rendered(cmark_render_html(root.get(), kOptions, nullptr))};
}

std::string MarkdownAsText(std::string_view markdown, size_t bytes_max) {
  const Node root = Parse(markdown);
  std::string text;
  for (cmark_node* node : NodesOf(root.get())) {
    if (text.size() > bytes_max) {
      break;
    }
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_HTML_INLINE ||
        type == CMARK_NODE_CODE_BLOCK) {
      text.append(OrEmpty(cmark_node_get_literal(node)));
    } else if (!text.empty() && text.back() != ' ' &&
               (IsBlock(type) || type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)) {
      text.push_back(' ');
    }
  }
  std::ranges::replace(text, '\n', ' ');
  if (text.size() > bytes_max) {
    const size_t space = text.rfind(' ', bytes_max);
    size_t end = space == std::string::npos || space < bytes_max / 2 ? bytes_max : space;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) {
      --end;  // Not within a character.
    }
    text.resize(end);
    text.append("…");
  }
  return std::string(absl::StripAsciiWhitespace(text));
}

}  // namespace cledi
