#include "federation/trust/tls_identity.h"

#include <cstdlib>
#include <mutex>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/security/auth_context.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_certificate_verifier.h"
#include "grpcpp/security/tls_credentials_options.h"

#include "federation/base/files.h"
#include "federation/trust/peer_check.h"
#include "federation/trust/tls_pair.h"

namespace cledi {

using grpc::experimental::ExternalCertificateVerifier;
using grpc::experimental::FileWatcherCertificateProvider;
using grpc::experimental::TlsChannelCredentialsOptions;
using grpc::experimental::TlsCustomVerificationCheckRequest;
using grpc::experimental::TlsServerCredentialsOptions;

namespace {

constexpr size_t kPairBytesMax = 64 * 1024;
constexpr size_t kReadMax = 1024;

std::string_view View(grpc::string_ref text) { return {text.data(), text.size()}; }

// Whose certificate it is, where what is wrong with it leaves that beyond doubt.
std::string ProvenName(TlsRefusal reason, std::string_view der) {
  switch (reason) {
    case TlsRefusal::kExpired:
    case TlsRefusal::kNotYetValid:
    case TlsRefusal::kNotOnRoster:
    case TlsRefusal::kRemoved: {
      const StatusOr<NodeCertificate> certificate = ReadNodeCertificate(der);
      return certificate.ok() ? certificate->node_id : "";
    }
    case TlsRefusal::kHandshake:
    case TlsRefusal::kMalformed:
    case TlsRefusal::kUnknownAuthority:
    case TlsRefusal::kWrongUsage:
    case TlsRefusal::kWrongName:
    case TlsRefusal::kWrongTrustDomain:
    case TlsRefusal::kWrongNode:
      return "";
  }
  return "";
}

// The certificate that a connection was made with, as gRPC keeps it.
StatusOr<std::string> DerOf(std::string_view pem) {
  if (pem.empty()) {
    return RefusedForTls(TlsRefusal::kMalformed, "it showed no certificate");
  }
  StatusOr<std::vector<std::string>> certificates = CertificatesFromPem(pem);
  if (!certificates.ok()) {
    return RefusedForTls(TlsRefusal::kMalformed, Message(certificates.status()));
  }
  return std::move(certificates->front());
}

}  // namespace

void RestrictGrpcToTls13() {
  static std::once_flag once;
  std::call_once(once, [] {
    // gRPC offers TLS 1.2 whatever OpenSSL's configuration says. The one suite that this
    // leaves of 1.2 needs an RSA certificate, which nobody here has; 1.3 has suites of its own.
    // NOLINTNEXTLINE(concurrency-mt-unsafe): once, before gRPC reads it.
    ::setenv("GRPC_SSL_CIPHER_SUITES", "ECDHE-RSA-AES256-GCM-SHA384", 1);
  });
}

// Judges peers for as long as there is somebody to judge by.
class TlsIdentity::PeerJudge {
 public:
  explicit PeerJudge(Judges judges) : judges_(judges) {}

  // Nobody is let in any more. Returns when nobody is being judged.
  void Retire() ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::WriterMutexLock lock(&mutex_);
    retired_ = true;
  }

  // `dialled`: whom this node wanted to reach; nothing on the side that answers.
  Status JudgeHandshake(std::string_view pem, const std::optional<std::string>& dialled) const
      ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::ReaderMutexLock lock(&mutex_);
    if (retired_) {
      return Stopping();
    }
    const StatusOr<std::string> der = DerOf(pem);
    Status status = der.ok() ? CheckHandshake(*der, dialled) : der.status();
    if (const auto reason = TlsRefusalOf(status); reason.has_value()) {
      Report(*reason, dialled.has_value() ? *dialled : ProvenName(*reason, der.value_or("")),
             status);
    }
    return status;
  }

  StatusOr<std::string> JudgeCall(std::string_view pem) const ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::ReaderMutexLock lock(&mutex_);
    if (retired_) {
      return Stopping();
    }
    ASSIGN_OR_RETURN(const NodeCertificate certificate, Read(pem));
    const Status status =
        CheckStillMember(*judges_.roster->Get(), certificate, judges_.clock->Now());
    if (const auto reason = TlsRefusalOf(status); reason.has_value()) {
      Report(*reason, certificate.node_id, status);
    }
    RETURN_IF_ERROR(status);
    return certificate.node_id;
  }

 private:
  // Decoding a certificate costs OpenSSL half a millisecond, and every call asks for one of
  // the few that connections were opened with.
  StatusOr<NodeCertificate> Read(std::string_view pem) const ABSL_LOCKS_EXCLUDED(read_mutex_) {
    {
      const absl::ReaderMutexLock lock(&read_mutex_);
      if (const auto found = read_.find(pem); found != read_.end()) {
        return found->second;
      }
    }
    ASSIGN_OR_RETURN(const std::string der, DerOf(pem));
    ASSIGN_OR_RETURN(NodeCertificate certificate, ReadNodeCertificate(der));
    const absl::WriterMutexLock lock(&read_mutex_);
    if (read_.size() >= kReadMax) {
      read_.clear();
    }
    read_.emplace(pem, certificate);
    return certificate;
  }

  static Status Stopping() { return absl::UnavailableError("this node is stopping"); }

  Status CheckHandshake(std::string_view der, const std::optional<std::string>& dialled) const {
    const TlsSide side = dialled.has_value() ? TlsSide::kServer : TlsSide::kClient;
    const std::shared_ptr<const Roster> roster = judges_.roster->Get();
    ASSIGN_OR_RETURN(const NodeCertificate certificate,
                     CheckPeer(*roster, der, side, judges_.clock->Now()));
    if (dialled.has_value() && certificate.node_id != *dialled) {
      return RefusedForTls(
          TlsRefusal::kWrongNode,
          absl::StrFormat("%s was dialled, and %s answered: is an address in the roster wrong?",
                          *dialled, certificate.node_id));
    }
    return absl::OkStatus();
  }

  void Report(TlsRefusal reason, std::string node_id, const Status& status) const {
    judges_.refusals->OnTlsRefused(
        {.reason = reason, .node_id = std::move(node_id), .detail = std::string(Message(status))});
  }

  mutable absl::Mutex mutex_;
  bool retired_ ABSL_GUARDED_BY(mutex_) = false;
  const Judges judges_;

  mutable absl::Mutex read_mutex_;
  // By their PEM. What they say never changes; what they are worth is judged each time.
  mutable std::map<std::string, NodeCertificate, std::less<>> read_ ABSL_GUARDED_BY(read_mutex_);
};

namespace {

grpc::Status ToGrpc(const Status& status) {
  return status.ok()
             ? grpc::Status::OK
             : grpc::Status(grpc::StatusCode::UNAUTHENTICATED, std::string(Message(status)));
}

}  // namespace

// Lets gRPC ask the judge. Owned by gRPC.
class TlsIdentity::Verifier final : public ExternalCertificateVerifier {
 public:
  Verifier(std::shared_ptr<const PeerJudge> judge, std::optional<std::string> dialled)
      : judge_(std::move(judge)), dialled_(std::move(dialled)) {}

  bool Verify(TlsCustomVerificationCheckRequest* request, std::function<void(grpc::Status)>,
              grpc::Status* verdict) override {
    *verdict = ToGrpc(judge_->JudgeHandshake(View(request->peer_cert()), dialled_));
    return true;  // Answered already.
  }
  void Cancel(TlsCustomVerificationCheckRequest*) override {}

 private:
  const std::shared_ptr<const PeerJudge> judge_;
  const std::optional<std::string> dialled_;
};

StatusOr<std::unique_ptr<TlsIdentity>> TlsIdentity::Open(const std::string& pair_file,
                                                         Judges judges,
                                                         std::chrono::seconds reload_every) {
  RestrictGrpcToTls13();
  // Looked at once before gRPC does: it takes a pair that does not belong together without a
  // word, and then fails every handshake.
  ASSIGN_OR_RETURN(const std::string pem, ReadSecretFile(pair_file, kPairBytesMax));
  RETURN_IF_ERROR(Annotate(ReadTlsPair(pem).status(), pair_file));
  return std::unique_ptr<TlsIdentity>(
      new TlsIdentity(std::make_shared<PeerJudge>(judges),
                      std::make_shared<FileWatcherCertificateProvider>(
                          pair_file, pair_file, static_cast<unsigned>(reload_every.count()))));
}

TlsIdentity::TlsIdentity(std::shared_ptr<PeerJudge> judge,
                         std::shared_ptr<FileWatcherCertificateProvider> pair)
    : judge_(std::move(judge)), pair_(std::move(pair)) {}

TlsIdentity::~TlsIdentity() { judge_->Retire(); }

std::shared_ptr<grpc::ServerCredentials> TlsIdentity::ServerCredentials() const {
  TlsServerCredentialsOptions options(pair_);
  options.watch_identity_key_cert_pairs();
  // A certificate is asked for and its key proven by TLS; what it is worth, only the judge
  // says. gRPC's own check would come first, by the system's clock and without a reason.
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_BUT_DONT_VERIFY);
  options.set_certificate_verifier(
      ExternalCertificateVerifier::Create<Verifier>(judge_, std::nullopt));
  return grpc::experimental::TlsServerCredentials(options);
}

std::shared_ptr<grpc::ChannelCredentials> TlsIdentity::ChannelCredentials(
    std::string_view node_id) const {
  TlsChannelCredentialsOptions options;
  options.set_certificate_provider(pair_);
  options.watch_identity_key_cert_pairs();
  options.set_verify_server_certs(false);  // As above: the judge does.
  options.set_check_call_host(false);      // Nodes are known by their ids, not by host names.
  options.set_certificate_verifier(
      ExternalCertificateVerifier::Create<Verifier>(judge_, std::string(node_id)));
  return grpc::experimental::TlsCredentials(options);
}

StatusOr<std::string> TlsIdentity::PeerOf(const grpc::AuthContext& context) const {
  const std::vector<grpc::string_ref> pem =
      context.FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
  return judge_->JudgeCall(pem.size() == 1 ? View(pem.front()) : std::string_view());
}

}  // namespace cledi
