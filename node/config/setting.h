#ifndef CLEDI_NODE_CONFIG_SETTING_H_
#define CLEDI_NODE_CONFIG_SETTING_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "federation/base/status.h"
#include "node/config/config.h"

namespace cledi {

// A value as some source spells it.
using SettingValue = std::variant<std::string, int64_t, bool, std::vector<std::string>>;

// One key: its name, its kind (by the field that it sets) and its range.
struct Setting {
  using Slot = std::variant<std::string*, uint32_t*, Severity*, Endpoint*, std::optional<Endpoint>*,
                            std::vector<std::string>*>;

  std::string_view key;
  Slot (*slot)(Config&);
  uint32_t min = 0;
  uint32_t max = std::numeric_limits<uint32_t>::max();

  // InvalidArgument: what is expected instead.
  Status Assign(const SettingValue& value, Config& config) const;
  // The same from a variable or a flag, where everything is text: a list's parts are separated
  // by commas.
  Status AssignText(std::string_view text, Config& config) const;
};

// All keys, in the order of Config.
std::span<const Setting> AllSettings();
// Null: there is no such key.
const Setting* FindSetting(std::string_view key);

// `there is no key "x"`, and the one that was probably meant.
std::string UnknownKey(std::string_view key);

}  // namespace cledi

#endif  // CLEDI_NODE_CONFIG_SETTING_H_
