#ifndef CLEDI_NODE_HTTP_ROUTER_H_
#define CLEDI_NODE_HTTP_ROUTER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "node/http/http_message.h"

namespace cledi {

// Called exactly once, from any thread.
using HttpAnswer = std::function<void(HttpResponse)>;

// The parts of a path that a pattern names, decoded.
using PathParams = std::map<std::string, std::string, std::less<>>;

// Which handler answers which path.
//
// A pattern is a path whose parts are literal or a name in braces: "/plans/{id}". A part in
// braces matches any one part that is not empty; a literal part wins over it. GET routes
// answer HEAD too. The last slash of a path too many is taken away by a redirect.
//
// Filled during start-up, then read-only and safe from any thread.
class Router {
 public:
  using Handler = std::function<HttpResponse(const HttpRequest&, const PathParams&)>;
  // Keeps the request as long as it likes, and answers when it likes.
  using LaterHandler =
      std::function<void(std::shared_ptr<const HttpRequest>, const PathParams&, HttpAnswer)>;

  // `method`: kGet or kPost and so on. Two handlers for one method and pattern are a mistake
  // of ours, and end the program.
  void Add(HttpMethod method, std::string_view pattern, Handler handler);
  void AddLater(HttpMethod method, std::string_view pattern, LaterHandler handler);

  // Answers 404 where no pattern matches, and 405 with Allow where none has the method.
  void Route(std::shared_ptr<const HttpRequest> request, HttpAnswer answer) const;

 private:
  struct Pattern {
    std::vector<std::string> segments;  // "{id}" keeps its braces.
    std::map<HttpMethod, LaterHandler> handlers;
  };

  // The best match; null if none.
  const Pattern* Find(const std::vector<std::string>& segments) const;

  std::vector<Pattern> patterns_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_HTTP_ROUTER_H_
