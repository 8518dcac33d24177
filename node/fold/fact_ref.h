#ifndef CLEDI_NODE_FOLD_FACT_REF_H_
#define CLEDI_NODE_FOLD_FACT_REF_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "node/fold/fact.h"

namespace cledi {

// An entity that is known by a name instead of by the event that created it.
struct EntityName {
  std::string projection;  // That says so; at most 255 bytes.
  std::string name;

  friend bool operator==(const EntityName&, const EntityName&) = default;
};

// One fact without its payload: where it is on this disk and what it is about.
struct FactRef {
  EventId id;
  Header header;
  EventPosition position;
  // What it and its retries are called together; absent where it has no key: its event id.
  std::optional<StatementId> keyed;
  bool creates = false;           // An object.
  std::optional<EventId> object;  // That it names.
  std::vector<EntityName> names;  // Entities that it belongs to by what it says.

  StatementId statement() const { return keyed.value_or(StatementId{id.bytes}); }

  friend bool operator==(const FactRef&, const FactRef&) = default;
};

// By (hlc, event id).
bool Precedes(const FactRef& a, const FactRef& b);

// Appends the reference as it is stored: id | header | variant u64 | index u64 | u8 what
// follows | statement | object | u8 names, each u8 length | projection | u32 length | name.
void AppendFactRef(const FactRef& ref, std::string& out);
// References to the end of `bytes`; nothing: they are no such references.
std::optional<std::vector<FactRef>> ParseFactRefs(std::string_view bytes);

}  // namespace cledi

#endif  // CLEDI_NODE_FOLD_FACT_REF_H_
