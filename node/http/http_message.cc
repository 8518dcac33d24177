#include "node/http/http_message.h"

#include "absl/strings/match.h"

#include "federation/base/status.h"
#include "federation/base/text.h"

namespace cledi {

std::string_view HttpMethodName(HttpMethod method) {
  switch (method) {
    case HttpMethod::kGet:
      return "GET";
    case HttpMethod::kHead:
      return "HEAD";
    case HttpMethod::kPost:
      return "POST";
    case HttpMethod::kPut:
      return "PUT";
    case HttpMethod::kPatch:
      return "PATCH";
    case HttpMethod::kDelete:
      return "DELETE";
    case HttpMethod::kOptions:
      return "OPTIONS";
    case HttpMethod::kOther:
      break;
  }
  return "OTHER";
}

std::optional<std::string_view> FindHeader(const HttpHeaders& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (absl::EqualsIgnoreCase(key, ToAbsl(name))) {
      return value;
    }
  }
  return std::nullopt;
}

std::optional<std::string_view> HttpRequest::Cookie(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (!absl::EqualsIgnoreCase(key, "cookie")) {
      continue;
    }
    std::string_view rest = value;
    while (!rest.empty()) {
      std::string_view pair = TakeUntil(rest, ';');
      while (!pair.empty() && pair.front() == ' ') {
        pair.remove_prefix(1);
      }
      const size_t equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
        return pair.substr(equals + 1);
      }
    }
  }
  return std::nullopt;
}

std::string HttpRequest::Target() const {
  const std::string encoded = query.Encode();
  return encoded.empty() ? path : path + "?" + encoded;
}

HttpResponse ErrorResponse(int status, std::string detail) {
  HttpResponse response;
  response.status = status;
  response.detail = std::move(detail);
  return response;
}

HttpResponse EventResponse(std::shared_ptr<HttpEventStream> events) {
  HttpResponse response;
  response.content_type = "text/event-stream";
  // A proxy that collects an answer before it passes it on would hold events back.
  response.headers = {{"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}};
  response.events = std::move(events);
  return response;
}

HttpResponse RedirectTo(std::string location, int status) {
  HttpResponse response;
  response.status = status;
  response.headers.emplace_back("Location", std::move(location));
  return response;
}

std::string_view ReasonPhrase(int status) {
  switch (status) {
    case 100:
      return "Continue";
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 421:
      return "Misdirected Request";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 499:
      return "Client Closed Request";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Error";
  }
}

}  // namespace cledi
