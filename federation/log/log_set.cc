#include "federation/log/log_set.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"

#include "federation/base/breakage.h"
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
  RETURN_IF_ERROR(self->ObserveOwnTimes());
  self->ProveForks();
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
    if (state.own && Broken(Breakage::kEpochContinued)) {
      open_.insert_or_assign(state.log, number);
    }
    variants_.emplace(number, Variant{.state = std::move(state)});
  }
  ASSIGN_OR_RETURN(fork_proofs_, storage_->LoadForkProofs());
  return absl::OkStatus();
}

// A crash between sync and signature leaves durable events that no checkpoint covers. Signing
// what is there appends nothing; in a restored copy it is a prefix of what peers hold.
Status LogSet::SignFinalCheckpoints() {
  std::vector<Variant> tails;
  {
    absl::MutexLock lock(&mutex_);
    for (const auto& [number, variant] : variants_) {
      if (variant.state.own && variant.size() > variant.signed_size()) {
        tails.push_back(variant);
      }
    }
  }
  std::vector<LogWrite> writes;
  for (Variant& variant : tails) {
    ASSIGN_OR_RETURN(RightEdge edge, EdgeAt(variant.signed_size(), Hashes(variant.state.variant)));
    RETURN_IF_ERROR(SignTail(variant, std::move(edge)));
    writes.push_back({.state = variant.state, .first_index = variant.size()});
  }
  if (writes.empty() || Broken(Breakage::kTailUnsigned)) {
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(storage_->Commit(writes));
  absl::MutexLock lock(&mutex_);
  for (Variant& variant : tails) {
    variants_.insert_or_assign(variant.state.variant, std::move(variant));
  }
  return absl::OkStatus();
}

Status LogSet::ObserveOwnTimes() {
  std::vector<EventPosition> last_ones;
  {
    absl::MutexLock lock(&mutex_);
    for (const auto& [number, variant] : variants_) {
      if (own_spaces_.contains(variant.state.log) && variant.size() > variant.state.shared) {
        last_ones.push_back({number, variant.size() - 1});
      }
    }
  }
  for (const EventPosition& last : last_ones) {
    ASSIGN_OR_RETURN(const std::vector<LeafBytes> leaves,
                     storage_->ReadLeaves(last.variant, last.index, 1));
    const Hlc time = HeaderOf(leaves.front()).hlc;
    hybrid_clock_.Observe(time);
    absl::MutexLock lock(&mutex_);
    own_return_.newest_at_open = std::max(own_return_.newest_at_open, time);
  }
  return absl::OkStatus();
}

void LogSet::ProveForks() {
  std::vector<std::pair<VariantNo, VariantNo>> unproven;  // Branch and parent.
  {
    absl::MutexLock lock(&mutex_);
    std::set<EpochName> proven;
    for (const ForkProof& proof : fork_proofs_) {
      proven.emplace(proof.larger.log(), proof.larger.tag());
    }
    for (const auto& [number, variant] : variants_) {
      const VariantState& state = variant.state;
      if (state.parent != 0 && !proven.contains({state.log, state.tag})) {
        unproven.emplace_back(number, state.parent);
      }
    }
  }
  for (const auto& [branch, parent] : unproven) {
    RecordFork(branch, parent);
  }
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

std::optional<VariantState> LogSet::FirstVariant(const LogId& log, const EpochTag& tag) const {
  absl::MutexLock lock(&mutex_);
  const std::vector<const Variant*> variants = VariantsOf(log, tag);
  return variants.empty() ? std::nullopt : std::optional(variants.front()->state);
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

OwnReturn LogSet::own_return() const {
  absl::MutexLock lock(&mutex_);
  return own_return_;
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
