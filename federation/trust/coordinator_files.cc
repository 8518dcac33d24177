#include "federation/trust/coordinator_files.h"

#include <filesystem>

#include "federation/base/files.h"

namespace cledi {
namespace {

namespace fs = std::filesystem;

constexpr size_t kKeyBytesMax = 16 * 1024;

constexpr std::string_view kRecoveryText = R"(RECOVERY KEYS OF THE FEDERATION

The three files beside this one are the last word on who the federation trusts. Any two of them
together can name a new coordinator, a new roster key and a new certificate authority: when the
coordinator's machine is lost, or when its keys are stolen.

They protect against nothing while they lie here. Today:

1. Copy each file to a USB stick of its own, and print it on paper too (it is four lines).
2. Give one to the coordinating institution and one each to two partner institutions. Keep each
   where the institution keeps what must not get lost, with a note that says what it is.
3. Delete this folder.

Never put two of them in one place, nor into a backup of this machine.
)";

std::string RecoveryKeyName(size_t i) { return absl::StrFormat("recovery-%d.key", i + 1); }

bool IsNamedBy(const TrustRoot& root, const CoordinatorKeys& keys) {
  return keys.roster_key.public_key() == root.roster_key &&
         std::ranges::find(root.tls_authorities, keys.authority.certificate_der()) !=
             root.tls_authorities.end();
}

}  // namespace

bool CoordinatorFiles::Exist() const {
  std::error_code ignored;
  return fs::is_directory(folder(), ignored);
}

StatusOr<CoordinatorKeys> CoordinatorFiles::Load(
    const TrustRoot& root, const std::optional<std::string>& passphrase) const {
  ASSIGN_OR_RETURN(const std::string key_pem, ReadSecretFile(folder() + "/ca.key", kKeyBytesMax));
  ASSIGN_OR_RETURN(const std::string certificate_pem,
                   ReadWholeFile(folder() + "/ca.pem", kKeyBytesMax));
  ASSIGN_OR_RETURN(const std::string roster_pem,
                   ReadSecretFile(folder() + "/roster.key", kKeyBytesMax));
  StatusOr<TlsKey> key = TlsKey::FromPem(key_pem, passphrase);
  RETURN_IF_ERROR(Annotate(key.status(), folder() + "/ca.key"));
  StatusOr<SigningKey> roster_key = SigningKey::FromPem(roster_pem);
  RETURN_IF_ERROR(Annotate(roster_key.status(), folder() + "/roster.key"));
  ASSIGN_OR_RETURN(std::vector<std::string> certificates, CertificatesFromPem(certificate_pem));
  StatusOr<CertificateAuthority> authority = CertificateAuthority::From(
      *std::move(key), std::move(certificates.front()), root.trust_domain);
  RETURN_IF_ERROR(Annotate(authority.status(), folder()));
  CoordinatorKeys keys{*std::move(authority), *std::move(roster_key)};
  if (!IsNamedBy(root, keys)) {
    return Corrupt(absl::StrFormat(
        "the keys in %s are not those that the trust root names: restore them from the backup of "
        "this federation's coordinator",
        folder()));
  }
  return keys;
}

Status CoordinatorFiles::Create(const CoordinatorKeys& keys,
                                std::span<const SigningKey> recovery_keys,
                                const std::optional<std::string>& passphrase) const {
  if (Exist()) {
    return absl::AlreadyExistsError(absl::StrFormat(
        "%s holds the keys of a coordinator: delete it if they are left over from a federation "
        "that was never finished, or restore the identity that belongs to them",
        folder()));
  }
  const std::string draft = folder() + ".new";
  std::error_code ignored;
  fs::remove_all(draft, ignored);
  RETURN_IF_ERROR(WriteKeys(draft, keys, passphrase));
  RETURN_IF_ERROR(WriteRecoveryKeys(recovery_keys));
  return RenameDurably(draft, folder());
}

void CoordinatorFiles::Discard() const {
  std::error_code ignored;
  fs::remove_all(folder(), ignored);
  fs::remove_all(recovery_folder(), ignored);
}

Status CoordinatorFiles::WriteKeys(const std::string& into, const CoordinatorKeys& keys,
                                   const std::optional<std::string>& passphrase) const {
  const TlsKey& ca_key = keys.authority.key();
  RETURN_IF_ERROR(MakePrivateFolder(into));
  RETURN_IF_ERROR(
      WriteFileDurably(into + "/ca.key",
                       passphrase.has_value() ? ca_key.ToEncryptedPem(*passphrase) : ca_key.ToPem(),
                       FileAccess::kOwnerOnly));
  RETURN_IF_ERROR(WriteFileDurably(into + "/ca.pem",
                                   CertificateToPem(keys.authority.certificate_der()),
                                   FileAccess::kOwnerOnly));
  return WriteFileDurably(into + "/roster.key", keys.roster_key.ToPem(), FileAccess::kOwnerOnly);
}

Status CoordinatorFiles::WriteRecoveryKeys(std::span<const SigningKey> keys) const {
  RETURN_IF_ERROR(MakePrivateFolder(recovery_folder()));
  for (size_t i = 0; i < keys.size(); ++i) {
    RETURN_IF_ERROR(WriteFileDurably(recovery_folder() + "/" + RecoveryKeyName(i), keys[i].ToPem(),
                                     FileAccess::kOwnerOnly));
  }
  return WriteFileDurably(recovery_folder() + "/README.txt", kRecoveryText, FileAccess::kOwnerOnly);
}

bool CoordinatorFiles::RecoveryKeysAreHere() const {
  std::error_code ignored;
  for (size_t i = 0; i < kRecoveryKeys; ++i) {
    if (fs::exists(recovery_folder() + "/" + RecoveryKeyName(i), ignored)) {
      return true;
    }
  }
  return false;
}

}  // namespace cledi
