#include "node/web/pages/template_escape.h"

#include "absl/strings/str_replace.h"

#include "federation/base/status.h"
#include "node/http/plain_page.h"

namespace cledi {
namespace {

// U+E000 and U+E001, of Unicode's private use area.
constexpr std::string_view kBegin = "\xee\x80\x80";
constexpr std::string_view kEnd = "\xee\x80\x81";
constexpr std::string_view kMarkPrefix = "\xee\x80";

}  // namespace

std::string MarkEnglish(const Phrase& phrase) {
  if (!phrase.english) {
    return phrase.text;
  }
  return std::string(kBegin).append(phrase.text).append(kEnd);
}

std::string WithoutMarks(std::string_view text) {
  if (text.find(kMarkPrefix) == std::string_view::npos) {
    return std::string(text);
  }
  return absl::StrReplaceAll(ToAbsl(text), {{ToAbsl(kBegin), ""}, {ToAbsl(kEnd), ""}});
}

std::string EscapeText(std::string_view text) {
  std::string escaped = HtmlEscape(text);
  if (escaped.find(kMarkPrefix) != std::string::npos) {
    absl::StrReplaceAll({{ToAbsl(kBegin), "<span lang=\"en\">"}, {ToAbsl(kEnd), "</span>"}},
                        &escaped);
  }
  return escaped;
}

}  // namespace cledi
