#ifndef CLEDI_NODE_FOLD_PROJECTION_H_
#define CLEDI_NODE_FOLD_PROJECTION_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "node/fold/fact.h"

namespace cledi {

// What was stated once: usually one event, several where a request was retried.
struct Statement {
  // The smallest of them by (hlc, event id): it supplies the content. Its payload is absent
  // where it cannot be read just now.
  Fact fact;
  // The ids of all of them, the fact's own first. Whatever names one of them names this.
  std::vector<EventId> ids;
};

// All that was stated about one thing in one space.
struct Entity {
  SpaceId space;
  // An object's: the statement id of its creation. A named entity's: its name.
  std::string key;
  // In canonical order: by (hlc, event id). Bounded by kEntityStatementsMax.
  std::vector<Statement> statements;
  // Where in `statements` the one is that created it; its content may be unreadable or break
  // the rules. Absent for a named entity.
  std::optional<size_t> creation;
};

// Statements about one entity beyond the first so many, or payload bytes beyond so many, in
// canonical order, are not folded: an entity that somebody floods stays affordable.
inline constexpr size_t kEntityStatementsMax = 4096;
inline constexpr uint64_t kEntityPayloadBytesMax = uint64_t{32} * 1024 * 1024;
// Retries of one statement beyond the first so many in canonical order are not its names.
inline constexpr size_t kStatementEventsMax = 64;

// An entry under which a view is found: `key` in `index` leads to the entity.
struct IndexEntry {
  std::string_view index;  // A name of "a-z _", fixed in the projection.
  std::string key;         // Of one length in each index.
  std::string value;       // What the reader needs to know of the entity here; may be empty.

  friend auto operator<=>(const IndexEntry&, const IndexEntry&) = default;
};

// What is shown of an entity.
struct FoldedView {
  std::string row;
  std::vector<IndexEntry> entries;  // What it is found by; no two equal in (index, key).
};

// How facts of some types become views of one kind: a pure function, the same on every node,
// that cannot fail. What it returns must not depend on anything local, such as
// Fact::position, a clock or the order of arrival; a fact that cannot be read or breaks a
// rule is skipped. Whatever changes a row's bytes needs a new version.
//
// Stateless; safe from any thread.
class Projection {
 public:
  // What its entities are known by.
  enum class EntityKind {
    kObject,  // The statement that created them; other facts name an event of it as `object`.
    kNamed,   // Something that each fact says itself: NameOf.
  };

  virtual ~Projection() = default;

  // Of "a-z _", for ever.
  virtual std::string_view name() const = 0;
  virtual uint32_t version() const = 0;
  virtual EntityKind entity_kind() const = 0;
  // cledi.event.v1.EventType. Only facts of these types reach NameOf and Fold.
  virtual std::span<const uint16_t> event_types() const = 0;
  // Facts of the `roster` space are the roster's own.
  virtual bool Covers(const SpaceId& space) const { return space != RosterSpace(); }

  // The entity that a fact is about; nothing: about none. Only for kNamed.
  virtual std::optional<std::string> NameOf(const Fact& /*fact*/) const { return std::nullopt; }
  // The entity's view; nothing: there is nothing to show.
  virtual std::optional<FoldedView> Fold(const Entity& entity) const = 0;
  // The entries of a row that Fold made: they follow from the row alone.
  virtual std::vector<IndexEntry> EntriesOf(std::string_view /*row*/) const { return {}; }
};

// All projections of a node, by name.
class ProjectionSet {
 public:
  // They outlive the set; their names differ.
  explicit ProjectionSet(std::vector<const Projection*> projections);

  std::span<const Projection* const> all() const { return projections_; }
  const Projection* Find(std::string_view name) const;
  // Whether some projection folds facts of this type in this space.
  bool Knows(uint16_t type, const SpaceId& space) const;
  // "institutions/1 plans/1": what views are folded with.
  std::vector<std::string> Versions() const;

 private:
  std::vector<const Projection*> projections_;
};

// Whether `projection` folds facts of this type in this space.
bool Takes(const Projection& projection, uint16_t type, const SpaceId& space);

}  // namespace cledi

#endif  // CLEDI_NODE_FOLD_PROJECTION_H_
