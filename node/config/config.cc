#include "node/config/config.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

#include <unistd.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "federation/event/ids.h"
#include "node/config/config_file.h"
#include "node/config/setting.h"

namespace cledi {
namespace {

constexpr std::string_view kVariablePrefix = "CLEDI_";
constexpr size_t kFileBytesMax = 1 << 20;

StatusOr<std::string> ReadConfigFile(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return NotFound(absl::StrFormat(
        "there is no readable %s. A node's data folder is made by \"cledi federation create\" or "
        "\"cledi join\".",
        file.string()));
  }
  std::string text(kFileBytesMax + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(in.gcount()));
  if (text.size() > kFileBytesMax) {
    return Invalid(
        absl::StrFormat("%s is larger than 1 MiB: that is no node's settings", file.string()));
  }
  return text;
}

// CLEDI_WEB__PUBLIC_URLS → web.public_urls; nothing for a variable that is no setting.
std::optional<std::string> KeyOfVariable(std::string_view variable) {
  if (!variable.starts_with(kVariablePrefix)) {
    return std::nullopt;
  }
  variable.remove_prefix(kVariablePrefix.size());
  const size_t separator = variable.find("__");
  if (separator == std::string_view::npos) {
    return std::nullopt;
  }
  std::string key =
      absl::StrFormat("%s.%s", variable.substr(0, separator), variable.substr(separator + 2));
  absl::AsciiStrToLower(&key);
  return key;
}

// `origin`: how the person spelled the key.
Status ApplyText(const std::string& key, std::string_view text, std::string_view origin,
                 Config& config) {
  const Setting* setting = FindSetting(key);
  if (setting == nullptr) {
    return Invalid(absl::StrFormat("%s: %s", origin, UnknownKey(key)));
  }
  if (const Status status = setting->AssignText(text, config); !status.ok()) {
    return Invalid(absl::StrFormat("%s %s", origin, Message(status)));
  }
  return absl::OkStatus();
}

Status CheckWhole(const Config& config, std::string_view file) {
  if (!IsNodeId(config.node.id)) {
    return Invalid(absl::StrFormat(
        "%s: node.id expects the node's id: 3 to 40 of a-z, 0-9 and -, such as \"es-granada\"",
        file));
  }
  if (config.federation.addresses.size() > 4 || config.enrolment.addresses.size() > 3) {
    return Invalid(absl::StrFormat(
        "%s: federation.addresses holds at most four and enrolment.addresses at most three", file));
  }
  return absl::OkStatus();
}

}  // namespace

std::map<std::string, std::string> SettingsInEnvironment() {
  std::map<std::string, std::string> found;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const size_t equals = text.find('=');
    if (text.starts_with(kVariablePrefix) && equals != std::string_view::npos) {
      found.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  return found;
}

StatusOr<Config> LoadConfig(const ConfigSources& sources) {
  Config config;
  std::error_code failed;
  config.data_folder = std::filesystem::absolute(sources.data_folder, failed).lexically_normal();
  if (failed) {
    return Invalid(absl::StrFormat("%s is no folder's name", sources.data_folder.string()));
  }
  const std::filesystem::path file =
      sources.file.empty() ? config.data_folder / "node.toml" : sources.file;
  ASSIGN_OR_RETURN(const std::string text, ReadConfigFile(file));
  RETURN_IF_ERROR(ApplyConfigText(text, file.string(), config));
  for (const auto& [variable, value] : sources.environment) {
    if (const std::optional<std::string> key = KeyOfVariable(variable); key.has_value()) {
      RETURN_IF_ERROR(ApplyText(*key, value, variable, config));
    }
  }
  for (const auto& [key, value] : sources.flags) {
    RETURN_IF_ERROR(ApplyText(key, value, absl::StrCat("--set ", key), config));
  }
  RETURN_IF_ERROR(CheckWhole(config, file.string()));
  if (config.web.public_urls.empty()) {
    config.web.public_urls.push_back(absl::StrCat("http://localhost:", config.web.listen.port));
  }
  return config;
}

}  // namespace cledi
