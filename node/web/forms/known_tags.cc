#include "node/web/forms/known_tags.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace cledi {

const std::vector<std::string_view>& KnownTags(std::string_view path) {
  static const auto& subjects = *new std::vector<std::string_view>{
      "isced-f:00", "isced-f:01", "isced-f:02", "isced-f:03", "isced-f:04", "isced-f:05",
      "isced-f:06", "isced-f:07", "isced-f:08", "isced-f:09", "isced-f:10"};
  static const auto& accessibility = *new std::vector<std::string_view>{
      "captions",        "transcript",   "largePrint",          "audioDescription",
      "alternativeText", "signLanguage", "highContrastDisplay", "tactileGraphic",
      "tactileObject",   "easyToRead"};
  static const auto& languages =
      *new std::vector<std::string_view>{"en", "it", "es", "ca", "tr", "sl"};
  static const auto& none = *new std::vector<std::string_view>;
  if (path == "description.subjects") {
    return subjects;
  }
  if (path.ends_with("accessibility_features")) {
    return accessibility;
  }
  return path == "caption_languages" ? languages : none;
}

bool StandsFor(std::string_view tag, std::string_view member) {
  return tag.starts_with("isced-f:") ? member.starts_with(tag) : member == tag;
}

bool IsConceptId(std::string_view subject) {
  const size_t dash = subject.rfind('-');
  const auto all = [](std::string_view part, auto is) {
    return !part.empty() &&
           std::ranges::all_of(part, [&](char c) { return is(static_cast<unsigned char>(c)); });
  };
  return dash != std::string_view::npos && all(subject.substr(0, dash), absl::ascii_islower) &&
         all(subject.substr(dash + 1), absl::ascii_isdigit);
}

const std::vector<std::string_view>& OfferedLanguages() {
  static const auto& languages = *new std::vector<std::string_view>{
      "en", "it", "es", "ca", "tr", "sl", "ar", "bn", "bs", "de", "el", "eu", "fa",
      "fr", "gl", "hi", "hr", "hu", "ku", "mk", "pa", "pl", "ps", "pt", "ro", "ru",
      "si", "so", "sq", "sr", "ta", "ti", "tl", "uk", "ur", "wo", "zh"};
  return languages;
}

}  // namespace cledi
