#ifndef CLEDI_TESTS_CONVERSATION_STOLEN_KEYS_H_
#define CLEDI_TESTS_CONVERSATION_STOLEN_KEYS_H_

#include "federation/base/check.h"
#include "federation/trust/coordinator_files.h"
#include "federation/trust/identity_files.h"
#include "tests/support/process/partner_network.h"

namespace cledi {

// What a burglar at the coordinator, "it-bicocca", would take.
inline CoordinatorKeys StealKeys(const PartnerNetwork& network) {
  const std::string data = network.DataFolder("it-bicocca");
  const StatusOr<NodeIdentity> identity = IdentityFiles(data).Load();
  CHECK(identity.ok());
  StatusOr<CoordinatorKeys> keys =
      CoordinatorFiles(data).Load(identity->first_roster.root(), std::nullopt);
  CHECK(keys.ok());
  return *std::move(keys);
}

}  // namespace cledi

#endif  // CLEDI_TESTS_CONVERSATION_STOLEN_KEYS_H_
