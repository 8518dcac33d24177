#ifndef CLEDI_ADMIN_CLI_KEY_REGISTER_H_
#define CLEDI_ADMIN_CLI_KEY_REGISTER_H_

#include <map>
#include <string>
#include <string_view>

#include "federation/base/status.h"

namespace cledi {

// Which objects imported documents became, by the documents' keys. A document that refers to
// another, perhaps imported at another node, names its key: ids are drawn at the import only.
// Not thread-safe.
class KeyRegister {
 public:
  // Kept nowhere: what is noted serves one import.
  KeyRegister() = default;
  // As it was saved at `path`; empty if nothing is there. InvalidArgument: it is no register.
  static StatusOr<KeyRegister> Load(std::string path);

  // `id`: for addresses, 26 characters.
  void Note(std::string_view key, std::string_view id);
  bool Has(std::string_view key) const { return ids_.contains(key); }
  // NotFound: no document of this key was imported; says what to do.
  StatusOr<std::string> IdOf(std::string_view key) const;

  // Durable when it returns OK. Does nothing for a register that is kept nowhere.
  Status Save() const;

 private:
  std::string path_;
  std::map<std::string, std::string, std::less<>> ids_;
};

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_KEY_REGISTER_H_
