#ifndef CLEDI_NODE_HTTP_PLAIN_PAGE_H_
#define CLEDI_NODE_HTTP_PLAIN_PAGE_H_

#include <string>
#include <string_view>

#include "node/http/http_message.h"

namespace cledi {

// Replaces & < > " ' ` so that `text` is inert between tags and in quoted attributes.
std::string HtmlEscape(std::string_view text);

// A page without looks that says in English what went wrong: for requests too broken to be
// given to anybody, and where nobody made better ones. `detail`: escaped here; may be empty.
HttpResponse PlainErrorPage(int status, std::string_view detail);

}  // namespace cledi

#endif  // CLEDI_NODE_HTTP_PLAIN_PAGE_H_
