// A request and a response as plain values: what handlers see of HTTP.

#ifndef CLEDI_NODE_HTTP_HTTP_MESSAGE_H_
#define CLEDI_NODE_HTTP_HTTP_MESSAGE_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "node/http/client_presence.h"
#include "node/http/http_event_stream.h"
#include "node/http/query.h"

namespace cledi {

// kOther: a method that this server does not know.
enum class HttpMethod { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions, kOther };
std::string_view HttpMethodName(HttpMethod method);

// In the order they came or go; a name may occur more than once.
using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

// The first value of `name`, which is compared without regard to case.
std::optional<std::string_view> FindHeader(const HttpHeaders& headers, std::string_view name);

// One request, its target taken apart and known to be well-formed.
struct HttpRequest {
  HttpMethod method = HttpMethod::kGet;
  // As sent, without the query: "/plans/a%20b".
  std::string path;
  // The path's parts, percent-decoded: {"plans", "a b"}. "/" has none; "/plans/" ends with
  // an empty one. A decoded part may hold any character, "/" too: never build a file name
  // from it.
  std::vector<std::string> segments;
  Query query;
  // Whom the client meant to ask: lower case, with its port where it named one.
  std::string host;
  HttpHeaders headers;
  std::string body;
  // The client's IP address as text: a proxy's that is not trusted, where one stands in front.
  std::string remote_address;
  // Whether the client still waits; null where nobody looks.
  std::shared_ptr<ClientPresence> client;
  // Whether the connection may carry another request afterwards.
  bool keep_alive = true;

  std::optional<std::string_view> Header(std::string_view name) const {
    return FindHeader(headers, name);
  }
  // The value of a cookie (RFC 6265).
  std::optional<std::string_view> Cookie(std::string_view name) const;
  // Path and query, as it can be asked for again.
  std::string Target() const;
};

// A body that is compressed once and sent many times.
struct PreparedBody {
  std::string identity;
  std::string gzip;    // Empty: not worth it.
  std::string brotli;  // Empty: not worth it.
  // Names the content: an entity tag without its quotes.
  std::string tag;
};

// One response. The server adds length, date, entity tag, compression, cache and security
// headers where the handler has not set them. A response of status 400 or more without a
// body gets the server's error page.
struct HttpResponse {
  int status = 200;
  std::string content_type = "text/html; charset=utf-8";
  HttpHeaders headers;
  std::string body;
  // In place of `body`.
  std::shared_ptr<const PreparedBody> prepared;
  // In place of a body: the response goes on until the stream has ended.
  std::shared_ptr<HttpEventStream> events;
  // With an error page: what was wrong, for the person who reads it.
  std::string detail;

  std::optional<std::string_view> Header(std::string_view name) const {
    return FindHeader(headers, name);
  }
};

// `detail` is shown on the error page.
HttpResponse ErrorResponse(int status, std::string detail = {});
// Sends what `events` is given from now on.
HttpResponse EventResponse(std::shared_ptr<HttpEventStream> events);
// `location`: a path of this server, already encoded. 303 (See Other) or 308 (Permanent).
HttpResponse RedirectTo(std::string location, int status);

// "Not Found" for 404; "Error" for one we do not use.
std::string_view ReasonPhrase(int status);

}  // namespace cledi

#endif  // CLEDI_NODE_HTTP_HTTP_MESSAGE_H_
