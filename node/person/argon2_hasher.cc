#include "node/person/argon2_hasher.h"

#include <array>

#include "absl/strings/str_format.h"

#include "argon2.h"

namespace cledi {
namespace {

constexpr uint32_t kLanes = 1;
constexpr uint32_t kHashBytes = 32;
using PasswordSalt = FixedBytes<struct PasswordSaltKind, 16>;

Status Busy() {
  return absl::UnavailableError(
      "many people are signing in at this moment; try again in a few seconds");
}

}  // namespace

class Argon2Hasher::Turn {
 public:
  explicit Turn(Argon2Hasher& hasher) : hasher_(hasher), status_(hasher.Enter()) {}
  ~Turn() {
    if (status_.ok()) {
      hasher_.Leave();
    }
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  const Status& status() const { return status_; }

 private:
  Argon2Hasher& hasher_;
  const Status status_;
};

Status Argon2Hasher::Enter() {
  const absl::MutexLock lock(&mutex_);
  if (!HasRoom()) {
    if (waiting_ >= limits_.waiting_max) {
      return Busy();
    }
    ++waiting_;
    mutex_.AwaitWithTimeout(absl::Condition(this, &Argon2Hasher::HasRoom), limits_.wait_max);
    --waiting_;
    if (!HasRoom()) {
      return Busy();
    }
  }
  ++running_;
  return absl::OkStatus();
}

void Argon2Hasher::Leave() {
  const absl::MutexLock lock(&mutex_);
  --running_;
}

StatusOr<std::string> Argon2Hasher::Hash(std::string_view password) {
  const Turn turn(*this);
  RETURN_IF_ERROR(turn.status());
  const auto salt = random_->Draw<PasswordSalt>();
  std::string encoded(argon2_encodedlen(cost_.passes, cost_.memory_kib, kLanes, PasswordSalt::kSize,
                                        kHashBytes, Argon2_id),
                      '\0');
  const int error = argon2id_hash_encoded(cost_.passes, cost_.memory_kib, kLanes, password.data(),
                                          password.size(), salt.data(), PasswordSalt::kSize,
                                          kHashBytes, encoded.data(), encoded.size());
  if (error != ARGON2_OK) {
    return absl::ResourceExhaustedError(
        absl::StrFormat("a password could not be hashed: %s", argon2_error_message(error)));
  }
  encoded.resize(encoded.find('\0'));
  return encoded;
}

StatusOr<bool> Argon2Hasher::Matches(std::string_view password, const std::string& hash) {
  const Turn turn(*this);
  RETURN_IF_ERROR(turn.status());
  const int error = argon2id_verify(hash.c_str(), password.data(), password.size());
  if (error == ARGON2_OK || error == ARGON2_VERIFY_MISMATCH) {
    return error == ARGON2_OK;
  }
  if (error == ARGON2_MEMORY_ALLOCATION_ERROR) {
    return absl::ResourceExhaustedError("there is no memory left to check a password");
  }
  return Corrupt("the hash of a password cannot be read; reset the password");
}

}  // namespace cledi
