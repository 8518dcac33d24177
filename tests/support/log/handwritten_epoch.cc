#include "tests/support/log/handwritten_epoch.h"

#include <utility>

#include "federation/log/merkle.h"

namespace cledi {

HandwrittenEpoch::HandwrittenEpoch(TestRoster* federation, std::string_view node_id, uint64_t seed,
                                   const SpaceId& space)
    : federation_(federation), node_id_(node_id), random_(seed) {
  const TrustRoot& root = federation->root();
  statement_ = {.log = LogIdOf(root.federation, node_id, 0, space),
                .node_id = node_id_,
                .incarnation = 0,
                .space = space,
                .instance = random_.Draw<InstanceId>(),
                .previous = {}};
  tag_ = TagOf(StatementText(root.trust_domain, statement_));
  note_ = SignStatement(root.trust_domain, statement_, federation->log_key(node_id));
}

HandwrittenEpoch& HandwrittenEpoch::Add(std::string_view payload) {
  const Body body{random_.Draw<Salt>(), std::string(payload)};
  const Header header{.flags = kFlagErasable,
                      .type = 1,
                      .payload_bytes = static_cast<uint32_t>(payload.size()),
                      .hlc = MakeHlc(ManualClock().Now(), static_cast<uint32_t>(size())),
                      .roster_number = 1,
                      .schema = 1};
  return Add(Record{MakeLeaf(header, Commitment(body.salt, body.payload)), body});
}

HandwrittenEpoch& HandwrittenEpoch::AddMany(size_t count, size_t payload_bytes) {
  for (size_t i = 0; i < count; ++i) {
    Add(std::string(payload_bytes, static_cast<char>('a' + i % 26)));
  }
  return *this;
}

HandwrittenEpoch& HandwrittenEpoch::Add(Record record) {
  records_.push_back(std::move(record));
  return *this;
}

HandwrittenEpoch& HandwrittenEpoch::Truncate(size_t size) {
  records_.resize(size);
  return *this;
}

Checkpoint HandwrittenEpoch::CheckpointAt(size_t size) const {
  RightEdge edge;
  for (size_t i = 0; i < size; ++i) {
    edge.Append(MerkleLeafHash(log(), records_.at(i).leaf));
  }
  return {log(), tag_, size, edge.Root()};
}

SignedCheckpoint HandwrittenEpoch::SignedAt(size_t size) const {
  return SignCheckpoint(federation_->root().trust_domain, CheckpointAt(size),
                        federation_->log_key(node_id_));
}

LogRange HandwrittenEpoch::Range(size_t from, size_t to) const {
  const SignedCheckpoint end = SignedAt(to);
  return {.end = end.checkpoint(),
          .signature = end.signature(),
          .from = from,
          .statement = from == 0 ? note_ : std::string(),
          .records = {records_.begin() + static_cast<std::ptrdiff_t>(from),
                      records_.begin() + static_cast<std::ptrdiff_t>(to)}};
}

}  // namespace cledi
