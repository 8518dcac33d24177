#include "tests/bench/bench_federation.h"

#include "absl/strings/str_format.h"

#include "federation/base/check.h"
#include "federation/roster/roster_update.h"

namespace cledi {

BenchFederation::BenchFederation(std::vector<std::string> node_ids) : federation_(node_ids) {
  for (const std::string& node_id : node_ids) {
    SetAddresses(node_id, {});
  }
}

void BenchFederation::SetPort(std::string_view node_id, int port) {
  SetAddresses(node_id, {absl::StrFormat("127.0.0.1:%d", port)});
}

void BenchFederation::SetAddresses(std::string_view node_id,
                                   const std::vector<std::string>& addresses) {
  const MemberEntry* entry = federation_.roster().Find(node_id);
  CHECK(entry != nullptr);
  federation::v1::Member member = entry->member;
  member.mutable_addresses()->Assign(addresses.begin(), addresses.end());
  federation_.on_paper().Step({UpdateChange(member)});
}

}  // namespace cledi
