// Events from outside, stored: LogSet::Ingest.

#include <algorithm>
#include <utility>

#include "federation/base/breakage.h"
#include "federation/log/log_set_plan.h"

namespace cledi {

std::string_view VerdictName(IngestVerdict verdict) {
  switch (verdict) {
    case IngestVerdict::kStored:
      return "stored";
    case IngestVerdict::kAlreadyHeld:
      return "already_held";
    case IngestVerdict::kUnknownLog:
      return "unknown_log";
    case IngestVerdict::kGap:
      return "gap";
    case IngestVerdict::kRootMismatch:
      return "root_mismatch";
    case IngestVerdict::kForkInside:
      return "fork_inside";
    case IngestVerdict::kWithheld:
      return "withheld";
    case IngestVerdict::kBadStatement:
      return "statement";
    case IngestVerdict::kBadSignature:
      return "checkpoint_signature";
    case IngestVerdict::kTooLarge:
      return "too_large";
    case IngestVerdict::kStorageFailed:
      return "storage";
  }
  return "unknown";
}

std::vector<IngestResult> LogSet::Ingest(std::vector<LogRange> ranges) {
  absl::MutexLock write_lock(&write_mutex_);
  Plan plan;
  std::vector<IngestResult> results;
  results.reserve(ranges.size());
  for (LogRange& range : ranges) {
    results.push_back(Judge(range, plan));
  }
  for (size_t i = 0; i < results.size(); ++i) {
    if (results[i].verdict == IngestVerdict::kForkInside) {
      parting_.emplace(ranges[i].end.log, ranges[i].end.tag);
    }
  }
  if (plan.changes.empty()) {
    return results;
  }
  std::vector<Hlc> times;
  OwnReturn returned;
  std::vector<std::pair<VariantNo, VariantNo>> forks;  // Branch and parent.
  std::set<EpochName> epochs;
  for (const auto& [number, change] : plan.changes) {
    for (const Record& record : change.records) {
      times.push_back(HeaderOf(record.leaf).hlc);
      if (change.variant.state.own) {
        ++returned.events;
        returned.newest = std::max(returned.newest, times.back());
      }
    }
    if (change.fork_of != 0) {
      forks.emplace_back(number, change.fork_of);
    }
    epochs.emplace(change.variant.state.log, change.variant.state.tag);
  }
  if (const Status status = storage_->Commit(plan.TakeWrites()); !status.ok()) {
    for (size_t i = 0; i < results.size(); ++i) {
      // What was held already may have been so by this very write.
      const IngestVerdict verdict = results[i].verdict;
      if ((verdict == IngestVerdict::kStored || verdict == IngestVerdict::kAlreadyHeld) &&
          epochs.contains({ranges[i].end.log, ranges[i].end.tag})) {
        results[i] = {.verdict = IngestVerdict::kStorageFailed, .status = status};
      }
    }
    return results;
  }
  for (const Hlc time : times) {
    hybrid_clock_.Observe(time);
  }
  {
    absl::MutexLock lock(&mutex_);
    own_return_.events += returned.events;
    own_return_.newest = std::max(own_return_.newest, returned.newest);
  }
  Publish(plan);
  FollowIngested(epochs, forks);
  return results;
}

void LogSet::FollowIngested(const std::set<EpochName>& epochs,
                            const std::vector<std::pair<VariantNo, VariantNo>>& forks) {
  for (const auto& [branch, parent] : forks) {
    RecordFork(branch, parent);
    absl::MutexLock lock(&mutex_);
    const VariantState& state = variants_.at(branch).state;
    parting_.erase({state.log, state.tag});
  }
  for (const auto& [log, tag] : epochs) {
    // E3: an own epoch that grew or forked elsewhere is not ours to go on with.
    const Variant* const open = OpenVariantOf(log);
    if (open != nullptr && open->state.tag == tag && !Broken(Breakage::kEpochKeptOpen)) {
      CloseEpoch(log);
    }
  }
}

// The proof is computed from rows that are on the disk now; if this process ends before it is
// stored, the two variants are still there, and so is everything it says.
void LogSet::RecordFork(VariantNo branch_no, VariantNo parent_no) {
  VariantState branch;
  VariantState parent;
  {
    absl::MutexLock lock(&mutex_);
    branch = variants_.at(branch_no).state;
    parent = variants_.at(parent_no).state;
  }
  const SignedCheckpoint* other = NextBoundary(parent, branch.shared);
  if (other == nullptr) {
    return;  // The parent's own tail is not signed yet: nothing contradicts it so far.
  }
  const SignedCheckpoint& end = branch.checkpoints.back();
  auto proof = ProveFork(end, *other, Hashes(end.size() > other->size() ? branch_no : parent_no));
  if (!proof.ok()) {
    return;
  }
  LogWrite write{.state = branch, .first_index = branch.edge.size()};
  write.fork_proofs.push_back(*proof);
  if (storage_->Commit({&write, 1}).ok()) {
    absl::MutexLock lock(&mutex_);
    fork_proofs_.push_back(*std::move(proof));
  }
}

void LogSet::Publish(Plan& plan) {
  {
    absl::MutexLock lock(&mutex_);
    for (auto& [number, change] : plan.changes) {
      const VariantState& state = change.variant.state;
      Log& log = logs_[state.log];
      log.identity = change.identity;
      log.digest.reset();
      space_digests_.erase(change.identity.space);
      std::vector<VariantNo>& variants = log.epochs[state.tag];
      if (std::ranges::find(variants, number) == variants.end()) {
        variants.push_back(number);
      }
      if (open_.contains(state.log) && open_.at(state.log) == number) {
        open_variants_.insert(number);
      }
      variants_.insert_or_assign(number, std::move(change.variant));
    }
    ++generation_;
  }
  if (on_change_) {
    on_change_();
  }
}

}  // namespace cledi
