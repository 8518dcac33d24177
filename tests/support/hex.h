// Bytes spelled out in tests.

#ifndef CLEDI_TESTS_SUPPORT_HEX_H_
#define CLEDI_TESTS_SUPPORT_HEX_H_

#include <string>
#include <string_view>

#include "federation/base/bytes.h"
#include "federation/base/check.h"

namespace cledi {

inline std::string Unhex(std::string_view hex) {
  const std::optional<std::string> bytes = HexDecode(hex);
  CHECK(bytes.has_value());
  return *bytes;
}

template <class Bytes>
Bytes FromHex(std::string_view hex) {
  const std::optional<Bytes> bytes = FixedFromHex<Bytes>(hex);
  CHECK(bytes.has_value());
  return *bytes;
}

}  // namespace cledi

#endif  // CLEDI_TESTS_SUPPORT_HEX_H_
