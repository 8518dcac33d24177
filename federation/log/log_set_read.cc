// What is held, read: LogSet's histories, their Merkle trees and their records.

#include <algorithm>
#include <utility>

#include "federation/base/check.h"
#include "federation/log/log_set.h"

namespace cledi {

StatusOr<std::vector<Record>> LogSet::ReadRecords(VariantNo variant, uint64_t from, uint64_t count,
                                                  size_t bytes_max) const {
  return storage_->ReadRecords(variant, from, count, bytes_max);
}

std::vector<VariantNo> LogSet::VariantsWith(const Checkpoint& checkpoint) const {
  std::vector<VariantNo> found;
  std::vector<VariantNo> candidates;
  {
    absl::MutexLock lock(&mutex_);
    for (const Variant* variant : VariantsOf(checkpoint.log, checkpoint.tag)) {
      const SignedCheckpoint* kept = LastBoundary(variant->state, 0, checkpoint.size);
      if (std::ranges::find(variant->recent, checkpoint) != variant->recent.end()) {
        found.push_back(variant->state.variant);
      } else if (kept != nullptr && kept->size() == checkpoint.size) {
        if (kept->root() == checkpoint.root) {
          found.push_back(variant->state.variant);
        }
      } else if (variant->size() >= checkpoint.size) {
        candidates.push_back(variant->state.variant);
      }
    }
  }
  for (const VariantNo variant : candidates) {
    const auto root = RootAt(checkpoint.size, Hashes(variant));
    if (root.ok() && *root == checkpoint.root) {
      found.push_back(variant);
    }
  }
  return found;
}

bool LogSet::IsHead(const Checkpoint& checkpoint) const {
  absl::MutexLock lock(&mutex_);
  return std::ranges::any_of(VariantsOf(checkpoint.log, checkpoint.tag), [&](const Variant* one) {
    return one->head() != nullptr && one->head()->checkpoint() == checkpoint;
  });
}

bool LogSet::HoldsSomeOf(const Checkpoint& checkpoint) const {
  absl::MutexLock lock(&mutex_);
  return !VariantsOf(checkpoint.log, checkpoint.tag).empty();
}

bool LogSet::Holds(const Checkpoint& checkpoint) const { return !VariantsWith(checkpoint).empty(); }

bool LogSet::IsPrefix(const Checkpoint& smaller, const Checkpoint& larger) const {
  if (smaller.log != larger.log || smaller.tag != larger.tag || smaller.size > larger.size) {
    return false;
  }
  const std::vector<VariantNo> with_larger = VariantsWith(larger);
  return std::ranges::any_of(VariantsWith(smaller), [&](VariantNo variant) {
    return std::ranges::find(with_larger, variant) != with_larger.end();
  });
}

bool LogSet::InFirstVariant(const Checkpoint& checkpoint) const {
  VariantNo first = 0;
  {
    absl::MutexLock lock(&mutex_);
    const std::vector<const Variant*> variants = VariantsOf(checkpoint.log, checkpoint.tag);
    first = variants.empty() ? 0 : variants.front()->state.variant;
  }
  const std::vector<VariantNo> with = VariantsWith(checkpoint);
  return std::ranges::find(with, first) != with.end();
}

uint64_t LogSet::LargestBoundary(const LogId& log, const EpochTag& tag, uint64_t at_most) const {
  absl::MutexLock lock(&mutex_);
  uint64_t largest = 0;
  for (const Variant* variant : VariantsOf(log, tag)) {
    if (variant->size() <= at_most) {
      largest = std::max(largest, variant->size());
    } else if (const SignedCheckpoint* boundary = LastBoundary(variant->state, 0, at_most);
               boundary != nullptr) {
      largest = std::max(largest, boundary->size());
    }
  }
  return largest;
}

std::vector<LogSet::Run> LogSet::RunsOf(VariantNo variant, uint64_t from, uint64_t to) const {
  absl::MutexLock lock(&mutex_);
  std::vector<Run> runs;
  // From the end backwards: each variant's own rows, then those of what it branched off from.
  while (from < to) {
    const VariantState& state = variants_.at(variant).state;
    if (to > state.shared) {
      runs.push_back({variant, std::max(from, state.shared), to});
      to = state.shared;
    }
    variant = state.parent;
  }
  std::ranges::reverse(runs);
  return runs;
}

StatusOr<std::vector<LeafBytes>> LogSet::ReadLeaves(VariantNo variant, uint64_t from,
                                                    uint64_t count) const {
  std::vector<LeafBytes> leaves;
  for (const Run& run : RunsOf(variant, from, from + count)) {
    ASSIGN_OR_RETURN(std::vector<LeafBytes> part,
                     storage_->ReadLeaves(run.variant, run.from, run.to - run.from));
    leaves.insert(leaves.end(), part.begin(), part.end());
  }
  return leaves;
}

StatusOr<std::vector<Record>> LogSet::ReadAllRecords(VariantNo variant, uint64_t from,
                                                     uint64_t count, size_t bytes_max) const {
  std::vector<Record> records;
  size_t bytes = 0;
  for (const Run& run : RunsOf(variant, from, from + count)) {
    if (bytes >= bytes_max) {
      break;
    }
    ASSIGN_OR_RETURN(
        std::vector<Record> part,
        storage_->ReadRecords(run.variant, run.from, run.to - run.from, bytes_max - bytes));
    const uint64_t wanted = run.to - run.from;
    for (Record& record : part) {
      bytes += RecordBytes(record);
      if (bytes > bytes_max && !records.empty()) {
        return records;  // Each run gives one event at least.
      }
      records.push_back(std::move(record));
    }
    if (part.size() < wanted) {
      break;
    }
  }
  return records;
}

HashReader LogSet::Hashes(VariantNo variant) const {
  LogId log;
  {
    absl::MutexLock lock(&mutex_);
    log = variants_.at(variant).state.log;
  }
  const auto leaf_hashes = [this, variant, log](uint64_t from,
                                                uint64_t count) -> StatusOr<std::vector<Hash>> {
    ASSIGN_OR_RETURN(const std::vector<LeafBytes> leaves, ReadLeaves(variant, from, count));
    std::vector<Hash> hashes;
    hashes.reserve(leaves.size());
    for (const LeafBytes& leaf : leaves) {
      hashes.push_back(MerkleLeafHash(log, leaf));
    }
    return hashes;
  };
  return [this, variant, leaf_hashes](int level, uint64_t index) {
    return subtrees_.Node(variant, level, index, leaf_hashes);
  };
}

SignedCheckpoint LogSet::BoundaryNear(VariantNo variant, uint64_t above, uint64_t at_most) const {
  absl::MutexLock lock(&mutex_);
  const VariantState& state = variants_.at(variant).state;
  const SignedCheckpoint* boundary = LastBoundary(state, above, at_most);
  if (boundary == nullptr) {
    boundary = NextBoundary(state, above);
  }
  CHECK(boundary != nullptr);  // The head is above `above`, and heads only grow.
  return *boundary;
}

std::optional<LogSet::Source> LogSet::FindSource(const Checkpoint& wanted, uint64_t from) const {
  const std::vector<VariantNo> with = VariantsWith(wanted);
  absl::MutexLock lock(&mutex_);
  for (const VariantNo number : with) {
    const Variant& variant = variants_.at(number);
    if (variant.signed_size() > from) {
      return Source{number, variant.signed_size(), variant.state.statement};
    }
  }
  return std::nullopt;
}

StatusOr<LogRange> LogSet::ReadRange(const Checkpoint& wanted, uint64_t from,
                                     size_t bytes_max) const {
  std::optional<Source> source = FindSource(wanted, from);
  if (!source.has_value()) {
    return NotFound("that history of the epoch is not held here");
  }
  const uint64_t most = std::min(source->signed_size - from, kRangeEventsMax);
  ASSIGN_OR_RETURN(
      std::vector<Record> records,
      ReadAllRecords(source->variant, from, most, std::min(bytes_max, kRangeBytesMax)));
  const SignedCheckpoint end = BoundaryNear(source->variant, from, from + records.size());
  const uint64_t count = end.size() - from;
  if (count > records.size()) {  // Up to the next boundary, whatever `bytes_max` says.
    ASSIGN_OR_RETURN(records, ReadAllRecords(source->variant, from, count, kRangeBytesMax));
    if (count > records.size()) {
      return Corrupt("a signed range is larger than one message holds");
    }
  }
  records.resize(count);
  return LogRange{.end = end.checkpoint(),
                  .signature = end.signature(),
                  .from = from,
                  .statement = from == 0 ? std::move(source->statement) : std::string(),
                  .records = std::move(records)};
}

}  // namespace cledi
