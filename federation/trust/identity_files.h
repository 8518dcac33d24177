#ifndef CLEDI_FEDERATION_TRUST_IDENTITY_FILES_H_
#define CLEDI_FEDERATION_TRUST_IDENTITY_FILES_H_

#include <optional>
#include <string>
#include <vector>

#include "cledi/federation/v1/enrolment_record.pb.h"
#include "federation/base/ed25519.h"
#include "federation/base/status.h"
#include "federation/trust/membership.h"
#include "federation/trust/tls_key.h"
#include "federation/trust/tls_pair.h"

namespace cledi {

// Who a node is, as its files say.
struct NodeIdentity {
  std::string node_id;
  SigningKey log_key;
  // The roster as it was when the node joined, and the updates that make it. What came since
  // is in the store.
  Roster first_roster;
  std::vector<federation::v1::SignedRosterUpdate> first_updates;
  // Where the coordinator takes renewals: host:port.
  std::vector<std::string> coordinator_addresses;
  // Of the TLS certificate in place. Nothing: there is none, as after a restore, since backups
  // hold no TLS keys. Renewing needs the log key only.
  std::optional<NodeCertificate> certificate;
};

// The keys that a node joins with. Kept until it has, so that a request whose answer got lost
// can be sent again, and is answered again.
struct JoiningKeys {
  SigningKey log_key;
  TlsKey tls_key;
};

// A node's identity in its data folder:
//
//   identity/log.key            Ed25519, PKCS#8 PEM: signs its logs, for its life. Back it up.
//   identity/membership.binpb   what it was given when it joined
//   identity/tls.pem            TLS key and certificate: replaced by renewals, never backed up
//   joining/<token id>/         keys of a join under way
//
// All readable by the owner only. One process at a time; not thread-safe.
class IdentityFiles {
 public:
  explicit IdentityFiles(std::string data_folder) : data_folder_(std::move(data_folder)) {}

  // Whether the node has joined a federation.
  bool Exist() const;

  // FailedPrecondition: the node has not joined yet, or a file is open to others; says what to
  // do. DataLoss: the files do not belong together.
  StatusOr<NodeIdentity> Load() const;

  // The keys for joining with the token: those of an earlier try, or new ones, on the disk
  // before they are returned.
  StatusOr<JoiningKeys> KeysForJoining(const std::string& token_id, Random& random) const;

  // Makes the identity, all or nothing, and drops the keys of joins under way. The caller has
  // checked that they belong together.
  // AlreadyExists: there is one.
  Status Create(const SigningKey& log_key, const TlsPair& pair,
                const federation::v1::Membership& membership) const;

  // Puts another TLS key and certificate in place. They belong together; that the certificate
  // is usable, the caller has checked (CheckUsable).
  Status InstallTls(const TlsPair& pair) const;

  // For TlsIdentity.
  std::string tls_pair_file() const { return identity_folder() + "/tls.pem"; }

 private:
  std::string identity_folder() const { return data_folder_ + "/identity"; }
  std::string joining_folder() const { return data_folder_ + "/joining"; }

  const std::string data_folder_;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_TRUST_IDENTITY_FILES_H_
