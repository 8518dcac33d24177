#include "node/fold/fact.h"

#include <utility>

#include "cledi/event/v1/type.pb.h"
#include "federation/base/check.h"
#include "federation/base/sha256.h"

namespace cledi {

Fact MakeFact(const VariantExtent& extent, uint64_t index, Record record) {
  Fact fact{.id = EventIdOf(extent.log, record.leaf),
            .log = extent.log,
            .node_id = extent.node_id,
            .incarnation = extent.incarnation,
            .space = extent.space,
            .header = HeaderOf(record.leaf),
            .payload = std::nullopt,
            .position = {.variant = extent.variant, .index = index}};
  if (record.body) {
    fact.payload = std::move(record.body->payload);
  }
  return fact;
}

std::optional<CommonFields> ReadCommon(std::string_view payload) {
  event::v1::Common message;
  if (!message.ParseFromArray(payload.data(), static_cast<int>(payload.size()))) {
    return std::nullopt;
  }
  CommonFields common{.author = std::move(*message.mutable_author()),
                      .object = EventId::From(message.object()),
                      .key = std::move(*message.mutable_idempotency_key())};
  const bool sound =
      (common.author.empty() || common.author.size() == CommonFields::kAuthorBytes) &&
      (message.object().empty() || common.object.has_value()) &&
      common.key.size() <= CommonFields::kKeyBytesMax;
  if (!sound) {
    return std::nullopt;
  }
  return common;
}

StatementId StatementIdOf(const EventId& event, const LogId& log, const CommonFields& common) {
  return common.key.empty() ? StatementId{event.bytes}
                            : KeyedStatementId(log, common.author, common.key);
}

StatementId KeyedStatementId(const LogId& log, std::string_view author, std::string_view key) {
  using std::string_view_literals::operator""sv;
  CHECK(author.size() <= CommonFields::kAuthorBytes);
  const char author_bytes = static_cast<char>(author.size());
  const Hash hash = Sha256({"cledi/key/v1\0"sv, log.view(), {&author_bytes, 1}, author, key});
  return StatementId{hash.bytes};
}

}  // namespace cledi
