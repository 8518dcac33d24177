#ifndef CLEDI_NODE_HTTP_REQUEST_ORIGIN_H_
#define CLEDI_NODE_HTTP_REQUEST_ORIGIN_H_

#include "node/http/http_message.h"

namespace cledi {

// Whose page made a browser send a request, as the browser says.
enum class RequestOrigin {
  kOurs,     // One of this site, by the name that was asked.
  kPerson,   // Nobody's: an address that was typed, or opened from elsewhere than a page.
  kUnsaid,   // Neither Sec-Fetch-Site nor Origin: a program, or no browser of this decade.
  kForeign,  // Another site's, or one that is kept secret.
};

// What a cookie alone vouches for is written for kOurs only.
RequestOrigin OriginOf(const HttpRequest& request);

}  // namespace cledi

#endif  // CLEDI_NODE_HTTP_REQUEST_ORIGIN_H_
