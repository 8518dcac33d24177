#include "node/web/words/catalogue.h"

#include <algorithm>

#include <unicode/messagepattern.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"

#include "nlohmann/json.hpp"

namespace cledi {
namespace {

bool IsId(std::string_view id) {
  return !id.empty() && std::ranges::all_of(id, [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c)) ||
           absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '_';
  });
}

}  // namespace

StatusOr<Catalogue> ParseCatalogue(std::string_view json) {
  const auto parsed = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_object()) {
    return Invalid("the catalogue is not a JSON object");
  }
  Catalogue catalogue;
  for (const auto& [id, pattern] : parsed.items()) {
    if (!IsId(id) || !pattern.is_string()) {
      return Invalid(absl::StrFormat("the message \"%s\" is not an id with a text", id));
    }
    catalogue.emplace(id, pattern.get<std::string>());
  }
  return catalogue;
}

StatusOr<std::set<std::string>> ArgumentsOf(std::string_view pattern) {
  UErrorCode error = U_ZERO_ERROR;
  UParseError place{};
  const icu::MessagePattern parsed(
      icu::UnicodeString::fromUTF8({pattern.data(), static_cast<int32_t>(pattern.size())}), &place,
      error);
  if (U_FAILURE(error)) {
    return Invalid(absl::StrFormat("\"%s\" is no message (%s at %d)", pattern, u_errorName(error),
                                   place.offset));
  }
  std::set<std::string> names;
  for (int32_t i = 0; i < parsed.countParts(); ++i) {
    const icu::MessagePattern::Part& part = parsed.getPart(i);
    if (part.getType() == UMSGPAT_PART_TYPE_ARG_NAME ||
        part.getType() == UMSGPAT_PART_TYPE_ARG_NUMBER) {
      std::string name;
      parsed.getSubstring(part).toUTF8String(name);
      names.insert(std::move(name));
    }
  }
  return names;
}

}  // namespace cledi
