#include "node/config/config_file.h"

// Errors as values.
#define TOML_EXCEPTIONS 0
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "node/config/setting.h"
#include "toml++/toml.h"

namespace cledi {
namespace {

Status InvalidAt(std::string_view name, const toml::source_region& place, std::string_view what) {
  return Invalid(absl::StrFormat("%s:%d: %s", name, place.begin.line, what));
}

// Nothing for a kind of value that no key has.
std::optional<SettingValue> ValueOf(const toml::node& node) {
  if (const auto* text = node.as_string()) {
    return text->get();
  }
  if (const auto* number = node.as_integer()) {
    return number->get();
  }
  if (const auto* flag = node.as_boolean()) {
    return flag->get();
  }
  const toml::array* list = node.as_array();
  if (list == nullptr) {
    return std::nullopt;
  }
  std::vector<std::string> texts;
  for (const toml::node& element : *list) {
    const auto* text = element.as_string();
    if (text == nullptr) {
      return std::nullopt;
    }
    texts.push_back(text->get());
  }
  return texts;
}

Status ApplyKey(const std::string& key, const toml::node& node, std::string_view name,
                Config& config) {
  const Setting* setting = FindSetting(key);
  if (setting == nullptr) {
    return InvalidAt(name, node.source(), UnknownKey(key));
  }
  // A kind that no key has becomes one that this key has not.
  const SettingValue value = ValueOf(node).value_or(SettingValue(false));
  if (const Status status = setting->Assign(value, config); !status.ok()) {
    return InvalidAt(name, node.source(), absl::StrCat(key, " ", ToAbsl(Message(status))));
  }
  return absl::OkStatus();
}

}  // namespace

Status ApplyConfigText(std::string_view text, std::string_view name, Config& config) {
  const toml::parse_result parsed = toml::parse(text, name);
  if (!parsed) {
    return InvalidAt(name, parsed.error().source(), parsed.error().description());
  }
  for (const auto& [section, content] : parsed.table()) {
    const toml::table* keys = content.as_table();
    if (keys == nullptr) {
      return InvalidAt(name, content.source(),
                       absl::StrFormat("\"%s\" stands outside a section: every key belongs under "
                                       "a heading such as [web]",
                                       section.str()));
    }
    for (const auto& [key, node] : *keys) {
      RETURN_IF_ERROR(
          ApplyKey(absl::StrFormat("%s.%s", section.str(), key.str()), node, name, config));
    }
  }
  return absl::OkStatus();
}

}  // namespace cledi
