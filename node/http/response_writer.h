#ifndef CLEDI_NODE_HTTP_RESPONSE_WRITER_H_
#define CLEDI_NODE_HTTP_RESPONSE_WRITER_H_

#include <string>
#include <string_view>

#include "federation/base/clock.h"
#include "node/http/http_message.h"

namespace cledi {

// What a request asks of its response beside the content.
struct ResponseTerms {
  bool head = false;  // Everything but the body.
  bool safe = true;   // GET or HEAD: the answer may be named, and then left out as not modified.
  bool keep_alive = false;
  std::string_view if_none_match = {};
  std::string_view accept_encoding = {};

  static ResponseTerms Of(const HttpRequest& request);
};

// The bytes of a response: answers 304 where the client has it already (RFC 9110, 13.1.2),
// compresses, and adds the headers that every response of ours carries. A header of the
// handler wins over ours, but none can smuggle in a line of its own.
std::string WriteResponse(const ResponseTerms& terms, HttpResponse response, UnixMillis now);

}  // namespace cledi

#endif  // CLEDI_NODE_HTTP_RESPONSE_WRITER_H_
