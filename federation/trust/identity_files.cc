#include "federation/trust/identity_files.h"

#include <filesystem>

#include "federation/base/files.h"

namespace cledi {

using federation::v1::Membership;

namespace {

constexpr size_t kKeyBytesMax = 16 * 1024;
constexpr size_t kMembershipBytesMax = 256 * 1024 * 1024;

// A SigningKey or a TlsKey.
template <class Key>
StatusOr<Key> ReadKey(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string pem, ReadSecretFile(path, kKeyBytesMax));
  StatusOr<Key> key = Key::FromPem(pem);
  if (!key.ok()) {
    return Annotate(key.status(), path);
  }
  return key;
}

StatusOr<Membership> ReadMembership(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadSecretFile(path, kMembershipBytesMax));
  Membership membership;
  if (!membership.ParseFromString(bytes)) {
    return Corrupt(absl::StrFormat("%s cannot be read: restore it from a backup", path));
  }
  return membership;
}

// Nothing, if the file is not there.
StatusOr<std::optional<NodeCertificate>> ReadCertificate(const std::string& path) {
  const StatusOr<std::string> pem = ReadSecretFile(path, kKeyBytesMax);
  if (absl::IsNotFound(pem.status())) {
    return std::nullopt;
  }
  RETURN_IF_ERROR(pem.status());
  StatusOr<TlsPair> pair = ReadTlsPair(*pem);
  if (!pair.ok()) {
    return Annotate(pair.status(), path);
  }
  return std::move(pair->certificate);
}

}  // namespace

bool IdentityFiles::Exist() const {
  std::error_code ignored;
  return std::filesystem::is_directory(identity_folder(), ignored);
}

StatusOr<NodeIdentity> IdentityFiles::Load() const {
  if (!Exist()) {
    return absl::FailedPreconditionError(absl::StrFormat(
        "there is no identity in %s: this node has not joined a federation yet", data_folder_));
  }
  ASSIGN_OR_RETURN(SigningKey log_key, ReadKey<SigningKey>(identity_folder() + "/log.key"));
  ASSIGN_OR_RETURN(const Membership membership,
                   ReadMembership(identity_folder() + "/membership.binpb"));
  ASSIGN_OR_RETURN(std::optional<NodeCertificate> certificate, ReadCertificate(tls_pair_file()));
  StatusOr<CheckedMembership> checked =
      CheckMembership(membership.response(), log_key.public_key(), std::nullopt);
  if (!checked.ok()) {
    return Corrupt(
        absl::StrFormat("%s/membership.binpb does not belong to the log key beside it "
                        "(%s): restore both from one backup",
                        identity_folder(), Message(checked.status())));
  }
  if (certificate.has_value() && certificate->node_id != checked->node_id) {
    return Corrupt(
        absl::StrFormat("%s is a certificate of %s, and this node is %s: remove it, and "
                        "the node asks for a new one",
                        tls_pair_file(), certificate->node_id, checked->node_id));
  }
  return NodeIdentity{.node_id = std::move(checked->node_id),
                      .log_key = std::move(log_key),
                      .first_roster = std::move(checked->roster),
                      .first_updates = {membership.response().roster_updates().begin(),
                                        membership.response().roster_updates().end()},
                      .coordinator_addresses = {membership.coordinator_addresses().begin(),
                                                membership.coordinator_addresses().end()},
                      .certificate = std::move(certificate)};
}

StatusOr<JoiningKeys> IdentityFiles::KeysForJoining(const std::string& token_id,
                                                    Random& random) const {
  const std::string folder = joining_folder() + "/" + HexEncode(token_id);
  const std::string log_file = folder + "/log.key";
  const std::string tls_file = folder + "/tls.key";
  RETURN_IF_ERROR(MakePrivateFolder(folder));
  std::error_code ignored;
  if (!std::filesystem::exists(tls_file, ignored)) {  // Written last.
    RETURN_IF_ERROR(
        WriteFileDurably(log_file, SigningKey::Generate(random).ToPem(), FileAccess::kOwnerOnly));
    RETURN_IF_ERROR(WriteFileDurably(tls_file, TlsKey::Generate().ToPem(), FileAccess::kOwnerOnly));
  }
  ASSIGN_OR_RETURN(SigningKey log_key, ReadKey<SigningKey>(log_file));
  ASSIGN_OR_RETURN(TlsKey tls_key, ReadKey<TlsKey>(tls_file));
  return JoiningKeys{std::move(log_key), std::move(tls_key)};
}

Status IdentityFiles::Create(const SigningKey& log_key, const TlsPair& pair,
                             const Membership& membership) const {
  if (Exist()) {
    return absl::AlreadyExistsError(absl::StrFormat(
        "%s has an identity already: a node belongs to one federation", data_folder_));
  }
  // Complete under another name first: the rename is the moment at which the node has joined.
  const std::string draft = identity_folder() + ".new";
  std::error_code ignored;
  std::filesystem::remove_all(draft, ignored);
  RETURN_IF_ERROR(MakePrivateFolder(draft));
  RETURN_IF_ERROR(WriteFileDurably(draft + "/log.key", log_key.ToPem(), FileAccess::kOwnerOnly));
  RETURN_IF_ERROR(WriteFileDurably(draft + "/membership.binpb", membership.SerializeAsString(),
                                   FileAccess::kOwnerOnly));
  RETURN_IF_ERROR(
      WriteFileDurably(draft + "/tls.pem", FormatTlsPair(pair), FileAccess::kOwnerOnly));
  RETURN_IF_ERROR(RenameDurably(draft, identity_folder()));
  std::filesystem::remove_all(joining_folder(), ignored);
  return absl::OkStatus();
}

Status IdentityFiles::InstallTls(const TlsPair& pair) const {
  // Read back as every reader will: a pair that does not belong together must not get here.
  const std::string text = FormatTlsPair(pair);
  RETURN_IF_ERROR(ReadTlsPair(text).status());
  return WriteFileDurably(tls_pair_file(), text, FileAccess::kOwnerOnly);
}

}  // namespace cledi
