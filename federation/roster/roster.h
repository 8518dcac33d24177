#ifndef CLEDI_FEDERATION_ROSTER_ROSTER_H_
#define CLEDI_FEDERATION_ROSTER_ROSTER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cledi/federation/v1/roster.pb.h"

#include "federation/base/status.h"
#include "federation/event/ids.h"
#include "federation/roster/trust_root.h"

namespace cledi {

enum class MemberState { kActive, kRemoved };

// One incarnation of one node, as the roster's updates make it.
struct MemberEntry {
  federation::v1::Member member;
  PublicKey log_key;
  MemberState state = MemberState::kActive;
  uint32_t admitted_at = 0;  // Roster numbers.
  uint32_t removed_at = 0;   // 0 while active.
};

// Whose log it is.
struct LogOwner {
  std::string node_id;
  uint32_t incarnation = 0;
  SpaceId space;
  PublicKey log_key;
  bool active = true;
};

// Who belongs to the federation: a fold over numbered, signed updates. Every node holds all
// updates and folds them alike.
//
// A value: readers hold a shared_ptr to a const one; applying an update makes a new one.
class Roster {
 public:
  // Holds nobody. `root` was verified.
  explicit Roster(TrustRoot root);

  // The roster after one more update.
  // InvalidArgument: malformed. Unauthenticated: not signed by the roster key.
  // FailedPrecondition: not the next number; the message names the one expected.
  // DataLoss: the right number, but another history (previous_hash differs).
  StatusOr<Roster> Apply(const federation::v1::SignedRosterUpdate& update) const;

  const TrustRoot& root() const { return root_; }
  uint32_t number() const { return number_; }
  // What the next update must name as previous_hash.
  const Hash& head_hash() const { return head_hash_; }

  // The newest incarnation. Null: never heard of, whatever it says of itself.
  const MemberEntry* Find(std::string_view node_id) const;
  bool IsActive(std::string_view node_id) const;
  // Active members in the order of their ids.
  std::vector<const MemberEntry*> Active() const;
  std::vector<const MemberEntry*> All() const;

  // Whose log `log` is, among the replicated built-in spaces (roster, commons; eea later) of
  // all members that ever were. Null: of nobody known yet.
  const LogOwner* OwnerOf(const LogId& log) const;
  // Whether the node may hold the space's data. `institution` spaces: nobody else.
  bool IsEntitled(std::string_view node_id, const SpaceId& space) const;
  // The spaces that are exchanged between `a` and `b`, in order.
  std::vector<SpaceId> SharedSpaces(std::string_view a, std::string_view b) const;

 private:
  TrustRoot root_;
  uint32_t number_ = 0;
  Hash head_hash_;
  std::map<std::string, MemberEntry, std::less<>> members_;  // By node id; newest incarnation.
  std::map<LogId, LogOwner> owners_;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_ROSTER_ROSTER_H_
