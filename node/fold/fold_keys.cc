#include "node/fold/fold_keys.h"

#include <initializer_list>

#include "federation/base/bytes.h"

namespace cledi {
namespace {

// Ends a name of variable length.
constexpr std::string_view kEnd("\0", 1);

// Generation, one character for the kind of row, then the parts.
std::string KeyOf(Generation generation, char kind, std::initializer_list<std::string_view> parts) {
  std::string key = GenerationPrefix(generation);
  key.push_back(kind);
  for (const std::string_view part : parts) {
    key.append(part);
  }
  return key;
}

}  // namespace

std::string GenerationPrefix(Generation generation) {
  std::string prefix;
  PutBigEndian(prefix, generation);
  return prefix;
}

std::string EventKey(Generation generation, const EventId& event) {
  return EventKeyPrefix(generation, event.view());
}

std::string EventKeyPrefix(Generation generation, std::string_view prefix) {
  return KeyOf(generation, 'e', {prefix});
}

std::string StatementKey(Generation generation, const StatementId& statement) {
  return KeyOf(generation, 's', {statement.view()});
}

std::string ObjectFactsKey(Generation generation, const SpaceId& space, const EventId& object) {
  return KeyOf(generation, 'o', {space.view(), object.view()});
}

std::string NamedFactsKey(Generation generation, const EntityRef& entity) {
  return KeyOf(generation, 'n', {entity.space.view(), entity.projection, kEnd, entity.key});
}

std::string ViewKeyPrefix(Generation generation, std::string_view projection,
                          const SpaceId& space) {
  return KeyOf(generation, 'v', {projection, kEnd, space.view()});
}

std::string ViewKey(Generation generation, std::string_view projection, const SpaceId& space,
                    std::string_view entity) {
  return ViewKeyPrefix(generation, projection, space).append(entity);
}

std::string IndexKeyPrefix(Generation generation, std::string_view projection, const SpaceId& space,
                           std::string_view index, std::string_view key) {
  return KeyOf(generation, 'x', {projection, kEnd, space.view(), index, kEnd, key});
}

std::string_view CurrentGenerationKey() { return "\xff generation"; }

std::string VersionsKey(Generation generation) { return KeyOf(generation, 'v', {}); }

std::string CountsKey(Generation generation) { return KeyOf(generation, 'n', {}); }

std::string CursorKeyPrefix(Generation generation) { return KeyOf(generation, 'c', {}); }

std::string CursorKey(Generation generation, VariantNo variant) {
  std::string key = CursorKeyPrefix(generation);
  PutBigEndian(key, variant);
  return key;
}

std::string HeldKeyPrefix(Generation generation) { return KeyOf(generation, 'h', {}); }

std::string HeldKey(Generation generation, Hlc hlc, const EventId& event) {
  std::string key = HeldKeyPrefix(generation);
  PutBigEndian(key, hlc);
  return key.append(event.view());
}

std::string IncompleteKeyPrefix(Generation generation) { return KeyOf(generation, 'i', {}); }

std::string IncompleteKey(Generation generation, const EventPosition& position) {
  std::string key = IncompleteKeyPrefix(generation);
  PutBigEndian(key, position.variant);
  PutBigEndian(key, position.index);
  return key;
}

}  // namespace cledi
