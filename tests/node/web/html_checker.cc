#include "tests/node/web/html_checker.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

#include "federation/base/status.h"

namespace cledi {
namespace {

const std::set<std::string, std::less<>> kVoid = {"br", "hr", "img", "input", "link", "meta"};
// In SVG a tag may close itself.
const std::set<std::string, std::less<>> kSelfClosing = {"path", "rect", "circle"};

std::string Decode(std::string_view text) {
  return absl::StrReplaceAll(ToAbsl(text), {{"&lt;", "<"},
                                            {"&gt;", ">"},
                                            {"&quot;", "\""},
                                            {"&#39;", "'"},
                                            {"&#96;", "`"},
                                            {"&amp;", "&"}});
}

bool IsNameCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == ':';
}

std::string_view TakeName(std::string_view& rest) {
  const auto end = std::ranges::find_if_not(rest, IsNameCharacter);
  const auto length = static_cast<size_t>(end - rest.begin());
  const std::string_view name = rest.substr(0, length);
  rest.remove_prefix(length);
  return name;
}

}  // namespace

HtmlPage::HtmlPage(std::string_view html) {
  constexpr std::string_view kDoctype = "<!doctype html>";
  if (!html.starts_with(kDoctype)) {
    Problem("does not begin with the doctype");
    return;
  }
  html.remove_prefix(kDoctype.size());
  while (!html.empty()) {
    const size_t tag = html.find('<');
    ReadText(html.substr(0, tag));
    if (tag == std::string_view::npos) {
      break;
    }
    html.remove_prefix(tag);
    ReadTag(html);
  }
  for (const size_t index : open_) {
    Problem(absl::StrCat("<", tags_[index].name, "> is never closed"));
  }
  CheckHeadings();
  CheckIds();
  CheckNames();
  CheckControls();
}

std::vector<const HtmlTag*> HtmlPage::All(std::string_view name) const& {
  std::vector<const HtmlTag*> all;
  for (const HtmlTag& tag : tags_) {
    if (tag.name == name) {
      all.push_back(&tag);
    }
  }
  return all;
}

const HtmlTag* HtmlPage::Around(const HtmlTag& tag, std::string_view name) const {
  for (int at = tag.parent; at >= 0; at = tags_[static_cast<size_t>(at)].parent) {
    if (tags_[static_cast<size_t>(at)].name == name) {
      return &tags_[static_cast<size_t>(at)];
    }
  }
  return nullptr;
}

void HtmlPage::ReadText(std::string_view raw) {
  if (raw.find('>') != std::string_view::npos) {
    Problem(absl::StrCat("a loose \">\" in: ", ToAbsl(raw.substr(0, 60))));
  }
  const std::string text = Decode(raw);
  text_ += text;
  for (const size_t index : open_) {
    tags_[index].text += text;
  }
}

void HtmlPage::ReadTag(std::string_view& rest) {
  rest.remove_prefix(1);
  const bool closing = rest.starts_with('/');
  rest.remove_prefix(closing ? 1 : 0);
  const std::string name(TakeName(rest));
  const size_t end = rest.find('>');
  if (name.empty() || end == std::string_view::npos) {
    Problem(absl::StrCat("a loose \"<\" before: ", ToAbsl(rest.substr(0, 60))));
    return;
  }
  const std::string_view inside = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  if (closing) {
    Close(name);
    return;
  }
  const bool self_closing = inside.ends_with('/');
  tags_.push_back({.name = name});
  tags_.back().parent = open_.empty() ? -1 : static_cast<int>(open_.back());
  ReadAttributes(self_closing ? inside.substr(0, inside.size() - 1) : inside, tags_.back());
  if (kVoid.contains(name) || (self_closing && kSelfClosing.contains(name))) {
    return;
  }
  if (self_closing) {
    Problem(absl::StrCat("<", name, "/> cannot close itself"));
  }
  open_.push_back(tags_.size() - 1);
  if (name == "style" || name == "script") {  // Its content is no HTML.
    const size_t close = rest.find(absl::StrCat("</", name));
    tags_.back().text = rest.substr(0, close);
    rest.remove_prefix(std::min(close, rest.size()));
  }
}

void HtmlPage::ReadAttributes(std::string_view inside, HtmlTag& tag) {
  while (true) {
    while (!inside.empty() && absl::ascii_isspace(static_cast<unsigned char>(inside.front()))) {
      inside.remove_prefix(1);
    }
    if (inside.empty()) {
      return;
    }
    const std::string name(TakeName(inside));
    std::string value;
    if (inside.starts_with("=\"")) {
      inside.remove_prefix(2);
      const size_t quote = inside.find('"');
      value = Decode(inside.substr(0, quote));
      inside.remove_prefix(std::min(quote, inside.size() - 1) + 1);
      if (value.find('<') != std::string::npos && inside.find('<') != std::string_view::npos) {
        Problem(absl::StrCat("a tag within attribute ", name));
      }
    } else if (!inside.empty() && !absl::ascii_isspace(static_cast<unsigned char>(inside[0]))) {
      Problem(absl::StrCat("<", tag.name, "> has an attribute without quotes: ", name,
                           ToAbsl(inside.substr(0, 30))));
      return;
    }
    if (name.empty() || !tag.attributes.emplace(name, value).second) {
      Problem(absl::StrCat("<", tag.name, "> has attribute \"", name, "\" twice or broken"));
      return;
    }
  }
}

void HtmlPage::Close(std::string_view name) {
  if (open_.empty() || tags_[open_.back()].name != name) {
    Problem(absl::StrCat("</", ToAbsl(name), "> closes <",
                         open_.empty() ? "nothing" : tags_[open_.back()].name, ">"));
    return;
  }
  open_.pop_back();
}

void HtmlPage::CheckHeadings() {
  int last = 0;
  for (const HtmlTag& tag : tags_) {
    const bool heading =
        tag.name.size() == 2 && tag.name[0] == 'h' && tag.name[1] >= '1' && tag.name[1] <= '6';
    if (heading) {
      const int level = tag.name[1] - '0';
      if (level > last + 1) {
        Problem(absl::StrCat("<", tag.name, "> follows a heading of level ", last));
      }
      if (tag.text.find_first_not_of(" \n") == std::string::npos) {
        Problem(absl::StrCat("an empty <", tag.name, ">"));
      }
      last = level;
    }
  }
  if (All("h1").size() != 1) {
    Problem(absl::StrCat(All("h1").size(), " h1 headings"));
  }
}

void HtmlPage::CheckIds() {
  std::set<std::string> ids;
  for (const HtmlTag& tag : tags_) {
    const auto id = tag.attributes.find("id");
    if (id != tag.attributes.end() && !ids.insert(id->second).second) {
      Problem(absl::StrCat("two elements with id ", id->second));
    }
  }
  for (const HtmlTag& tag : tags_) {
    const auto by = tag.attributes.find("aria-labelledby");
    if (by != tag.attributes.end() && !ids.contains(by->second)) {
      Problem(absl::StrCat("labelled by \"", by->second, "\", which is not there"));
    }
  }
}

void HtmlPage::CheckNames() {
  for (const HtmlTag& tag : tags_) {
    const bool named = tag.attributes.contains("aria-label") ||
                       tag.text.find_first_not_of(" \n") != std::string::npos;
    if ((tag.name == "a" || tag.name == "button" || tag.name == "label" || tag.name == "legend") &&
        !named) {
      Problem(absl::StrCat("a <", tag.name, "> without a name"));
    }
    if (tag.name == "img" && !tag.attributes.contains("alt")) {
      Problem("an <img> without alt");
    }
    if (tag.name == "html" && !tag.attributes.contains("lang")) {
      Problem("the page names no language");
    }
  }
}

// Every control has a label; what describes it or what an error leads to is there.
void HtmlPage::CheckControls() {
  std::set<std::string> ids;
  std::set<std::string> labelled;
  for (const HtmlTag& tag : tags_) {
    if (const auto id = tag.attributes.find("id"); id != tag.attributes.end()) {
      ids.insert(id->second);
    }
    if (const auto control = tag.attributes.find("for"); control != tag.attributes.end()) {
      labelled.insert(control->second);
    }
  }
  for (const HtmlTag& tag : tags_) {
    const auto value = [&](std::string_view name) {
      const auto found = tag.attributes.find(std::string(name));
      return found == tag.attributes.end() ? "" : found->second;
    };
    const bool control = tag.name == "select" || tag.name == "textarea" ||
                         (tag.name == "input" && value("type") != "hidden");
    if (control && !labelled.contains(value("id")) && value("aria-label").empty() &&
        Around(tag, "label") == nullptr) {
      Problem(absl::StrCat("nothing labels the ", tag.name, " \"", value("name"), "\""));
    }
    std::vector<std::string> targets =
        absl::StrSplit(value("aria-describedby"), ' ', absl::SkipEmpty());
    if (!value("for").empty()) {
      targets.push_back(value("for"));
    }
    for (const std::string& id : targets) {
      if (!ids.contains(id)) {
        Problem(absl::StrCat("<", tag.name, "> points to \"", id, "\", which is not there"));
      }
    }
    if (tag.name == "a" && value("href").starts_with('#') &&
        !ids.contains(value("href").substr(1))) {
      Problem(absl::StrCat("a link to ", value("href"), ", which is not there"));
    }
  }
}

}  // namespace cledi
