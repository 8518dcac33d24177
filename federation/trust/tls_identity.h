#ifndef CLEDI_FEDERATION_TRUST_TLS_IDENTITY_H_
#define CLEDI_FEDERATION_TRUST_TLS_IDENTITY_H_

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "federation/base/clock.h"
#include "federation/base/status.h"
#include "federation/roster/roster_holder.h"
#include "federation/trust/tls_refusal.h"

// gRPC's headers stay out of this one; the experimental ones are in tls_identity.cc alone.
namespace grpc {
class AuthContext;
class ChannelCredentials;
class ServerCredentials;
namespace experimental {
class FileWatcherCertificateProvider;
}  // namespace experimental
}  // namespace grpc

namespace cledi {

// Holds gRPC to TLS 1.3, for the whole process. gRPC 1.51 has no setting for it. It reads what
// this sets once, so call it before anything else uses gRPC with TLS; TlsIdentity does.
void RestrictGrpcToTls13();

// How this node shows its peers who it is, and who they must be: credentials for gRPC on both
// sides of a connection. Both sides show certificates; each is judged by CheckPeer against the
// roster of the moment, by the given clock, and gRPC judges nothing by itself.
//
// The key and the certificate are read again when their file changes: connections that open
// from then on use the new ones. Safe from any thread.
class TlsIdentity {
 public:
  // What peers are judged by; all outlive the TlsIdentity.
  struct Judges {
    const RosterHolder* roster;
    const Clock* clock;
    TlsRefusals* refusals;
  };

  // `pair_file`: the private key and its certificate, PEM, as IdentityFiles keeps them.
  // `reload_every`: how often it is looked at; whole seconds, at least one.
  // NotFound, InvalidArgument: what is wrong with the file.
  static StatusOr<std::unique_ptr<TlsIdentity>> Open(
      const std::string& pair_file, Judges judges,
      std::chrono::seconds reload_every = std::chrono::seconds(5));

  // Handshakes that are under way fail from now on. Credentials may live longer.
  ~TlsIdentity();
  TlsIdentity(const TlsIdentity&) = delete;
  TlsIdentity& operator=(const TlsIdentity&) = delete;

  // For a server that members may dial.
  std::shared_ptr<grpc::ServerCredentials> ServerCredentials() const;
  // For dialling `node_id`: whoever else answers is refused, be it a member.
  std::shared_ptr<grpc::ChannelCredentials> ChannelCredentials(std::string_view node_id) const;

  // The node id of who is at the other end of a connection that ServerCredentials() let in. To
  // be asked for every call: a connection stays open when its peer is removed or its
  // certificate ends.
  // Unauthenticated, made by RefusedForTls: as CheckStillMember, or no certificate.
  StatusOr<std::string> PeerOf(const grpc::AuthContext& context) const;

 private:
  class PeerJudge;
  class Verifier;

  TlsIdentity(std::shared_ptr<PeerJudge> judge,
              std::shared_ptr<grpc::experimental::FileWatcherCertificateProvider> pair);

  // Shared with the verifiers that gRPC holds, some of which outlive this.
  const std::shared_ptr<PeerJudge> judge_;
  const std::shared_ptr<grpc::experimental::FileWatcherCertificateProvider> pair_;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_TRUST_TLS_IDENTITY_H_
