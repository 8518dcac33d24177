#include <openssl/rand.h>

#include "federation/base/check.h"
#include "federation/base/random.h"

namespace cledi {

void SystemRandom::Fill(std::span<uint8_t> out) {
  CHECK(RAND_priv_bytes(out.data(), static_cast<int>(out.size())) == 1);
}

}  // namespace cledi
