#ifndef CLEDI_TESTS_CONVERSATION_HOSTILE_MEMBER_H_
#define CLEDI_TESTS_CONVERSATION_HOSTILE_MEMBER_H_

#include <memory>
#include <string>
#include <string_view>

#include "cledi/federation/v1/exchange.pb.h"
#include "federation/log/log_range.h"
#include "federation/roster/roster_holder.h"
#include "federation/sync/roster_directory.h"
#include "federation/trust/identity_files.h"
#include "federation/trust/tls_identity.h"
#include "federation/trust/tls_refusal_book.h"
#include "tests/conversation/raw_rpc.h"

namespace cledi {

// A member with a valid certificate and keys, and no node behind them: it says what it likes.
class HostileMember {
 public:
  // Takes the identity in `data_folder`, and dials `victim` at `address`. Aborts where there
  // is none.
  HostileMember(const std::string& data_folder, const std::string& victim,
                const std::string& address);

  const std::string& node_id() const { return identity_.node_id; }
  const Roster& roster() const { return identity_.first_roster; }

  // Of the service Exchange: "Hello".
  StatusOr<std::string> Call(std::string_view method, const std::string& request) const;
  StatusOr<federation::v1::AnnounceResponse> Announce(
      const federation::v1::AnnounceRequest& request) const;
  const RawRpc& rpc() const { return *rpc_; }

  // A range of a new epoch of `owner`'s log of `space`, with one event in it, signed with this
  // member's key: a true one where `owner` is this member.
  LogRange NewRange(const std::string& owner, const SpaceId& space,
                    const std::string& payload) const;

 private:
  SystemClock clock_;
  mutable SystemRandom random_;
  NodeIdentity identity_;
  RosterHolder holder_;
  RosterDirectory directory_;
  TlsRefusalBook refusals_;
  std::unique_ptr<TlsIdentity> tls_;
  std::unique_ptr<RawRpc> rpc_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_CONVERSATION_HOSTILE_MEMBER_H_
