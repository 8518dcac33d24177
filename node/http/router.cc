#include "node/http/router.h"

#include <utility>

#include "absl/strings/str_split.h"

#include "federation/base/check.h"

namespace cledi {
namespace {

bool IsName(std::string_view segment) { return segment.size() > 2 && segment.front() == '{'; }

// How many parts match literally; -1 if the path does not match.
int LiteralMatches(const std::vector<std::string>& pattern,
                   const std::vector<std::string>& segments) {
  if (pattern.size() != segments.size()) {
    return -1;
  }
  int literal = 0;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == segments[i]) {
      ++literal;
    } else if (!IsName(pattern[i]) || segments[i].empty()) {
      return -1;
    }
  }
  return literal;
}

PathParams ParamsOf(const std::vector<std::string>& pattern,
                    const std::vector<std::string>& segments) {
  PathParams params;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (IsName(pattern[i])) {
      params.emplace(pattern[i].substr(1, pattern[i].size() - 2), segments[i]);
    }
  }
  return params;
}

}  // namespace

void Router::Add(HttpMethod method, std::string_view pattern, Handler handler) {
  AddLater(method, pattern,
           [handler = std::move(handler)](std::shared_ptr<const HttpRequest> request,
                                          const PathParams& params, HttpAnswer answer) {
             answer(handler(*request, params));
           });
}

void Router::AddLater(HttpMethod method, std::string_view pattern, LaterHandler handler) {
  CHECK(!pattern.empty() && pattern.front() == '/');
  std::vector<std::string> segments;
  if (pattern != "/") {
    segments = absl::StrSplit(ToAbsl(pattern.substr(1)), '/');
  }
  auto it = std::ranges::find(patterns_, segments, &Pattern::segments);
  if (it == patterns_.end()) {
    it = patterns_.insert(it, Pattern{std::move(segments), {}});
  }
  const bool added = it->handlers.emplace(method, std::move(handler)).second;
  CHECK(added);
}

const Router::Pattern* Router::Find(const std::vector<std::string>& segments) const {
  const Pattern* best = nullptr;
  int best_matches = -1;
  for (const Pattern& pattern : patterns_) {
    const int matches = LiteralMatches(pattern.segments, segments);
    if (matches > best_matches) {
      best = &pattern;
      best_matches = matches;
    }
  }
  return best;
}

void Router::Route(std::shared_ptr<const HttpRequest> request, HttpAnswer answer) const {
  const Pattern* pattern = Find(request->segments);
  if (pattern == nullptr) {
    std::vector<std::string> shorter = request->segments;
    if (!shorter.empty() && shorter.back().empty()) {
      shorter.pop_back();
      // What matched begins with one slash, so this can only lead to ourselves.
      if (!shorter.empty() && Find(shorter) != nullptr) {
        HttpRequest meant = *request;
        meant.path.pop_back();
        answer(RedirectTo(meant.Target(), 308));
        return;
      }
    }
    answer(ErrorResponse(404));
    return;
  }
  const HttpMethod method =
      request->method == HttpMethod::kHead ? HttpMethod::kGet : request->method;
  const auto handler = pattern->handlers.find(method);
  if (handler == pattern->handlers.end()) {
    std::string allowed;
    for (const auto& [allowed_method, unused] : pattern->handlers) {
      allowed.append(allowed.empty() ? "" : ", ").append(HttpMethodName(allowed_method));
      if (allowed_method == HttpMethod::kGet) {
        allowed.append(", HEAD");
      }
    }
    HttpResponse response = ErrorResponse(405);
    response.headers.emplace_back("Allow", std::move(allowed));
    answer(std::move(response));
    return;
  }
  const PathParams params = ParamsOf(pattern->segments, request->segments);
  handler->second(std::move(request), params, std::move(answer));
}

}  // namespace cledi
