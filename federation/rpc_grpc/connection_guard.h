#ifndef CLEDI_FEDERATION_RPC_GRPC_CONNECTION_GUARD_H_
#define CLEDI_FEDERATION_RPC_GRPC_CONNECTION_GUARD_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/base/clock.h"
#include "federation/base/peer_address.h"
#include "federation/base/status.h"
#include "federation/rpc_grpc/unique_fd.h"

namespace cledi {

// Which connections a server has open and whose they are: bounds their number before any
// cryptography is done for them, and can end those of one node at once, which gRPC cannot.
//
// It keeps a duplicate of each socket. gRPC shuts a socket down when it is done with it, which
// the duplicate shows (POLLHUP); whoever watches for that calls Forget().
//
// Also the fuse against a peer with a valid certificate that makes more calls than any honest
// one (HTTP/2 rapid reset): such a node is cut and stays banned for a while.
//
// Thread-safe.
class ConnectionGuard {
 public:
  struct Limits {
    size_t connections_max = 256;
    size_t connections_per_host_max = 64;
    int calls_per_second_max = 500;
    std::chrono::milliseconds ban = std::chrono::minutes(5);
  };
  // Since the start, and now.
  struct Figures {
    uint64_t admitted = 0;
    uint64_t refused = 0;
    uint64_t cut = 0;
    size_t open = 0;
  };
  using ConnectionId = uint64_t;
  struct Admitted {
    ConnectionId id;
    int watch_fd;  // The duplicate; the guard's, valid until Forget(id).
  };

  // `clock` outlives the guard.
  ConnectionGuard(const Clock* clock, Limits limits) : clock_(clock), limits_(limits) {}

  // Counts a new connection in and duplicates its socket.
  // ResourceExhausted: too many, of all, of this host, or of the process's descriptors.
  StatusOr<Admitted> Admit(int fd, PeerAddress address) ABSL_LOCKS_EXCLUDED(mutex_);
  // The connection has ended. Returns the duplicate; invalid for an unknown id.
  UniqueFd Forget(ConnectionId id) ABSL_LOCKS_EXCLUDED(mutex_);

  // A call by `node_id` arrived on the connection from `endpoint`.
  // ResourceExhausted: the node is banned, from before or by this call; its connections end.
  Status CountCall(std::string_view node_id, std::string_view endpoint) ABSL_LOCKS_EXCLUDED(mutex_);
  // For the TLS handshake: whether a new connection of the node would be cut anyway.
  bool Banned(std::string_view node_id) const ABSL_LOCKS_EXCLUDED(mutex_);

  // Ends every connection on which `node_id` has called. Returns how many.
  size_t Cut(std::string_view node_id) ABSL_LOCKS_EXCLUDED(mutex_);

  // Ends every connection on which nobody has called: those that never finish their handshake
  // would hold up a stop. Returns how many. Those of a Unix socket cannot be told apart and
  // stay.
  size_t CutSilent() ABSL_LOCKS_EXCLUDED(mutex_);

  Figures figures() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Connection {
    UniqueFd duplicate;
    PeerAddress address;
    std::string node_id;  // Empty until its first call.
    bool cut = false;
  };
  struct Rate {
    std::chrono::milliseconds window_start{0};
    int calls = 0;
    std::chrono::milliseconds banned_until{0};
  };

  Status Refuse(std::string why) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void NoteCaller(std::string_view node_id, std::string_view endpoint)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // An empty `node_id`: those on which nobody has called.
  size_t CutLocked(std::string_view node_id) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Clock* const clock_;
  const Limits limits_;
  mutable absl::Mutex mutex_;
  ConnectionId next_id_ ABSL_GUARDED_BY(mutex_) = 1;
  std::map<ConnectionId, Connection> connections_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, ConnectionId, std::less<>> by_endpoint_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, size_t, std::less<>> per_host_ ABSL_GUARDED_BY(mutex_);
  // One entry a node that has called: as many as there are members.
  std::map<std::string, Rate, std::less<>> rates_ ABSL_GUARDED_BY(mutex_);
  Figures figures_ ABSL_GUARDED_BY(mutex_);
  uint64_t refused_in_log_ ABSL_GUARDED_BY(mutex_) = 0;
  std::chrono::milliseconds log_again_at_ ABSL_GUARDED_BY(mutex_){0};
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_GRPC_CONNECTION_GUARD_H_
