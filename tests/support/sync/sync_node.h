#ifndef CLEDI_TESTS_SUPPORT_SYNC_SYNC_NODE_H_
#define CLEDI_TESTS_SUPPORT_SYNC_SYNC_NODE_H_

#include <memory>
#include <string>
#include <vector>

#include "federation/sync/acknowledgement_book.h"
#include "federation/sync/exchange_server.h"
#include "federation/sync/refusals.h"
#include "node/store/store_acknowledgements.h"
#include "tests/support/log/test_log.h"

namespace cledi {

// One member of a federation on paper with all that answers other nodes. What is sent to it is
// stored at once.
struct SyncNode {
  // `federation` outlives it.
  SyncNode(TestRoster* federation, std::string node_id, uint64_t seed = 1);

  uint64_t RefusalCount(const std::string& peer, const std::string& kind) const;

  TestRoster* const federation;
  TestLog log;
  StoreAcknowledgements acknowledgement_storage;
  Refusals refusals;
  std::unique_ptr<AcknowledgementBook> acknowledgements;
  std::vector<PeerNews> news;  // What peers told.
  std::unique_ptr<ExchangeServer> server;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_SUPPORT_SYNC_SYNC_NODE_H_
