#include "node/http/query.h"

#include "absl/strings/ascii.h"

#include "federation/base/text.h"

namespace cledi {
namespace {

int HexValue(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const char lower = absl::ascii_tolower(static_cast<unsigned char>(c));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// In forms "+" stands for a space; in paths it stands for itself.
StatusOr<std::string> Decode(std::string_view encoded, bool plus_is_space) {
  std::string text;
  text.reserve(encoded.size());
  for (size_t i = 0; i < encoded.size(); ++i) {
    if (encoded[i] == '+' && plus_is_space) {
      text.push_back(' ');
      continue;
    }
    if (encoded[i] != '%') {
      text.push_back(encoded[i]);
      continue;
    }
    const int high = i + 2 < encoded.size() ? HexValue(encoded[i + 1]) : -1;
    const int low = i + 2 < encoded.size() ? HexValue(encoded[i + 2]) : -1;
    if (high < 0 || low < 0) {
      return Invalid("the address has a \"%\" that no two hex digits follow");
    }
    text.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  if (!IsText(text)) {
    return Invalid("the address holds bytes that are not UTF-8 text");
  }
  return text;
}

}  // namespace

bool IsText(std::string_view text) {
  return IsUtf8(text) && text.find('\0') == std::string_view::npos;
}

StatusOr<std::string> PercentDecode(std::string_view encoded) { return Decode(encoded, false); }

std::string PercentEncode(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  constexpr std::string_view kUnreserved = "-._~";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || kUnreserved.find(c) != std::string_view::npos) {
      encoded.push_back(c);
    } else {
      encoded.append({'%', kHex[byte >> 4], kHex[byte & 15]});
    }
  }
  return encoded;
}

StatusOr<Query> Query::Parse(std::string_view encoded, size_t pairs_max) {
  Query query;
  while (!encoded.empty()) {
    const std::string_view pair = TakeUntil(encoded, '&');
    if (pair.empty()) {
      continue;
    }
    if (query.pairs_.size() == pairs_max) {
      return Invalid("the address has too many parameters");
    }
    const size_t equals = pair.find('=');
    ASSIGN_OR_RETURN(std::string name, Decode(pair.substr(0, equals), true));
    std::string value;
    if (equals != std::string_view::npos) {
      ASSIGN_OR_RETURN(value, Decode(pair.substr(equals + 1), true));
    }
    query.Add(std::move(name), std::move(value));
  }
  return query;
}

std::optional<std::string_view> Query::Get(std::string_view name) const {
  for (const auto& [key, value] : pairs_) {
    if (key == name) {
      return value;
    }
  }
  return std::nullopt;
}

std::vector<std::string> Query::GetAll(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : pairs_) {
    if (key == name) {
      values.push_back(value);
    }
  }
  return values;
}

void Query::Add(std::string name, std::string value) {
  pairs_.emplace_back(std::move(name), std::move(value));
}

void Query::Remove(std::string_view name) {
  std::erase_if(pairs_, [&](const auto& pair) { return pair.first == name; });
}

std::string Query::Encode() const {
  std::string encoded;
  for (const auto& [name, value] : pairs_) {
    if (!encoded.empty()) {
      encoded.push_back('&');
    }
    encoded.append(PercentEncode(name)).append("=").append(PercentEncode(value));
  }
  return encoded;
}

}  // namespace cledi
