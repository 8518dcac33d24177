#ifndef CLEDI_NODE_WEB_PAGES_VIEW_H_
#define CLEDI_NODE_WEB_PAGES_VIEW_H_

#include <string>
#include <string_view>
#include <vector>

#include "kainjow/mustache.hpp"
#include "node/web/words/words.h"

namespace cledi {

// Text that is HTML already. Made only where what is inside has been escaped.
struct Html {
  std::string html;
};

// Without control characters and without those that turn the direction of what follows:
// nobody who writes a title needs them, and they could disguise the text around it.
std::string StripControls(std::string_view text);

// What a template is filled from: values by name. Whatever its template names must be set,
// to an empty value where there is none. An empty text counts as absent.
class View {
 public:
  View() = default;

  // Printed escaped, by {{name}}.
  View& Text(std::string_view name, std::string_view text);
  // Words of ours between tags: marked where they are in English for want of a translation.
  // For an attribute use Text(name, phrase.text).
  View& Say(std::string_view name, const Phrase& phrase);
  // Printed as it is, by {{{name}}}; the name ends in "_html".
  View& Insert(std::string_view name, Html html);
  // For sections only.
  View& Flag(std::string_view name, bool flag);
  View& Put(std::string_view name, View view);
  View& List(std::string_view name, std::vector<View> views);
  // A list whose members have one value, "text".
  View& Texts(std::string_view name, const std::vector<std::string>& texts);

  const kainjow::mustache::data& data() const { return data_; }

 private:
  kainjow::mustache::data data_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_VIEW_H_
