#include "node/fold/fold_engine.h"

#include <array>
#include <string>
#include <utility>

#include "absl/strings/str_join.h"

#include "federation/base/check.h"
#include "federation/log/merkle.h"
#include "node/fold/view_reader.h"

namespace cledi {
namespace {

// Changes with the layout of the fold's own rows.
constexpr int kLayoutVersion = 1;

constexpr std::array kRowFamilies = {Family::kFoldState, Family::kFacts, Family::kViews,
                                     Family::kViewIndex};

std::string VersionsText(const ProjectionSet& projections) {
  return absl::StrCat("layout/", kLayoutVersion, " ", absl::StrJoin(projections.Versions(), " "));
}

void DeleteGenerations(Generation begin, Generation end, WriteBatch& batch) {
  for (const Family family : kRowFamilies) {
    batch.DeleteRange(family, GenerationPrefix(begin), GenerationPrefix(end));
  }
}

// A hash over what readers see of a generation: its views and their index.
StatusOr<Hash> RowsHash(const Snapshot& rows, Generation generation) {
  const std::string prefix = GenerationPrefix(generation);
  RightEdge edge;
  for (const Family family : {Family::kViews, Family::kViewIndex}) {
    RETURN_IF_ERROR(rows.Scan(family, prefix, PrefixEnd(prefix),
                              [&](std::string_view key, std::string_view value) {
                                std::string row;
                                key.remove_prefix(prefix.size());
                                PutLittleEndian(row, key.size());
                                row.append(key).append(value);
                                edge.Append(MerkleLeafHash(row));
                                return true;
                              }));
  }
  return edge.Root();
}

}  // namespace

FoldEngine::FoldEngine(const LogReader* log, Store* store, const Clock* clock,
                       const ProjectionSet* projections, std::vector<ViewObserver*> observers)
    : context_{.log = log, .store = store, .clock = clock, .projections = projections},
      observers_(std::move(observers)) {}

Status FoldEngine::Open() {
  const std::shared_ptr<const Snapshot> rows = context_.store->Read();
  ASSIGN_OR_RETURN(const std::optional<Generation> current, CurrentGeneration(*rows));
  if (!current) {
    RETURN_IF_ERROR(StartGeneration(kFirstGeneration));
    return TellReplaced();
  }
  const StatusOr<std::string> versions = rows->Get(Family::kFoldState, VersionsKey(*current));
  pass_ = std::make_unique<FoldPass>(context_, *current);
  bool usable = versions.ok() && *versions == VersionsText(*context_.projections);
  if (usable) {
    ASSIGN_OR_RETURN(usable, pass_->Load());
  }
  RETURN_IF_ERROR(usable ? DeleteOthers(*current) : StartGeneration(*current + 1));
  return TellReplaced();
}

Status FoldEngine::StartGeneration(Generation generation) {
  RETURN_IF_ERROR(DeleteOthers(generation));
  WriteBatch batch;
  std::string number;
  PutLittleEndian(number, generation);
  batch.Put(Family::kFoldState, CurrentGenerationKey(), number);
  batch.Put(Family::kFoldState, VersionsKey(generation), VersionsText(*context_.projections));
  RETURN_IF_ERROR(context_.store->Write(batch, Durability::kUnsynced));
  pass_ = std::make_unique<FoldPass>(context_, generation);
  return absl::OkStatus();
}

// Deletes what a rebuild or an unusable generation left behind, if anything did: a range of
// nothing costs every later read a little.
Status FoldEngine::DeleteOthers(Generation generation) {
  const std::shared_ptr<const Snapshot> rows = context_.store->Read();
  bool others = false;
  const auto found = [&others](std::string_view, std::string_view) {
    others = true;
    return false;
  };
  for (const Family family : kRowFamilies) {
    RETURN_IF_ERROR(rows->Scan(family, "", GenerationPrefix(generation), found));
    RETURN_IF_ERROR(
        rows->Scan(family, GenerationPrefix(generation + 1), CurrentGenerationKey(), found));
  }
  if (!others) {
    return absl::OkStatus();
  }
  WriteBatch batch;
  DeleteGenerations(0, generation, batch);
  for (const Family family : kRowFamilies) {
    batch.DeleteRange(family, GenerationPrefix(generation + 1), CurrentGenerationKey());
  }
  return context_.store->Write(batch, Durability::kUnsynced);
}

StatusOr<bool> FoldEngine::FoldBatch(std::optional<VariantNo> first) {
  ASSIGN_OR_RETURN(const FoldPass::Step step, pass_->FoldNext(first));
  TellChanged(step.changes);
  return step.more;
}

Status FoldEngine::CatchUp(const std::function<void(const FoldProgress&)>& report) {
  bool more = true;
  while (more) {
    ASSIGN_OR_RETURN(more, FoldBatch());
    if (report) {
      report(progress());
    }
  }
  return absl::OkStatus();
}

Status FoldEngine::CatchUpLogsOf(std::string_view node_id) {
  for (const VariantExtent& extent : context_.log->Variants()) {
    while (extent.node_id == node_id && extent.size > extent.shared &&
           !IsPast({.variant = extent.variant, .index = extent.size - 1})) {
      RETURN_IF_ERROR(FoldBatch(extent.variant).status());
    }
  }
  return absl::OkStatus();
}

Status FoldEngine::Tick() {
  ASSIGN_OR_RETURN(const FoldPass::Step step, pass_->Retry());
  TellChanged(step.changes);
  return absl::OkStatus();
}

FoldProgress FoldEngine::progress() const {
  return {.done = pass_->events_past(), .total = pass_->events_known()};
}

void FoldEngine::StartRebuild() {
  CHECK(!rebuilding());
  next_ = std::make_unique<FoldPass>(context_, pass_->generation() + 1);
}

FoldProgress FoldEngine::rebuild_progress() const {
  CHECK(rebuilding());
  return {.done = next_->events_past(), .total = next_->events_known()};
}

StatusOr<std::optional<RebuildResult>> FoldEngine::StepRebuild() {
  CHECK(rebuilding());
  ASSIGN_OR_RETURN(const FoldPass::Step step, next_->FoldNext());
  if (step.more) {
    return std::nullopt;
  }
  RETURN_IF_ERROR(CatchUp());
  if (pass_->events_past() != next_->events_past()) {
    return std::nullopt;  // Something arrived between the two.
  }
  return Swap();
}

StatusOr<RebuildResult> FoldEngine::Swap() {
  const std::shared_ptr<const Snapshot> rows = context_.store->Read();
  ASSIGN_OR_RETURN(const Hash before, RowsHash(*rows, pass_->generation()));
  ASSIGN_OR_RETURN(const Hash after, RowsHash(*rows, next_->generation()));
  const RebuildResult result{.events = next_->events_past(), .unchanged = before == after};
  WriteBatch batch;
  std::string number;
  PutLittleEndian(number, next_->generation());
  batch.Put(Family::kFoldState, CurrentGenerationKey(), number);
  batch.Put(Family::kFoldState, VersionsKey(next_->generation()),
            VersionsText(*context_.projections));
  DeleteGenerations(pass_->generation(), next_->generation(), batch);
  RETURN_IF_ERROR(context_.store->Write(batch, Durability::kUnsynced));
  pass_ = std::move(next_);
  if (!result.unchanged) {
    RETURN_IF_ERROR(TellReplaced());
  }
  return result;
}

StatusOr<RebuildResult> FoldEngine::Rebuild(
    const std::function<void(const FoldProgress&)>& report) {
  StartRebuild();
  while (true) {
    ASSIGN_OR_RETURN(const std::optional<RebuildResult> result, StepRebuild());
    if (result) {
      return *result;
    }
    if (report) {
      report(rebuild_progress());
    }
  }
}

Status FoldEngine::TellReplaced() {
  ASSIGN_OR_RETURN(const ViewSnapshot views, ViewReader(context_.store, context_.log).Read());
  for (ViewObserver* observer : observers_) {
    RETURN_IF_ERROR(observer->OnViewsReplaced(views));
  }
  return absl::OkStatus();
}

void FoldEngine::TellChanged(const std::vector<ViewChange>& changes) {
  if (changes.empty()) {
    return;
  }
  for (ViewObserver* observer : observers_) {
    observer->OnViewsChanged(changes);
  }
}

}  // namespace cledi
