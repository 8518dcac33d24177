#ifndef CLEDI_NODE_FOLD_FACT_H_
#define CLEDI_NODE_FOLD_FACT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "federation/event/leaf.h"
#include "federation/event/record.h"
#include "federation/log/log_reader.h"

namespace cledi {

// One event as folds see it: who states it, where, and what.
struct Fact {
  EventId id;
  LogId log;
  std::string node_id;  // Whose log.
  uint32_t incarnation = 0;
  SpaceId space;
  Header header;
  std::optional<std::string> payload;  // Absent: not here.
  EventPosition position;              // On this disk; must not reach a view.
};

Fact MakeFact(const VariantExtent& extent, uint64_t index, Record record);

// The fields that every payload begins with (cledi.event.v1.Common).
struct CommonFields {
  static constexpr size_t kAuthorBytes = 16;
  static constexpr size_t kKeyBytesMax = 64;

  std::string author;             // kAuthorBytes, or empty.
  std::optional<EventId> object;  // Absent: the fact creates its object.
  std::string key;                // Empty: no retries.
};

// Nothing if the payload cannot be read, or a field of it has a length that no field of this
// kind can have: on every node the fact is then about nothing.
std::optional<CommonFields> ReadCommon(std::string_view payload);

// What a fact and its retries are called together. An object is known in the views by the
// statement that created it: that name never changes, whichever of the retries arrive, and in
// which order.
using StatementId = FixedBytes<struct StatementIdKind, 32>;

// With a key: SHA-256("cledi/key/v1" 00 | log id | u8 length of author | author | key), so
// that all events of one (log, author, key) are one statement. Without: the event id.
StatementId StatementIdOf(const EventId& event, const LogId& log, const CommonFields& common);
StatementId KeyedStatementId(const LogId& log, std::string_view author, std::string_view key);

}  // namespace cledi

#endif  // CLEDI_NODE_FOLD_FACT_H_
