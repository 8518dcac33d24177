#include "federation/base/random.h"

#include "federation/base/check.h"

namespace cledi {

uint64_t Random::Number() {
  std::array<uint8_t, 8> bytes;
  Fill(bytes);
  return GetLittleEndian<uint64_t>(bytes.data());
}

uint64_t Random::Below(uint64_t bound) {
  CHECK(bound > 0);
  // Numbers from the incomplete last run of `bound` would make small results likelier.
  const uint64_t usable = UINT64_MAX - UINT64_MAX % bound;
  uint64_t number = Number();
  while (number >= usable) {
    number = Number();
  }
  return number % bound;
}

void SeededRandom::Fill(std::span<uint8_t> out) {
  size_t i = 0;
  while (i < out.size()) {
    state_ += 0x9e3779b97f4a7c15ULL;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    z ^= z >> 31;
    for (int k = 0; k < 8 && i < out.size(); ++k, ++i) {
      out[i] = static_cast<uint8_t>(z >> (8 * k));
    }
  }
}

}  // namespace cledi
