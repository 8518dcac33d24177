#include "node/config/setting.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "absl/strings/str_format.h"

#include "federation/base/text.h"

namespace cledi {
namespace {

// A new key is a field of Config and a line here.
constexpr std::array kSettings = {
    Setting{"node.id", [](Config& c) -> Setting::Slot { return &c.node.id; }},
    Setting{"node.log_level", [](Config& c) -> Setting::Slot { return &c.node.log_level; }},
    Setting{"federation.listen", [](Config& c) -> Setting::Slot { return &c.federation.listen; }},
    Setting{"federation.addresses",
            [](Config& c) -> Setting::Slot { return &c.federation.addresses; }},
    Setting{"web.listen", [](Config& c) -> Setting::Slot { return &c.web.listen; }},
    Setting{"web.public_urls", [](Config& c) -> Setting::Slot { return &c.web.public_urls; }},
    Setting{"web.trusted_proxies",
            [](Config& c) -> Setting::Slot { return &c.web.trusted_proxies; }},
    Setting{"web.connections_max",
            [](Config& c) -> Setting::Slot { return &c.web.connections_max; }, 1, 100'000},
    Setting{"enrolment.listen", [](Config& c) -> Setting::Slot { return &c.enrolment.listen; }},
    Setting{"enrolment.addresses",
            [](Config& c) -> Setting::Slot { return &c.enrolment.addresses; }},
    Setting{"limits.workers", [](Config& c) -> Setting::Slot { return &c.limits.workers; }, 1, 256},
    Setting{"limits.waiting_requests_max",
            [](Config& c) -> Setting::Slot { return &c.limits.waiting_requests_max; }, 1, 100'000},
};

constexpr std::array<std::pair<std::string_view, Severity>, 4> kLogLevels = {{
    {"debug", Severity::kDebug},
    {"info", Severity::kInfo},
    {"warning", Severity::kWarning},
    {"error", Severity::kError},
}};

const std::string* TextIn(const SettingValue& value) { return std::get_if<std::string>(&value); }

StatusOr<Endpoint> EndpointIn(const SettingValue& value) {
  const std::string* text = TextIn(value);
  std::optional<Endpoint> endpoint = text != nullptr ? ParseEndpoint(*text) : std::nullopt;
  if (!endpoint.has_value()) {
    return Invalid("expects \"host:port\", such as \"127.0.0.1:8431\"");
  }
  return *std::move(endpoint);
}

Status Set(std::string& field, const SettingValue& value) {
  if (TextIn(value) == nullptr) {
    return Invalid("expects a text in quotes");
  }
  field = *TextIn(value);
  return absl::OkStatus();
}

Status Set(Severity& field, const SettingValue& value) {
  const std::string* text = TextIn(value);
  for (const auto& [name, severity] : kLogLevels) {
    if (text != nullptr && *text == name) {
      field = severity;
      return absl::OkStatus();
    }
  }
  return Invalid("expects \"debug\", \"info\", \"warning\" or \"error\"");
}

Status Set(Endpoint& field, const SettingValue& value) {
  ASSIGN_OR_RETURN(field, EndpointIn(value));
  return absl::OkStatus();
}

// An empty text switches it off.
Status Set(std::optional<Endpoint>& field, const SettingValue& value) {
  if (TextIn(value) != nullptr && TextIn(value)->empty()) {
    field = std::nullopt;
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(field, EndpointIn(value));
  return absl::OkStatus();
}

Status Set(std::vector<std::string>& field, const SettingValue& value) {
  const auto* texts = std::get_if<std::vector<std::string>>(&value);
  if (texts == nullptr) {
    return Invalid("expects a list of texts, such as [\"a\", \"b\"]");
  }
  field = *texts;
  return absl::OkStatus();
}

Status SetNumber(uint32_t& field, const SettingValue& value, uint32_t min, uint32_t max) {
  const auto* number = std::get_if<int64_t>(&value);
  if (number == nullptr || *number < min || *number > max) {
    return Invalid(absl::StrFormat("expects a number from %d to %d", min, max));
  }
  field = static_cast<uint32_t>(*number);
  return absl::OkStatus();
}

std::vector<std::string> SplitAtCommas(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    parts.emplace_back(TakeUntil(text, ','));
  }
  return parts;
}

// Levenshtein's: how many letters must be changed, added or taken away.
size_t EditDistance(std::string_view from, std::string_view to) {
  std::vector<size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < from.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < to.size(); ++j) {
      const size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
    }
  }
  return row.back();
}

}  // namespace

Status Setting::Assign(const SettingValue& value, Config& config) const {
  return std::visit(
      [&](auto* field) {
        if constexpr (std::is_same_v<decltype(field), uint32_t*>) {
          return SetNumber(*field, value, min, max);
        } else {
          return Set(*field, value);
        }
      },
      slot(config));
}

Status Setting::AssignText(std::string_view text, Config& config) const {
  const Slot field = slot(config);
  if (std::holds_alternative<std::vector<std::string>*>(field)) {
    return Assign(SplitAtCommas(text), config);
  }
  if (std::holds_alternative<uint32_t*>(field)) {
    const std::optional<uint64_t> number = ParseDecimal(text);
    // What is no number, or none in range, is refused by Assign in its own words.
    const bool fits = number.has_value() && *number <= std::numeric_limits<uint32_t>::max();
    return Assign(fits ? static_cast<int64_t>(*number) : int64_t{-1}, config);
  }
  return Assign(std::string(text), config);
}

std::span<const Setting> AllSettings() { return kSettings; }

const Setting* FindSetting(std::string_view key) {
  const auto* found = std::ranges::find(kSettings, key, &Setting::key);
  return found == kSettings.end() ? nullptr : found;
}

std::string UnknownKey(std::string_view key) {
  // Farther than this, a suggestion would only confuse.
  constexpr size_t kDistanceMax = 4;
  key = key.substr(0, 100);
  const auto nearest = std::ranges::min_element(
      kSettings, {}, [key](const Setting& setting) { return EditDistance(key, setting.key); });
  const std::string unknown = absl::StrFormat("there is no key \"%s\"", key);
  return EditDistance(key, nearest->key) > kDistanceMax
             ? unknown
             : absl::StrFormat("%s; did you mean \"%s\"?", unknown, nearest->key);
}

}  // namespace cledi
