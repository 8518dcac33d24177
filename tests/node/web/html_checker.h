#ifndef CLEDI_TESTS_NODE_WEB_HTML_CHECKER_H_
#define CLEDI_TESTS_NODE_WEB_HTML_CHECKER_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cledi {

// An element's start tag.
struct HtmlTag {
  std::string name;
  std::map<std::string, std::string> attributes;  // Decoded.
  std::string text;                               // Of the element, decoded, without tags.
  int parent = -1;                                // The element around it, in HtmlPage::tags().
};

// A page taken apart by rules that are stricter than a browser's: every tag closed, every
// attribute quoted, no attribute twice. What a browser would have to guess is a problem.
class HtmlPage {
 public:
  explicit HtmlPage(std::string_view html);

  // What is wrong with the page, in words: form, and what readers with a screen reader need
  // (one h1, no gap between headings, unique ids, names for controls and links).
  const std::vector<std::string>& problems() const { return problems_; }
  const std::vector<HtmlTag>& tags() const { return tags_; }
  // The tags live as long as the page, so a page that nobody keeps has none to give.
  std::vector<const HtmlTag*> All(std::string_view name) const&;
  std::vector<const HtmlTag*> All(std::string_view name) const&& = delete;
  // The nearest element of this name around `tag`; null if none.
  const HtmlTag* Around(const HtmlTag& tag, std::string_view name) const;
  // What a reader sees, without what is in style and script.
  const std::string& text() const { return text_; }

 private:
  void ReadTag(std::string_view& rest);
  void ReadAttributes(std::string_view inside, HtmlTag& tag);
  void Close(std::string_view name);
  void ReadText(std::string_view raw);
  void CheckHeadings();
  void CheckIds();
  void CheckNames();
  void CheckControls();
  void Problem(std::string text) { problems_.push_back(std::move(text)); }

  std::vector<HtmlTag> tags_;
  std::vector<size_t> open_;  // Indexes into tags_.
  std::vector<std::string> problems_;
  std::string text_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_NODE_WEB_HTML_CHECKER_H_
