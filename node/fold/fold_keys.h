// The keys of the view store's rows, in one place.
//
// All rows belong to a generation: a rebuild folds into the next one while readers use the
// current one, and then swaps.

#ifndef CLEDI_NODE_FOLD_FOLD_KEYS_H_
#define CLEDI_NODE_FOLD_FOLD_KEYS_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "federation/event/ids.h"
#include "federation/log/log_storage.h"
#include "node/fold/fact.h"

namespace cledi {

using Generation = uint32_t;
inline constexpr Generation kFirstGeneration = 1;

// An entity of one space, whichever way it is known.
struct EntityRef {
  SpaceId space;
  std::string projection;  // Of a named entity; empty: an object.
  std::string key;         // As Entity::key.

  friend auto operator<=>(const EntityRef&, const EntityRef&) = default;
};

std::string GenerationPrefix(Generation generation);

// kFacts.
std::string EventKey(Generation generation, const EventId& event);
std::string StatementKey(Generation generation, const StatementId& statement);
// Facts that name `object`.
std::string ObjectFactsKey(Generation generation, const SpaceId& space, const EventId& object);
// Facts about a named entity.
std::string NamedFactsKey(Generation generation, const EntityRef& entity);
// The first and one past the last EventKey of ids that begin with `prefix`.
std::string EventKeyPrefix(Generation generation, std::string_view prefix);

// kViews: the rows of one projection and space sort by entity.
std::string ViewKeyPrefix(Generation generation, std::string_view projection, const SpaceId& space);
std::string ViewKey(Generation generation, std::string_view projection, const SpaceId& space,
                    std::string_view entity);

// kViewIndex.
std::string IndexKeyPrefix(Generation generation, std::string_view projection, const SpaceId& space,
                           std::string_view index, std::string_view key);

// kFoldState.
std::string_view CurrentGenerationKey();  // → u32, little-endian; sorts after all others.
std::string VersionsKey(Generation generation);
std::string CountsKey(Generation generation);
std::string CursorKeyPrefix(Generation generation);
std::string CursorKey(Generation generation, VariantNo variant);
// Events held back because of their clock, the earliest first.
std::string HeldKeyPrefix(Generation generation);
std::string HeldKey(Generation generation, Hlc hlc, const EventId& event);
// Events whose payload is not here.
std::string IncompleteKeyPrefix(Generation generation);
std::string IncompleteKey(Generation generation, const EventPosition& position);

}  // namespace cledi

#endif  // CLEDI_NODE_FOLD_FOLD_KEYS_H_
