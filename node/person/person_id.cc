#include "node/person/person_id.h"

#include "federation/base/sha256.h"

namespace cledi {

using namespace std::string_view_literals;

std::string PersonIdOf(std::string_view node_id, std::string_view author) {
  static constexpr size_t kCharacters = 26;
  const std::string length(1, static_cast<char>(node_id.size()));
  return Base32Encode(Sha256({"cledi/person/v1\0"sv, length, node_id, author}).view())
      .substr(0, kCharacters);
}

}  // namespace cledi
