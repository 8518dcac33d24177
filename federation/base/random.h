#ifndef CLEDI_FEDERATION_BASE_RANDOM_H_
#define CLEDI_FEDERATION_BASE_RANDOM_H_

#include <cstdint>
#include <span>
#include <string>

#include "federation/base/bytes.h"

namespace cledi {

// The only source of randomness. Production uses SystemRandom; tests and the simulator use
// SeededRandom, which always gives the same bytes.
class Random {
 public:
  virtual ~Random() = default;
  virtual void Fill(std::span<uint8_t> out) = 0;

  template <class Bytes>
  Bytes Draw() {
    Bytes value;
    Fill(value.bytes);
    return value;
  }
  uint64_t Number();
  // Uniform in [0, bound); `bound` > 0.
  uint64_t Below(uint64_t bound);
};

// The operating system's generator, by OpenSSL. Aborts if there is none: a node must not
// run without. Safe from any thread.
class SystemRandom final : public Random {
 public:
  void Fill(std::span<uint8_t> out) override;
};

// SplitMix64: for tests and the simulator only. Not thread-safe.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(uint64_t seed) : state_(seed) {}
  void Fill(std::span<uint8_t> out) override;

 private:
  uint64_t state_;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_BASE_RANDOM_H_
