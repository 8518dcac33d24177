#ifndef CLEDI_NODE_HTTP_HTTP_TARGET_H_
#define CLEDI_NODE_HTTP_HTTP_TARGET_H_

#include <string>
#include <string_view>
#include <vector>

#include "federation/base/status.h"
#include "node/http/query.h"

namespace cledi {

// What a request line asks for (RFC 9112, 3.2), taken apart.
struct HttpTarget {
  // See HttpRequest.
  std::string path;
  std::vector<std::string> segments;
  Query query;
  // From the absolute form ("http://name:port/…"), which then counts instead of the Host
  // header; empty in the usual origin form.
  std::string authority;
};

// InvalidArgument, with words for the person who asked: neither form, broken
// percent-encoding, or a character that may not stand in an address.
StatusOr<HttpTarget> ParseTarget(std::string_view target);

}  // namespace cledi

#endif  // CLEDI_NODE_HTTP_HTTP_TARGET_H_
