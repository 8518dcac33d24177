#include "node/http/plain_page.h"

namespace cledi {
namespace {

std::string_view Explain(int status) {
  switch (status) {
    case 400:
      return "The request could not be understood.";
    case 404:
      return "There is no such page here.";
    case 405:
      return "This page cannot be asked for in this way.";
    case 408:
      return "The request took too long to arrive.";
    case 413:
      return "What was sent is too large.";
    case 414:
      return "The address is too long.";
    case 421:
      return "This server does not answer to the name that was asked for.";
    case 431:
      return "The request's headers are too long; deleting this site's cookies may help.";
    case 501:
      return "This server does not know what was asked of it.";
    case 503:
      return "The server is busy. Please try again in a moment.";
    case 505:
      return "This server speaks HTTP/1.1.";
    default:
      return status >= 500 ? "Something went wrong on our side. Please try again in a moment."
                           : "The request was refused.";
  }
}

}  // namespace

std::string HtmlEscape(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    switch (c) {
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
      default:
        escaped.push_back(c);
    }
  }
  return escaped;
}

HttpResponse PlainErrorPage(int status, std::string_view detail) {
  HttpResponse page;
  page.status = status;
  const std::string_view title = ReasonPhrase(status);
  page.body.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
      .append("<meta name=\"viewport\" content=\"width=device-width\"><title>")
      .append(title)
      .append("</title></head>\n<body><main><h1>")
      .append(title)
      .append("</h1>\n<p>")
      .append(Explain(status))
      .append("</p>\n");
  if (!detail.empty()) {
    page.body.append("<p>").append(HtmlEscape(detail)).append("</p>\n");
  }
  page.body.append("<p><a href=\"/\">Start page</a></p></main></body></html>\n");
  return page;
}

}  // namespace cledi
