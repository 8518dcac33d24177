#ifndef CLEDI_FEDERATION_TRUST_COORDINATOR_FILES_H_
#define CLEDI_FEDERATION_TRUST_COORDINATOR_FILES_H_

#include <optional>
#include <span>
#include <string>

#include "federation/base/ed25519.h"
#include "federation/base/status.h"
#include "federation/roster/trust_root.h"
#include "federation/trust/certificate_authority.h"

namespace cledi {

// What only the coordinator has.
struct CoordinatorKeys {
  CertificateAuthority authority;
  SigningKey roster_key;
};

// The coordinator's keys in its data folder, readable by the owner only:
//
//   coordinator/ca.key, ca.pem   signs TLS certificates; the key may need a passphrase
//   coordinator/roster.key       Ed25519: signs roster updates
//   recovery/                    three keys that must leave this machine, and a README
class CoordinatorFiles {
 public:
  explicit CoordinatorFiles(std::string data_folder) : data_folder_(std::move(data_folder)) {}

  // Whether this node has keys of a coordinator.
  bool Exist() const;

  // FailedPrecondition: a file is open to others. InvalidArgument: the passphrase is wrong or
  // missing. DataLoss: they are not the keys that the trust root names.
  StatusOr<CoordinatorKeys> Load(const TrustRoot& root,
                                 const std::optional<std::string>& passphrase) const;

  // Writes all of it, with a text that says what to do with the recovery keys.
  // AlreadyExists: there are keys of a coordinator, which are not replaced.
  Status Create(const CoordinatorKeys& keys, std::span<const SigningKey> recovery_keys,
                const std::optional<std::string>& passphrase) const;

  // Undoes Create, for a federation that came to nothing.
  void Discard() const;

  // Whether recovery keys still lie on this machine, where they protect against nothing.
  bool RecoveryKeysAreHere() const;
  std::string recovery_folder() const { return data_folder_ + "/recovery"; }

 private:
  Status WriteKeys(const std::string& into, const CoordinatorKeys& keys,
                   const std::optional<std::string>& passphrase) const;
  Status WriteRecoveryKeys(std::span<const SigningKey> keys) const;

  std::string folder() const { return data_folder_ + "/coordinator"; }

  const std::string data_folder_;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_TRUST_COORDINATOR_FILES_H_
