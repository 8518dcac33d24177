#ifndef CLEDI_TESTS_SUPPORT_ROSTER_TEST_ROSTER_H_
#define CLEDI_TESTS_SUPPORT_ROSTER_TEST_ROSTER_H_

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "federation/base/clock.h"
#include "federation/base/random.h"
#include "federation/roster/roster.h"
#include "federation/roster/roster_holder.h"
#include "federation/roster/roster_update.h"

namespace cledi {

// A federation on paper: a trust root, every key, and a roster that grows by signed updates.
// The same seed always gives the same bytes. The trust domain is "cledi.example".
class TestRoster {
 public:
  // Members are admitted by one update each; the first is the coordinator.
  explicit TestRoster(std::vector<std::string> node_ids, uint64_t seed = 1);
  // As above, with certificates (DER) of the authorities that the trust root names.
  TestRoster(std::vector<std::string> node_ids, std::vector<std::string> tls_authorities,
             uint64_t seed = 1);

  const TrustRoot& root() const { return holder_->Get()->root(); }
  std::shared_ptr<const Roster> roster() const { return holder_->Get(); }
  // What a node's parts share; every step is published here.
  RosterHolder& holder() { return *holder_; }
  const std::vector<federation::v1::SignedRosterUpdate>& updates() const { return updates_; }
  const SigningKey& roster_key() const { return roster_key_; }
  const SigningKey& recovery_key(size_t i) const { return recovery_keys_.at(i); }
  // The key that belongs to the node's newest incarnation, or that it would join with.
  const SigningKey& log_key(std::string_view node_id);

  // An entry for a node's first incarnation that the rules allow.
  federation::v1::Member MemberFor(std::string_view node_id);

  // A step that may be refused, as by SignRosterUpdate; nothing happens then.
  Status TryStep(const std::vector<federation::v1::RosterChange>& changes);
  // Steps that the rules allow.
  const federation::v1::SignedRosterUpdate& Step(
      const std::vector<federation::v1::RosterChange>& changes);
  void Admit(std::string_view node_id) { Step({AdmitChange(MemberFor(node_id))}); }
  void Remove(std::string_view node_id) { Step({RemoveChange(std::string(node_id), "test", {})}); }

 private:
  SeededRandom random_;
  ManualClock clock_;
  SigningKey roster_key_;
  std::vector<SigningKey> recovery_keys_;
  std::map<std::string, SigningKey, std::less<>> log_keys_;
  std::unique_ptr<RosterHolder> holder_;
  std::vector<federation::v1::SignedRosterUpdate> updates_;
};

// What a trust root may hold, with the keys given; a test changes what it is about.
federation::v1::TrustRoot TrustRootContents(const FederationId& federation,
                                            std::string_view coordinator,
                                            const SigningKey& roster_key,
                                            std::span<const SigningKey> recovery_keys,
                                            const std::vector<std::string>& tls_authorities);

// `update` under a fresh signature of `key`, whatever it holds.
federation::v1::SignedRosterUpdate SignAnyUpdate(const federation::v1::RosterUpdate& update,
                                                 const SigningKey& key);

}  // namespace cledi

#endif  // CLEDI_TESTS_SUPPORT_ROSTER_TEST_ROSTER_H_
