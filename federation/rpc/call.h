#ifndef CLEDI_FEDERATION_RPC_CALL_H_
#define CLEDI_FEDERATION_RPC_CALL_H_

#include <bitset>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "federation/rpc/cancellation.h"

namespace cledi {

// What a caller has proved about itself. A call carries a set of these; a method names the
// one it needs. A person's set holds what their roles include: an administrator is a moderator
// too, and a moderator an educator.
enum class Role { kVisitor, kEducator, kModerator, kAdministrator, kCoordinator, kPeer, kOperator };
inline constexpr size_t kRoleCount = 7;

// "educator": for messages to people and for the log.
std::string_view RoleName(Role role);

// Who calls. `id`: a node id for a peer, an account id for a person, "operator" for an operator,
// empty for a visitor.
struct Caller {
  std::string id;
  std::bitset<kRoleCount> roles{1};  // Every caller is at least a visitor.
  // Which of a person's sessions the call came with: a name for it, not its secret. Empty for
  // all who have none.
  std::string session;
  // The host that the call came from, as its transport saw it (PeerAddress::host): for counting
  // failures, not for trust. Empty where that is not known.
  std::string address;

  bool Has(Role role) const { return roles.test(static_cast<size_t>(role)); }
  void Add(Role role) { roles.set(static_cast<size_t>(role)); }
  static Caller Peer(std::string node_id) { return With(std::move(node_id), Role::kPeer); }
  // Whoever can open the daemon's Unix socket: may all that people of this node may, in the
  // institution's name.
  static Caller Operator();

 private:
  static Caller With(std::string id, Role role) {
    Caller caller;
    caller.id = std::move(id);
    caller.Add(role);
    return caller;
  }
};

// Whose a session's secret token is. Nothing: no such session, or it ended. Safe from any thread;
// may read the disk.
using CallerResolver = std::function<std::optional<Caller>(std::string_view session_token)>;

// One request in flight. Made by a transport, shared with the handler until both let go;
// cancelled when the caller left, its time is up, or the server stops. Thread-safe.
class Call : public Cancellation {
 public:
  // `deadline`: on the monotonic clock, max() for none; the transport cancels by itself when
  // it passes.
  Call(Caller caller, std::chrono::milliseconds deadline)
      : caller_(std::move(caller)), deadline_(deadline) {}

  const Caller& caller() const { return caller_; }
  std::chrono::milliseconds deadline() const { return deadline_; }

 private:
  const Caller caller_;
  const std::chrono::milliseconds deadline_;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_CALL_H_
