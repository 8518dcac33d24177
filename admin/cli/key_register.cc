#include "admin/cli/key_register.h"

#include <utility>

#include "absl/strings/str_format.h"

#include "federation/base/files.h"
#include "nlohmann/json.hpp"

namespace cledi {
namespace {

using nlohmann::json;

// About 200,000 documents.
constexpr size_t kRegisterBytesMax = 32 << 20;

}  // namespace

StatusOr<KeyRegister> KeyRegister::Load(std::string path) {
  KeyRegister keys;
  keys.path_ = std::move(path);
  const StatusOr<std::string> text = ReadWholeFile(keys.path_, kRegisterBytesMax);
  if (text.status().code() == StatusCode::kNotFound) {
    return keys;
  }
  RETURN_IF_ERROR(text.status());
  const json saved = json::parse(*text, nullptr, /*allow_exceptions=*/false);
  bool well_formed = saved.is_object();
  for (const auto& [key, id] : saved.items()) {
    well_formed = well_formed && id.is_string();
    if (well_formed) {
      keys.Note(key, id.get<std::string>());
    }
  }
  if (!well_formed) {
    return Invalid(absl::StrFormat(
        "%s is not what an import keeps its keys in. Name another file, or remove it", keys.path_));
  }
  return keys;
}

void KeyRegister::Note(std::string_view key, std::string_view id) {
  ids_.insert_or_assign(std::string(key), std::string(id));
}

StatusOr<std::string> KeyRegister::IdOf(std::string_view key) const {
  const auto found = ids_.find(key);
  if (found == ids_.end()) {
    return NotFound(absl::StrFormat(
        "it refers to \"%s\", which was not imported%s. Import that one first", key,
        path_.empty() ? " here; --keys FILE brings together what several imports did" : ""));
  }
  return found->second;
}

Status KeyRegister::Save() const {
  if (path_.empty()) {
    return absl::OkStatus();
  }
  constexpr auto kReplace = json::error_handler_t::replace;  // Rather than throw.
  return WriteFileDurably(path_, json(ids_).dump(1, ' ', false, kReplace) + "\n",
                          FileAccess::kOwnerOnly);
}

}  // namespace cledi
