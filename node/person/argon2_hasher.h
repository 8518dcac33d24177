#ifndef CLEDI_NODE_PERSON_ARGON2_HASHER_H_
#define CLEDI_NODE_PERSON_ARGON2_HASHER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

#include "federation/base/random.h"
#include "node/person/password_hasher.h"

namespace cledi {

// Argon2id (RFC 9106) by libargon2, at the cost that OWASP asks for at least: 19 MiB, two
// passes, one lane; about 30 ms.
//
// Only so many run at a time, so that a wave of guesses costs a bounded share of memory and
// processor; a bounded number wait for a bounded time, each on the thread that called.
// Safe from any thread.
class Argon2Hasher final : public PasswordHasher {
 public:
  struct Limits {
    size_t at_once = 2;
    // More are refused at once: who waits holds one of the node's workers.
    size_t waiting_max = 1;
    absl::Duration wait_max = absl::Seconds(2);
  };
  struct Cost {
    uint32_t memory_kib = 19 * 1024;
    uint32_t passes = 2;
  };

  // `random` outlives the hasher.
  explicit Argon2Hasher(Random* random) : Argon2Hasher(random, Limits(), Cost()) {}
  Argon2Hasher(Random* random, Limits limits, Cost cost)
      : random_(random), limits_(limits), cost_(cost) {}

  StatusOr<std::string> Hash(std::string_view password) override ABSL_LOCKS_EXCLUDED(mutex_);
  StatusOr<bool> Matches(std::string_view password, const std::string& hash) override
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  // One of those that run.
  class Turn;

  Status Enter() ABSL_LOCKS_EXCLUDED(mutex_);
  void Leave() ABSL_LOCKS_EXCLUDED(mutex_);
  bool HasRoom() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return running_ < limits_.at_once; }

  Random* const random_;
  const Limits limits_;
  const Cost cost_;
  absl::Mutex mutex_;
  size_t running_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t waiting_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_ARGON2_HASHER_H_
