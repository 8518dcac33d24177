#include "node/web/pages/view.h"

#include <utility>

#include "federation/base/check.h"
#include "node/web/pages/template_escape.h"

namespace cledi {
namespace {

namespace mustache = kainjow::mustache;

// The length of the character at the start of `rest` if it is to be left out, else 0: C0 but
// tab and line feed, DEL, C1, and the embeddings, overrides and isolates of the bidirectional
// algorithm (U+202A to U+202E, U+2066 to U+2069).
size_t UnwantedLength(std::string_view rest) {
  const char c = rest.front();
  if ((static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == '\x7f') {
    return 1;
  }
  if (c == '\xc2' && rest.size() > 1 && static_cast<unsigned char>(rest[1]) <= 0x9f) {
    return 2;
  }
  const std::string_view three = rest.substr(0, 3);
  const bool bidi = three.size() == 3 && ((three >= "\xe2\x80\xaa" && three <= "\xe2\x80\xae") ||
                                          (three >= "\xe2\x81\xa6" && three <= "\xe2\x81\xa9"));
  return bidi ? 3 : 0;
}

}  // namespace

std::string StripControls(std::string_view text) {
  std::string stripped;
  stripped.reserve(text.size());
  while (!text.empty()) {
    const size_t unwanted = UnwantedLength(text);
    if (unwanted == 0) {
      stripped.push_back(text.front());
    }
    text.remove_prefix(std::max<size_t>(unwanted, 1));
  }
  return stripped;
}

View& View::Text(std::string_view name, std::string_view text) {
  std::string clean = WithoutMarks(StripControls(text));
  // To Mustache an empty text is true.
  data_[std::string(name)] = clean.empty() ? mustache::data(false) : mustache::data(clean);
  return *this;
}

View& View::Say(std::string_view name, const Phrase& phrase) {
  const std::string clean = WithoutMarks(StripControls(phrase.text));
  data_[std::string(name)] =
      clean.empty() ? mustache::data(false) : mustache::data(MarkEnglish({clean, phrase.english}));
  return *this;
}

View& View::Insert(std::string_view name, Html html) {
  CHECK(name.ends_with("_html"));
  data_[std::string(name)] = html.html.empty() ? mustache::data(false) : mustache::data(html.html);
  return *this;
}

View& View::Flag(std::string_view name, bool flag) {
  data_[std::string(name)] = mustache::data(flag);
  return *this;
}

View& View::Put(std::string_view name, View view) {
  data_[std::string(name)] = std::move(view.data_);
  return *this;
}

View& View::List(std::string_view name, std::vector<View> views) {
  mustache::list list;
  list.reserve(views.size());
  for (View& view : views) {
    list.push_back(std::move(view.data_));
  }
  data_[std::string(name)] = mustache::data(list);
  return *this;
}

View& View::Texts(std::string_view name, const std::vector<std::string>& texts) {
  std::vector<View> views;
  for (const std::string& text : texts) {
    views.emplace_back().Text("text", text);
  }
  return List(name, std::move(views));
}

}  // namespace cledi
