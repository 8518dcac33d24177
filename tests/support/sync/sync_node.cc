#include "tests/support/sync/sync_node.h"

#include <utility>

#include "federation/base/check.h"

namespace cledi {

SyncNode::SyncNode(TestRoster* federation_on_paper, std::string node_id, uint64_t seed)
    : federation(federation_on_paper),
      log(federation_on_paper, std::move(node_id), seed),
      acknowledgement_storage(&log.disk()) {
  auto opened = AcknowledgementBook::Open(&acknowledgement_storage, log.get(),
                                          &federation->log_key(log.node_id()), &log.clock());
  CHECK(opened.ok());
  acknowledgements = *std::move(opened);
  server = std::make_unique<ExchangeServer>(ExchangeServer::Environment{
      .logs = log.get(),
      .roster = [this] { return federation->roster(); },
      .acknowledgements = acknowledgements.get(),
      .refusals = &refusals,
      .clock = &log.clock(),
      .ingest = [this](std::vector<LogRange> ranges,
                       auto done) { done(log->Ingest(std::move(ranges))); },
      .on_news = [this](PeerNews one) { news.push_back(std::move(one)); },
      .instance = log.random().Draw<InstanceId>(),
      .software = "test"});
}

uint64_t SyncNode::RefusalCount(const std::string& peer, const std::string& kind) const {
  const auto all = refusals.Snapshot();
  const auto it = all.find({peer, kind});
  return it == all.end() ? 0 : it->second.count;
}

}  // namespace cledi
