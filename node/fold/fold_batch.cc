#include "node/fold/fold_batch.h"

#include <algorithm>
#include <utility>

#include "federation/base/check.h"

namespace cledi {
namespace {

// One read of the log covers so much of an entity's facts.
constexpr size_t kReadBytes = size_t{4} * 1024 * 1024;

Fact FactOf(const FactRef& ref, const VariantExtent& extent) {
  return {.id = ref.id,
          .log = extent.log,
          .node_id = extent.node_id,
          .incarnation = extent.incarnation,
          .space = extent.space,
          .header = ref.header,
          .payload = std::nullopt,
          .position = ref.position};
}

// Whether the log may give it another day: the row is gone or damaged, the disk works.
bool IsUnreadable(const Status& status) {
  return status.code() == StatusCode::kDataLoss || status.code() == StatusCode::kNotFound;
}

}  // namespace

FoldBatch::FoldBatch(const FoldContext& context, Generation generation, const Extents* extents)
    : context_(context),
      generation_(generation),
      extents_(extents),
      snapshot_(context.store->Read()),
      index_(generation, context.projections, extents, snapshot_.get()) {}

StatusOr<FactIndex::Added> FoldBatch::Add(Fact fact) {
  ASSIGN_OR_RETURN(const FactIndex::Added added, index_.Add(fact, affected_));
  if (added == FactIndex::Added::kNew) {
    payloads_.insert_or_assign(fact.id, *std::move(fact.payload));
  }
  return added;
}

StatusOr<FoldBatch::Result> FoldBatch::Finish(WriteBatch& batch) {
  Result result;
  for (const EntityRef& ref : affected_) {
    RETURN_IF_ERROR(FoldEntity(ref, batch, result));
  }
  index_.AppendTo(batch);
  return result;
}

Status FoldBatch::FoldEntity(const EntityRef& ref, WriteBatch& batch, Result& result) {
  ASSIGN_OR_RETURN(const EntityStatements statements, index_.Gather(ref));
  if (!ref.projection.empty()) {
    const Projection* projection = context_.projections->Find(ref.projection);
    CHECK(projection != nullptr);
    return FoldWith(*projection, ref, statements, batch, result);
  }
  const StatementRef* creation =
      statements.creation ? &statements.statements[*statements.creation] : nullptr;
  for (const Projection* projection : context_.projections->all()) {
    if (projection->entity_kind() != Projection::EntityKind::kObject) {
      continue;
    }
    if (creation != nullptr && Takes(*projection, creation->fact.header.type, ref.space)) {
      RETURN_IF_ERROR(FoldWith(*projection, ref, statements, batch, result));
    } else if (creation == nullptr || creation->ids.size() > 1) {
      // Until now a later retry, of another type, may have counted: its view must go.
      RETURN_IF_ERROR(Replace(*projection, ref, std::nullopt, false, batch, result));
    }
  }
  return absl::OkStatus();
}

Status FoldBatch::FoldWith(const Projection& projection, const EntityRef& ref,
                           const EntityStatements& statements, WriteBatch& batch, Result& result) {
  ASSIGN_OR_RETURN(const Entity entity, Load(projection, ref, statements, result));
  return Replace(projection, ref, projection.Fold(entity), statements.is_new, batch, result);
}

StatusOr<Entity> FoldBatch::Load(const Projection& projection, const EntityRef& ref,
                                 const EntityStatements& statements, Result& result) {
  Entity entity{.space = ref.space, .key = ref.key, .statements = {}, .creation = {}};
  entity.statements.reserve(statements.statements.size());  // Keeps pointers valid.
  std::vector<Fact*> to_read;
  for (size_t i = 0; i < statements.statements.size(); ++i) {
    const StatementRef& statement = statements.statements[i];
    if (!Takes(projection, statement.fact.header.type, ref.space)) {
      continue;
    }
    const VariantExtent& extent = extents_->at(statement.fact.position.variant);
    entity.statements.push_back({.fact = FactOf(statement.fact, extent), .ids = statement.ids});
    Fact& fact = entity.statements.back().fact;
    if (statements.creation == i) {
      entity.creation = entity.statements.size() - 1;
    }
    const auto known = payloads_.find(fact.id);
    if (known != payloads_.end()) {
      fact.payload = known->second;
    } else {
      to_read.push_back(&fact);
    }
  }
  std::ranges::sort(to_read, {}, [](const Fact* fact) { return fact->position; });
  RETURN_IF_ERROR(ReadPayloads(to_read, result));
  return entity;
}

// Reads neighbours together. Where one of them cannot be read, each is tried alone.
Status FoldBatch::ReadPayloads(std::span<Fact*> facts, Result& result) {
  while (!facts.empty()) {
    const EventPosition first = facts.front()->position;
    size_t count = 1;
    while (count < facts.size() &&
           facts[count]->position == EventPosition{first.variant, first.index + count}) {
      ++count;
    }
    const StatusOr<std::vector<Record>> records =
        context_.log->ReadRecords(first.variant, first.index, count, kReadBytes);
    if (!records.ok()) {
      for (Fact* fact : facts.first(count)) {
        RETURN_IF_ERROR(ReadPayload(*fact, result));
      }
      facts = facts.subspan(count);
      continue;
    }
    CHECK(!records->empty() && records->size() <= count);
    for (size_t i = 0; i < records->size(); ++i) {
      if ((*records)[i].body) {
        facts[i]->payload = (*records)[i].body->payload;
      } else {
        result.unreadable.push_back(facts[i]->position);
      }
    }
    facts = facts.subspan(records->size());
  }
  return absl::OkStatus();
}

Status FoldBatch::ReadPayload(Fact& fact, Result& result) {
  const StatusOr<std::vector<Record>> records =
      context_.log->ReadRecords(fact.position.variant, fact.position.index, 1, kReadBytes);
  if (!records.ok() && !IsUnreadable(records.status())) {
    return Annotate(records.status(), "reading the facts of a view");
  }
  if (records.ok() && records->front().body) {
    fact.payload = records->front().body->payload;
  } else {
    result.unreadable.push_back(fact.position);
  }
  return absl::OkStatus();
}

Status FoldBatch::Replace(const Projection& projection, const EntityRef& ref,
                          std::optional<FoldedView> view, bool is_new, WriteBatch& batch,
                          Result& result) {
  const std::string key = ViewKey(generation_, projection.name(), ref.space, ref.key);
  const StatusOr<std::string> before = is_new ? NotFound("") : snapshot_->Get(Family::kViews, key);
  if (!before.ok() && before.status().code() != StatusCode::kNotFound) {
    return before.status();
  }
  if (view.has_value() == before.ok() && (!view || view->row == *before)) {
    return absl::OkStatus();
  }
  const auto index_key = [&](const IndexEntry& entry) {
    return IndexKeyPrefix(generation_, projection.name(), ref.space, entry.index, entry.key)
        .append(ref.key);
  };
  if (before.ok()) {
    for (const IndexEntry& entry : projection.EntriesOf(*before)) {
      batch.Delete(Family::kViewIndex, index_key(entry));
    }
  }
  ViewChange change{.projection = projection.name(), .space = ref.space, .entity = ref.key};
  if (view) {
    batch.Put(Family::kViews, key, view->row);
    for (const IndexEntry& entry : view->entries) {
      batch.Put(Family::kViewIndex, index_key(entry), entry.value);
    }
    change.row = std::move(view->row);
  } else {
    batch.Delete(Family::kViews, key);
  }
  result.changes.push_back(std::move(change));
  return absl::OkStatus();
}

}  // namespace cledi
