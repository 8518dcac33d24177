#ifndef CLEDI_FEDERATION_ROSTER_ROSTER_H_
#define CLEDI_FEDERATION_ROSTER_ROSTER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cledi/federation/v1/roster.pb.h"
#include "federation/base/status.h"
#include "federation/event/ids.h"
#include "federation/roster/trust_root.h"

namespace cledi {

// An update must fit into an event's payload, with what is around it there.
inline constexpr size_t kRosterUpdateBytesMax = 60 * 1024;

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

  // The roster after all of `updates`, from number 1 on.
  // Errors as Apply; the message names the update.
  static StatusOr<Roster> Replay(TrustRoot root,
                                 std::span<const federation::v1::SignedRosterUpdate> updates);

  // The roster after one more update.
  // InvalidArgument: malformed, or a change that the rules forbid. Unauthenticated: not signed
  // by the roster key. AlreadyExists: this very update is in.
  // FailedPrecondition: not the next number; the message names the one expected.
  // DataLoss: another history. The roster key signed a different update of this number, or of
  // one before it (previous_hash differs): keep both, and raise an alarm.
  // Unimplemented: a kind of change that this version does not know.
  StatusOr<Roster> Apply(const federation::v1::SignedRosterUpdate& update) const;

  const TrustRoot& root() const { return root_; }
  uint32_t number() const { return static_cast<uint32_t>(hashes_.size() - 1); }
  // What the next update must name as previous_hash.
  const Hash& head_hash() const { return hashes_.back(); }

  // The newest incarnation. Null: never heard of, whatever it says of itself.
  const MemberEntry* Find(std::string_view node_id) const;
  bool IsActive(std::string_view node_id) const;
  // Active members in the order of their ids.
  std::vector<const MemberEntry*> Active() const;
  std::vector<const MemberEntry*> All() const;

  // Whose log `log` is, among the replicated built-in spaces (roster, commons; eea later) of
  // all members that ever were. Null: of nobody known yet.
  const LogOwner* OwnerOf(const LogId& log) const;
  // Where a removed node's log ends. Null: all of it counts.
  const federation::v1::Cut* CutOf(const LogId& log) const;
  // Whether the node may hold the space's data. `institution` spaces: nobody else.
  bool IsEntitled(std::string_view node_id, const SpaceId& space) const;
  // The spaces that are exchanged between `a` and `b`: roster, commons, or none.
  std::vector<SpaceId> SharedSpaces(std::string_view a, std::string_view b) const;

 private:
  // As Apply, in place; on an error the roster is unusable.
  Status Advance(const federation::v1::SignedRosterUpdate& update);
  Status CheckPlace(const federation::v1::RosterUpdate& update, const Hash& hash) const;
  Status ApplyChange(const federation::v1::RosterChange& change, uint32_t number);
  Status Admit(const federation::v1::Member& member, uint32_t number);
  Status Update(const federation::v1::Member& member);
  Status Remove(const federation::v1::RosterChange::Removal& removal, uint32_t number);
  Status AddCut(std::string_view node_id, const federation::v1::Cut& cut);
  // InvalidArgument: it is not a member now.
  StatusOr<MemberEntry*> FindActive(std::string_view node_id);

  TrustRoot root_;
  std::vector<Hash> hashes_;                                 // [0] the TrustRoot's, [n] update n's.
  std::map<std::string, MemberEntry, std::less<>> members_;  // By node id; newest incarnation.
  std::set<PublicKey> keys_;                                 // Every log key that ever was.
  std::map<LogId, LogOwner> owners_;
  std::map<LogId, federation::v1::Cut> cuts_;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_ROSTER_ROSTER_H_
