#include "node/web/pages/template_escape.h"

#include "absl/strings/str_replace.h"

#include "federation/base/status.h"

namespace cledi {
namespace {

// U+E000 and U+E001, of Unicode's private use area.
constexpr std::string_view kBegin = "\xee\x80\x80";
constexpr std::string_view kEnd = "\xee\x80\x81";

}  // namespace

std::string MarkEnglish(const Phrase& phrase) {
  if (!phrase.english) {
    return phrase.text;
  }
  return std::string(kBegin).append(phrase.text).append(kEnd);
}

std::string WithoutMarks(std::string_view text) {
  if (text.find("\xee\x80") == std::string_view::npos) {
    return std::string(text);
  }
  return absl::StrReplaceAll(ToAbsl(text), {{ToAbsl(kBegin), ""}, {ToAbsl(kEnd), ""}});
}

std::string EscapeText(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size() + text.size() / 8);
  for (size_t i = 0; i < text.size(); ++i) {
    switch (text[i]) {
      case '&':
        escaped.append("&amp;");
        break;
      case '<':
        escaped.append("&lt;");
        break;
      case '>':
        escaped.append("&gt;");
        break;
      case '"':
        escaped.append("&quot;");
        break;
      case '\'':
        escaped.append("&#39;");
        break;
      case '`':  // Some old browsers took it for a quote.
        escaped.append("&#96;");
        break;
      case '\xee':
        if (text.substr(i, kBegin.size()) == kBegin) {
          escaped.append("<span lang=\"en\">");
          i += kBegin.size() - 1;
        } else if (text.substr(i, kEnd.size()) == kEnd) {
          escaped.append("</span>");
          i += kEnd.size() - 1;
        } else {
          escaped.push_back(text[i]);
        }
        break;
      default:
        escaped.push_back(text[i]);
    }
  }
  return escaped;
}

}  // namespace cledi
