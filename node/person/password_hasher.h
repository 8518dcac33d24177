#ifndef CLEDI_NODE_PERSON_PASSWORD_HASHER_H_
#define CLEDI_NODE_PERSON_PASSWORD_HASHER_H_

#include <string>
#include <string_view>

#include "federation/base/status.h"

namespace cledi {

// How passwords are kept: slow to guess even for whoever has the disk. A port, so that tests
// can count what it costs.
class PasswordHasher {
 public:
  virtual ~PasswordHasher() = default;

  // The password's hash with a fresh salt and all that is needed to compare with it (a PHC
  // string). Unavailable: too many others are being hashed.
  virtual StatusOr<std::string> Hash(std::string_view password) = 0;
  // Whether `hash` was made of `password`. Costs as much as making it. Unavailable: as above.
  // DataLoss: `hash` is none.
  virtual StatusOr<bool> Matches(std::string_view password, const std::string& hash) = 0;
};

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_PASSWORD_HASHER_H_
