#ifndef CLEDI_TESTS_SUPPORT_TRUST_TEST_FEDERATION_H_
#define CLEDI_TESTS_SUPPORT_TRUST_TEST_FEDERATION_H_

#include <string>
#include <string_view>
#include <vector>

#include "federation/base/clock.h"
#include "federation/base/random.h"
#include "federation/trust/certificate_authority.h"
#include "tests/support/roster/test_roster.h"

namespace cledi {

// A key and the certificate for it, as a node presents them.
struct PemPair {
  std::string key_pem;
  std::string certificate_pem;

  std::string certificate_der() const;
};

// A federation whose authority and keys are real: what a test needs to open TLS connections
// between its members. Its time stands still until the test advances it.
class TestFederation {
 public:
  // The first node is the coordinator.
  explicit TestFederation(std::vector<std::string> node_ids, uint64_t seed = 1);

  TestRoster& on_paper() { return on_paper_; }
  const Roster& roster() { return *(roster_ = on_paper_.roster()); }
  RosterHolder& holder() { return on_paper_.holder(); }
  const CertificateAuthority& authority() const { return authority_; }
  ManualClock& clock() { return clock_; }
  SeededRandom& random() { return random_; }

  // A new key and a certificate for it, valid from now on, whether or not `node_id` is a member.
  PemPair TlsFor(std::string_view node_id, uint32_t incarnation = 0);

 private:
  SeededRandom random_;
  ManualClock clock_;
  CertificateAuthority authority_;
  TestRoster on_paper_;
  std::shared_ptr<const Roster> roster_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_SUPPORT_TRUST_TEST_FEDERATION_H_
