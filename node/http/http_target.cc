#include "node/http/http_target.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace cledi {
namespace {

bool IsPrintable(char c) { return c > ' ' && c != '\x7f'; }

StatusOr<std::vector<std::string>> DecodeSegments(std::string_view path) {
  std::vector<std::string> segments;
  while (path.size() > 1) {
    path.remove_prefix(1);  // The slash.
    const size_t end = std::min(path.find('/'), path.size());
    ASSIGN_OR_RETURN(std::string segment, PercentDecode(path.substr(0, end)));
    segments.push_back(std::move(segment));
    path.remove_prefix(end);
  }
  if (!path.empty() && !segments.empty()) {
    segments.emplace_back();  // It ended with a slash.
  }
  return segments;
}

}  // namespace

StatusOr<HttpTarget> ParseTarget(std::string_view target) {
  // Characters above 0x7f should have been encoded, but some programs send them raw.
  if (!std::ranges::all_of(target, [](char c) { return IsPrintable(c) || (c & 0x80) != 0; })) {
    return Invalid("the address holds a control character or a space");
  }
  HttpTarget parsed;
  const absl::string_view text = ToAbsl(target);
  if (absl::StartsWithIgnoreCase(text, "http://") || absl::StartsWithIgnoreCase(text, "https://")) {
    target.remove_prefix(target.find("//") + 2);
    const size_t end = std::min(target.find_first_of("/?"), target.size());
    parsed.authority = absl::AsciiStrToLower(ToAbsl(target.substr(0, end)));
    target.remove_prefix(end);
    if (parsed.authority.empty()) {
      return Invalid("the address names no host");
    }
    if (target.empty() || target.front() == '?') {
      parsed.path.push_back('/');
    }
  } else if (target.empty() || target.front() != '/') {
    return Invalid("the address does not begin with a slash");
  }
  target = target.substr(0, target.find('#'));
  const size_t question = std::min(target.find('?'), target.size());
  parsed.path.append(target.substr(0, question));
  ASSIGN_OR_RETURN(parsed.segments, DecodeSegments(parsed.path));
  if (question < target.size()) {
    ASSIGN_OR_RETURN(parsed.query, Query::Parse(target.substr(question + 1)));
  }
  return parsed;
}

}  // namespace cledi
