#include "node/fold/fact_index.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "federation/base/check.h"

namespace cledi {
namespace {

using view::v1::FactList;
using view::v1::FactRef;

bool Precedes(const FactRef& a, const FactRef& b) {
  return std::forward_as_tuple(a.hlc(), a.id()) < std::forward_as_tuple(b.hlc(), b.id());
}

EventId IdOf(const FactRef& ref) {
  const std::optional<EventId> id = EventId::From(ref.id());
  CHECK(id.has_value());
  return *id;
}

StatementId StatementOf(const FactRef& ref) {
  if (ref.statement().empty()) {
    return StatementId{IdOf(ref).bytes};
  }
  const std::optional<StatementId> statement = StatementId::From(ref.statement());
  CHECK(statement.has_value());
  return *statement;
}

// Keeps the first `max` in canonical order, whichever came first.
void InsertInOrder(FactList& list, const FactRef& ref, size_t max) {
  auto& facts = *list.mutable_facts();
  const auto place = std::lower_bound(facts.begin(), facts.end(), ref, Precedes);
  const auto index = static_cast<int>(place - facts.begin());
  if (place != facts.end() && place->id() == ref.id()) {
    return;
  }
  *list.add_facts() = ref;
  std::rotate(facts.pointer_begin() + index, facts.pointer_end() - 1, facts.pointer_end());
  if (static_cast<size_t>(facts.size()) > max) {
    facts.RemoveLast();
  }
}

// As it is entered under what it is about, where that need not be repeated.
FactRef WithoutTargets(FactRef ref) {
  ref.clear_creates();
  ref.clear_object();
  ref.clear_names();
  return ref;
}

// `statements` in order, cut to the bounds; what `creation` points at always stays.
EntityStatements Bounded(std::vector<StatementRef> statements, std::optional<EventId> creation) {
  std::ranges::sort(statements, Precedes, &StatementRef::fact);
  EntityStatements result;
  size_t room = kEntityStatementsMax - (creation ? 1 : 0);
  uint64_t bytes = 0;
  for (StatementRef& statement : statements) {
    const bool creates = creation && statement.ids.front() == *creation;
    if (!creates) {
      bytes += statement.fact.payload_bytes();
      if (room == 0 || bytes > kEntityPayloadBytesMax) {
        room = 0;
        continue;
      }
      --room;
    } else {
      result.creation = result.statements.size();
    }
    result.statements.push_back(std::move(statement));
  }
  return result;
}

}  // namespace

FactIndex::FactIndex(Generation generation, const ProjectionSet* projections,
                     const Extents* extents, const Snapshot* snapshot)
    : generation_(generation), projections_(projections), extents_(extents), snapshot_(snapshot) {}

StatusOr<FactIndex::EventRow*> FactIndex::LoadEvent(const EventId& event) {
  const auto [place, missing] = events_.try_emplace(event);
  if (missing) {
    const StatusOr<std::string> value =
        snapshot_->Get(Family::kFacts, EventKey(generation_, event));
    if (value.ok()) {
      FactRef ref;
      if (!ref.ParseFromString(*value)) {
        return Corrupt("the index entry of an event cannot be read; rebuild the views");
      }
      ref.set_id(event.str());
      place->second.ref = std::move(ref);
    } else if (value.status().code() != StatusCode::kNotFound) {
      return value.status();
    }
  }
  return &place->second;
}

StatusOr<FactIndex::ListRow*> FactIndex::LoadList(std::string key) {
  const auto [place, missing] = lists_.try_emplace(std::move(key));
  if (missing) {
    const StatusOr<std::string> value = snapshot_->Get(Family::kFacts, place->first);
    if (value.ok()) {
      if (!place->second.list.ParseFromString(*value)) {
        return Corrupt("an index entry of the facts cannot be read; rebuild the views");
      }
    } else if (value.status().code() != StatusCode::kNotFound) {
      return value.status();
    }
  }
  return &place->second;
}

FactRef FactIndex::MakeRef(const Fact& fact, const CommonFields& common) const {
  FactRef ref;
  ref.set_hlc(fact.header.hlc);
  ref.set_id(fact.id.str());
  ref.set_variant(fact.position.variant);
  ref.set_index(fact.position.index);
  ref.set_flags(fact.header.flags);
  ref.set_type(fact.header.type);
  ref.set_payload_bytes(fact.header.payload_bytes);
  ref.set_roster_number(fact.header.roster_number);
  ref.set_schema(fact.header.schema);
  if (!common.key.empty()) {
    ref.set_statement(StatementIdOf(fact.id, fact.log, common).str());
  }
  for (const Projection* projection : projections_->all()) {
    if (!Takes(*projection, fact.header.type, fact.space)) {
      continue;
    }
    switch (projection->entity_kind()) {
      case Projection::EntityKind::kObject:
        ref.set_creates(!common.object.has_value());
        ref.set_object(common.object ? common.object->str() : "");
        break;
      case Projection::EntityKind::kNamed:
        if (std::optional<std::string> name = projection->NameOf(fact)) {
          view::v1::EntityName& entity = *ref.add_names();
          entity.set_projection(std::string(projection->name()));
          entity.set_name(*std::move(name));
        }
        break;
    }
  }
  return ref;
}

StatusOr<FactIndex::Added> FactIndex::Add(const Fact& fact, std::set<EntityRef>& affected) {
  CHECK(fact.payload.has_value());
  ASSIGN_OR_RETURN(EventRow* const row, LoadEvent(fact.id));
  if (row->ref) {
    ASSIGN_OR_RETURN(const std::vector<FactRef> events, EventsOf(StatementOf(*row->ref)));
    CHECK(!events.empty());
    RETURN_IF_ERROR(AddAffected(fact.space, events.front(), affected));
    return Added::kKnown;
  }
  const std::optional<CommonFields> common = ReadCommon(*fact.payload);
  if (!common) {
    return Added::kMalformed;
  }
  FactRef ref = MakeRef(fact, *common);
  FactRef counts = ref;
  if (!ref.statement().empty()) {
    ASSIGN_OR_RETURN(ListRow* const events, LoadList(StatementKey(generation_, StatementOf(ref))));
    if (events->list.facts_size() > 0) {
      // What counted so far may lose its place.
      RETURN_IF_ERROR(AddAffected(fact.space, events->list.facts(0), affected));
    }
    InsertInOrder(events->list, ref, kStatementEventsMax);
    events->changed = true;
    counts = events->list.facts(0);
  }
  RETURN_IF_ERROR(EnterTargets(fact.space, ref));
  row->ref = std::move(ref);
  row->changed = true;
  RETURN_IF_ERROR(AddAffected(fact.space, counts, affected));
  return Added::kNew;
}

Status FactIndex::EnterTargets(const SpaceId& space, const FactRef& ref) {
  std::vector<std::string> keys;
  if (const std::optional<EventId> object = EventId::From(ref.object())) {
    keys.push_back(ObjectFactsKey(generation_, space, *object));
  }
  for (const view::v1::EntityName& name : ref.names()) {
    keys.push_back(NamedFactsKey(
        generation_, {.space = space, .projection = name.projection(), .key = name.name()}));
  }
  for (std::string& key : keys) {
    ASSIGN_OR_RETURN(ListRow* const facts, LoadList(std::move(key)));
    InsertInOrder(facts->list, WithoutTargets(ref), kEntityStatementsMax);
    facts->changed = true;
  }
  return absl::OkStatus();
}

StatusOr<std::vector<FactRef>> FactIndex::EventsOf(const StatementId& statement) {
  ASSIGN_OR_RETURN(const EventRow* const event, LoadEvent(EventId{statement.bytes}));
  if (event->ref && event->ref->statement().empty()) {
    return std::vector<FactRef>{*event->ref};
  }
  ASSIGN_OR_RETURN(const ListRow* const events, LoadList(StatementKey(generation_, statement)));
  return std::vector<FactRef>(events->list.facts().begin(), events->list.facts().end());
}

Status FactIndex::AddAffected(const SpaceId& space, const FactRef& ref,
                              std::set<EntityRef>& affected) {
  if (ref.creates()) {
    affected.insert({.space = space, .projection = "", .key = StatementOf(ref).str()});
  }
  if (const std::optional<EventId> object = EventId::From(ref.object())) {
    ASSIGN_OR_RETURN(const EventRow* const creation, LoadEvent(*object));
    if (creation->ref) {
      affected.insert({.space = space, .projection = "", .key = StatementOf(*creation->ref).str()});
    }
  }
  for (const view::v1::EntityName& name : ref.names()) {
    affected.insert({.space = space, .projection = name.projection(), .key = name.name()});
  }
  return absl::OkStatus();
}

StatusOr<EntityStatements> FactIndex::Gather(const EntityRef& entity) {
  if (entity.projection.empty()) {
    return GatherObject(entity);
  }
  std::vector<StatementRef> statements;
  RETURN_IF_ERROR(GatherList(NamedFactsKey(generation_, entity), statements));
  return Bounded(std::move(statements), std::nullopt);
}

StatusOr<EntityStatements> FactIndex::GatherObject(const EntityRef& entity) {
  const std::optional<StatementId> statement = StatementId::From(entity.key);
  CHECK(statement.has_value());
  ASSIGN_OR_RETURN(const std::vector<FactRef> events, EventsOf(*statement));
  if (events.empty() || !events.front().creates() ||
      extents_->at(events.front().variant()).space != entity.space) {
    return EntityStatements{};
  }
  StatementRef creation{.fact = events.front(), .ids = {}};
  std::vector<StatementRef> statements;
  for (const FactRef& event : events) {
    creation.ids.push_back(IdOf(event));
    RETURN_IF_ERROR(GatherList(ObjectFactsKey(generation_, entity.space, IdOf(event)), statements));
  }
  const EventId created_by = creation.ids.front();
  statements.push_back(std::move(creation));
  return Bounded(std::move(statements), created_by);
}

Status FactIndex::GatherList(std::string list_key, std::vector<StatementRef>& statements) {
  ASSIGN_OR_RETURN(const ListRow* const facts, LoadList(std::move(list_key)));
  for (const FactRef& fact : facts->list.facts()) {
    StatementRef statement{.fact = fact, .ids = {IdOf(fact)}};
    if (!fact.statement().empty()) {
      ASSIGN_OR_RETURN(const ListRow* const events,
                       LoadList(StatementKey(generation_, StatementOf(fact))));
      if (events->list.facts(0).id() != fact.id()) {
        continue;  // An earlier event of the same statement counts.
      }
      statement.ids.clear();
      for (const FactRef& event : events->list.facts()) {
        statement.ids.push_back(IdOf(event));
      }
    }
    statements.push_back(std::move(statement));
  }
  return absl::OkStatus();
}

void FactIndex::AppendTo(WriteBatch& batch) const {
  for (const auto& [event, row] : events_) {
    if (row.changed) {
      FactRef ref = *row.ref;
      ref.clear_id();  // It is the key.
      batch.Put(Family::kFacts, EventKey(generation_, event), ref.SerializeAsString());
    }
  }
  for (const auto& [key, row] : lists_) {
    if (row.changed) {
      batch.Put(Family::kFacts, key, row.list.SerializeAsString());
    }
  }
}

}  // namespace cledi
