#include "federation/log/log_set.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"

#include "federation/base/check.h"
#include "federation/log/epoch_statement.h"
#include "federation/log/heads.h"

namespace cledi {

StatusOr<std::unique_ptr<LogSet>> LogSet::Open(Options options, LogStorage* storage,
                                               const SigningKey* key, const LogDirectory* directory,
                                               const Clock* clock, Random* random) {
  CHECK(IsNodeId(options.node_id));
  std::unique_ptr<LogSet> self(
      new LogSet(std::move(options), storage, key, directory, clock, random));
  absl::MutexLock lock(&self->write_mutex_);
  RETURN_IF_ERROR(self->Load());
  RETURN_IF_ERROR(self->SignFinalCheckpoints());
  return self;
}

LogSet::LogSet(Options options, LogStorage* storage, const SigningKey* key,
               const LogDirectory* directory, const Clock* clock, Random* random)
    : options_(std::move(options)),
      storage_(storage),
      key_(key),
      directory_(directory),
      random_(random),
      hybrid_clock_(clock) {
  for (const SpaceId& space : {RosterSpace(), CommonsSpace(), InstitutionSpace(options_.node_id)}) {
    own_spaces_.emplace(OwnLogId(space), space);
  }
}

std::unique_ptr<LogSet> LogSet::CopyOfMemory(LogStorage* storage, const LogDirectory* directory,
                                             const Clock* clock) const {
  std::unique_ptr<LogSet> copy(new LogSet(options_, storage, key_, directory, clock, random_));
  absl::MutexLock write_lock(&write_mutex_);
  absl::MutexLock copy_write_lock(&copy->write_mutex_);
  absl::MutexLock lock(&mutex_);
  absl::MutexLock copy_lock(&copy->mutex_);
  copy->open_ = open_;
  copy->logs_ = logs_;
  copy->variants_ = variants_;
  copy->fork_proofs_ = fork_proofs_;
  copy->open_variants_ = open_variants_;
  return copy;
}

Status LogSet::Load() {
  ASSIGN_OR_RETURN(std::vector<VariantState> states, storage_->Load());
  absl::MutexLock lock(&mutex_);
  for (VariantState& state : states) {
    const auto statement = ParseStatement(options_.trust_domain, state.statement);
    if (!statement.ok()) {
      return Corrupt(absl::StrFormat("variant %d: its stored statement cannot be read: %s",
                                     state.variant, Message(statement.status())));
    }
    Log& log = logs_[state.log];
    log.identity = {statement->node_id, statement->incarnation, statement->space, PublicKey()};
    log.epochs[state.tag].push_back(state.variant);
    const VariantNo number = state.variant;
    variants_.emplace(number, Variant{.state = std::move(state)});
  }
  ASSIGN_OR_RETURN(fork_proofs_, storage_->LoadForkProofs());
  return absl::OkStatus();
}

// A crash between sync and signature leaves durable events that no checkpoint covers. Signing
// what is there appends nothing; in a restored copy it is a prefix of what peers hold.
Status LogSet::SignFinalCheckpoints() {
  std::vector<Variant> unsigned_ones;
  {
    absl::MutexLock lock(&mutex_);
    for (const auto& [number, variant] : variants_) {
      const uint64_t covered = variant.head() == nullptr ? 0 : variant.head()->size();
      if (variant.state.own && variant.size() > covered) {
        unsigned_ones.push_back(variant);
      }
    }
  }
  std::vector<LogWrite> writes;
  for (Variant& variant : unsigned_ones) {
    const uint64_t covered = variant.head() == nullptr ? 0 : variant.head()->size();
    ASSIGN_OR_RETURN(RightEdge edge, EdgeAt(covered, Hashes(variant.state.variant)));
    RETURN_IF_ERROR(CheckReadBack(variant, std::move(edge)));
    const VariantState& state = variant.state;
    AddCheckpoint(
        variant,
        SignCheckpoint(options_.trust_domain,
                       {state.log, state.tag, state.edge.size(), state.edge.Root()}, *key_),
        kBoundaryBytes + 1);
    writes.push_back({.state = variant.state, .first_index = variant.size()});
  }
  if (writes.empty()) {
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(storage_->Commit(writes));
  absl::MutexLock lock(&mutex_);
  for (Variant& variant : unsigned_ones) {
    variants_.insert_or_assign(variant.state.variant, std::move(variant));
  }
  return absl::OkStatus();
}

Status LogSet::CheckReadBack(const Variant& variant, RightEdge edge) const {
  const uint64_t from = edge.size();
  ASSIGN_OR_RETURN(const std::vector<LeafBytes> leaves,
                   storage_->ReadLeaves(variant.state.variant, from, variant.size() - from));
  for (const LeafBytes& leaf : leaves) {
    edge.Append(*Hash::From(EventIdOf(variant.state.log, leaf).view()));
  }
  if (edge != variant.state.edge) {
    return Corrupt(absl::StrFormat(
        "events %d to %d of epoch %s read back from the disk differ from what was written: the "
        "disk or the memory of this machine is faulty; nothing was signed",
        from, variant.size() - 1, HexEncode(variant.state.tag.view())));
  }
  return absl::OkStatus();
}

std::vector<VariantExtent> LogSet::Variants() const {
  absl::MutexLock lock(&mutex_);
  std::vector<VariantExtent> extents;
  extents.reserve(variants_.size());
  for (const auto& [number, variant] : variants_) {
    const LogIdentity& identity = logs_.at(variant.state.log).identity;
    extents.push_back({.variant = number,
                       .log = variant.state.log,
                       .tag = variant.state.tag,
                       .node_id = identity.node_id,
                       .incarnation = identity.incarnation,
                       .space = identity.space,
                       .shared = variant.state.shared,
                       .size = variant.size()});
  }
  return extents;
}

StatusOr<std::vector<Record>> LogSet::ReadRecords(VariantNo variant, uint64_t from, uint64_t count,
                                                  size_t bytes_max) const {
  return storage_->ReadRecords(variant, from, count, bytes_max);
}

const LogSet::Log* LogSet::FindLog(const LogId& log) const {
  const auto it = logs_.find(log);
  return it == logs_.end() ? nullptr : &it->second;
}

std::vector<const Variant*> LogSet::VariantsOf(const LogId& log, const EpochTag& tag) const {
  std::vector<const Variant*> found;
  const Log* const entry = FindLog(log);
  if (entry == nullptr) {
    return found;
  }
  const auto epoch = entry->epochs.find(tag);
  if (epoch == entry->epochs.end()) {
    return found;
  }
  for (const VariantNo number : epoch->second) {
    found.push_back(&variants_.at(number));
  }
  return found;
}

std::set<Checkpoint> LogSet::HeadsOf(const Log& log) const {
  std::set<Checkpoint> heads;
  for (const auto& [tag, numbers] : log.epochs) {
    for (const VariantNo number : numbers) {
      if (const SignedCheckpoint* head = variants_.at(number).head(); head != nullptr) {
        heads.insert(head->checkpoint());
      }
    }
  }
  return heads;
}

std::vector<SignedCheckpoint> LogSet::HeadsOfLog(const LogId& log) const {
  absl::MutexLock lock(&mutex_);
  std::vector<SignedCheckpoint> heads;
  const Log* const entry = FindLog(log);
  if (entry == nullptr) {
    return heads;
  }
  for (const auto& [tag, numbers] : entry->epochs) {
    for (const VariantNo number : numbers) {
      if (const SignedCheckpoint* head = variants_.at(number).head(); head != nullptr) {
        heads.push_back(*head);
      }
    }
  }
  return heads;
}

Hash LogSet::DigestOf(const Log& log) const {
  if (!log.digest.has_value()) {
    log.digest = HeadsDigest(HeadsOf(log));
  }
  return *log.digest;
}

std::map<LogId, Hash> LogSet::LogDigests(const SpaceId& space) const {
  absl::MutexLock lock(&mutex_);
  std::map<LogId, Hash> digests;
  for (const auto& [id, log] : logs_) {
    if (log.identity.space == space) {
      digests.emplace(id, DigestOf(log));
    }
  }
  return digests;
}

Hash LogSet::SpaceDigest(const SpaceId& space) const {
  absl::MutexLock lock(&mutex_);
  if (const auto it = space_digests_.find(space); it != space_digests_.end()) {
    return it->second;
  }
  std::set<Checkpoint> heads;
  for (const auto& [id, log] : logs_) {
    if (log.identity.space == space) {
      heads.merge(HeadsOf(log));
    }
  }
  return space_digests_.emplace(space, HeadsDigest(heads)).first->second;
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
    const bool cut = part.size() < run.to - run.from;
    for (Record& record : part) {
      bytes += RecordBytes(record);
      records.push_back(std::move(record));
    }
    if (cut) {
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
      hashes.push_back(*Hash::From(EventIdOf(log, leaf).view()));
    }
    return hashes;
  };
  return [this, variant, leaf_hashes](int level, uint64_t index) {
    return subtrees_.Node(variant, level, index, leaf_hashes);
  };
}

StatusOr<LogRange> LogSet::ReadRange(const Checkpoint& wanted, uint64_t from,
                                     size_t bytes_max) const {
  std::vector<VariantState> candidates;
  {
    absl::MutexLock lock(&mutex_);
    for (const Variant* variant : VariantsOf(wanted.log, wanted.tag)) {
      if (variant->head() != nullptr && variant->head()->size() > from) {
        candidates.push_back(variant->state);
      }
    }
  }
  // Usually there is one variant, and it is the right one.
  if (candidates.size() > 1) {
    const std::vector<VariantNo> right = VariantsWith(wanted);
    std::erase_if(candidates, [&](const VariantState& state) {
      return std::ranges::find(right, state.variant) == right.end();
    });
  }
  if (candidates.empty()) {
    return NotFound("that history of the epoch is not held here");
  }
  const VariantState& state = candidates.front();
  const uint64_t end_max = std::min(state.checkpoints.back().size(), from + kRangeEventsMax);
  ASSIGN_OR_RETURN(
      std::vector<Record> records,
      ReadAllRecords(state.variant, from, end_max - from, std::min(bytes_max, kRangeBytesMax)));
  const SignedCheckpoint* end = LastBoundary(state, from, from + records.size());
  if (end == nullptr) {
    end = NextBoundary(state, from);
    CHECK(end != nullptr);  // The head is above `from`.
    ASSIGN_OR_RETURN(records, ReadAllRecords(state.variant, from, end->size() - from,
                                             kRangeBytesMax + kPayloadBytesMax));
  }
  records.resize(std::min<size_t>(records.size(), end->size() - from));
  LogRange range{.end = end->checkpoint(),
                 .signature = end->signature(),
                 .from = from,
                 .statement = from == 0 ? state.statement : std::string(),
                 .records = std::move(records)};
  if (range.records.size() != end->size() - from) {
    return Corrupt("a signed range is larger than one message holds");
  }
  return range;
}

std::vector<LogSet::EpochInfo> LogSet::Epochs() const {
  absl::MutexLock lock(&mutex_);
  std::vector<EpochInfo> infos;
  for (const auto& [id, log] : logs_) {
    for (const auto& [tag, numbers] : log.epochs) {
      for (const VariantNo number : numbers) {
        infos.push_back({.state = variants_.at(number).state,
                         .open = open_variants_.contains(number),
                         .forked = numbers.size() > 1});
      }
    }
  }
  return infos;
}

std::optional<VariantState> LogSet::LongestVariant(const LogId& log, const EpochTag& tag) const {
  absl::MutexLock lock(&mutex_);
  const Variant* longest = nullptr;
  for (const Variant* variant : VariantsOf(log, tag)) {
    if (longest == nullptr || variant->size() > longest->size()) {
      longest = variant;
    }
  }
  return longest == nullptr ? std::nullopt : std::optional(longest->state);
}

std::vector<std::string> LogSet::Statements(const LogId& log) const {
  absl::MutexLock lock(&mutex_);
  std::vector<std::string> statements;
  if (const Log* entry = FindLog(log); entry != nullptr) {
    for (const auto& [tag, numbers] : entry->epochs) {
      statements.push_back(variants_.at(numbers.front()).state.statement);
    }
  }
  return statements;
}

std::vector<ForkProof> LogSet::ForkProofs() const {
  absl::MutexLock lock(&mutex_);
  return fork_proofs_;
}

uint64_t LogSet::generation() const {
  absl::MutexLock lock(&mutex_);
  return generation_;
}

void LogSet::SetListener(std::function<void()> on_change) { on_change_ = std::move(on_change); }

LogId LogSet::OwnLogId(const SpaceId& space) const {
  return LogIdOf(options_.federation, options_.node_id, options_.incarnation, space);
}

std::optional<LogIdentity> LogSet::IdentityOf(const LogId& log) const {
  if (const auto own = own_spaces_.find(log); own != own_spaces_.end()) {
    return LogIdentity{options_.node_id, options_.incarnation, own->second, key_->public_key()};
  }
  return directory_->Find(log);
}

}  // namespace cledi
