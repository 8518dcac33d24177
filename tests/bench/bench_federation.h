#ifndef CLEDI_TESTS_BENCH_BENCH_FEDERATION_H_
#define CLEDI_TESTS_BENCH_BENCH_FEDERATION_H_

#include <string>
#include <string_view>
#include <vector>

#include "federation/base/ed25519.h"
#include "federation/peer/roster_keeper.h"
#include "federation/roster/roster.h"
#include "tests/support/trust/test_federation.h"

namespace cledi {

// A federation whose members get their addresses when their ports are known. Every process
// that was forked with a copy makes the same roster of it by the same steps.
class BenchFederation {
 public:
  // Nobody can be dialled yet.
  explicit BenchFederation(std::vector<std::string> node_ids);

  void SetPort(std::string_view node_id, int port);

  // The updates so far, from the first on.
  const std::vector<federation::v1::SignedRosterUpdate>& updates() {
    return federation_.on_paper().updates();
  }
  const TrustRoot& root() { return federation_.on_paper().root(); }
  const SigningKey& log_key(std::string_view node_id) {
    return federation_.on_paper().log_key(node_id);
  }
  // A certificate and its time stand still, so its clock is the one to judge it by.
  PemPair TlsFor(std::string_view node_id) { return federation_.TlsFor(node_id); }
  const Clock& certificate_clock() { return federation_.clock(); }

 private:
  void SetAddresses(std::string_view node_id, const std::vector<std::string>& addresses);

  TestFederation federation_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_BENCH_BENCH_FEDERATION_H_
