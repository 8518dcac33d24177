// What a range from outside is worth: LogSet::Judge. It changes nothing but the plan.

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"

#include "federation/base/breakage.h"
#include "federation/log/epoch_statement.h"
#include "federation/log/log_set_plan.h"

namespace cledi {
namespace {

IngestResult Refused(IngestVerdict verdict, std::string_view why) {
  return {.verdict = verdict, .status = Invalid(why)};
}

IngestResult Withheld() {
  return Refused(IngestVerdict::kWithheld, "the payload of an event was not sent");
}

size_t BytesOf(std::span<const Record> records) {
  size_t bytes = 0;
  for (const Record& record : records) {
    bytes += RecordBytes(record);
  }
  return bytes;
}

}  // namespace

StatusOr<std::string> LogSet::CheckStatement(const LogRange& range, const LogIdentity& identity,
                                             const std::vector<const Variant*>& variants) const {
  if (!variants.empty()) {
    return variants.front()->state.statement;
  }
  if (range.statement.empty()) {
    return Invalid("the epoch's statement was not sent");
  }
  ASSIGN_OR_RETURN(
      const VerifiedStatement verified,
      VerifyStatement(options_.trust_domain, options_.federation, range.statement, identity.key));
  if (verified.statement.log != range.end.log || verified.tag != range.end.tag) {
    return Invalid("the statement is that of another epoch");
  }
  return verified.note;
}

// The pointers stay good: only whoever writes, which is the caller, changes variants.
std::vector<const Variant*> LogSet::VariantsFor(const LogRange& range, const Plan& plan) const {
  std::vector<const Variant*> variants;
  for (const auto& [number, change] : plan.changes) {
    if (change.variant.state.log == range.end.log && change.variant.state.tag == range.end.tag) {
      variants.push_back(&change.variant);
    }
  }
  absl::MutexLock lock(&mutex_);
  for (const Variant* variant : VariantsOf(range.end.log, range.end.tag)) {
    if (!plan.changes.contains(variant->state.variant)) {
      variants.push_back(variant);
    }
  }
  return variants;
}

// Where the rows of a variant that are on the disk stand: a branch of this very plan has only
// those that it shares with its parent.
VariantNo LogSet::StoredAs(const Variant& variant, const Plan& plan) const {
  const auto planned = plan.changes.find(variant.state.variant);
  return planned != plan.changes.end() && planned->second.fork_of != 0 ? planned->second.fork_of
                                                                       : variant.state.variant;
}

StatusOr<size_t> LogSet::CountCommon(const Variant& variant, const LogRange& range,
                                     const Plan& plan) const {
  const uint64_t overlap = std::min<uint64_t>(variant.size() - range.from, range.records.size());
  if (overlap == 0) {
    return 0;
  }
  // Rows of a variant that the plan changes are not all on the disk yet.
  const auto planned = plan.changes.find(variant.state.variant);
  const uint64_t stored_to =
      planned == plan.changes.end() ? variant.size() : planned->second.first_index;
  size_t common = 0;
  if (range.from < stored_to) {
    const uint64_t count = std::min(overlap, stored_to - range.from);
    ASSIGN_OR_RETURN(const std::vector<LeafBytes> leaves,
                     ReadLeaves(StoredAs(variant, plan), range.from, count));
    while (common < leaves.size() && leaves[common] == range.records[common].leaf) {
      ++common;
    }
    if (common < leaves.size()) {
      return common;
    }
  }
  for (; common < overlap; ++common) {
    const uint64_t row = range.from + common - stored_to;
    if (planned->second.records[row].leaf != range.records[common].leaf) {
      break;
    }
  }
  return common;
}

StatusOr<std::optional<RightEdge>> LogSet::EdgeOf(const Variant& variant, uint64_t at,
                                                  const Plan& plan) const {
  if (at == variant.size()) {
    return variant.state.edge;
  }
  if (at == 0) {
    return RightEdge();
  }
  const auto planned = plan.changes.find(variant.state.variant);
  if (planned != plan.changes.end() && at > planned->second.first_index) {
    return std::nullopt;  // Inside what this very write adds: the next attempt will see it.
  }
  ASSIGN_OR_RETURN(RightEdge edge, EdgeAt(at, Hashes(StoredAs(variant, plan))));
  return edge;
}

StatusOr<LogSet::Match> LogSet::FindMatch(const LogRange& range,
                                          const std::vector<const Variant*>& variants,
                                          const Plan& plan) const {
  std::vector<Hash> hashes;
  hashes.reserve(range.records.size());
  for (const Record& record : range.records) {
    hashes.push_back(MerkleLeafHash(range.end.log, record.leaf));
  }
  Match best;
  for (const Variant* variant : variants) {
    if (variant->size() < range.from) {
      continue;
    }
    best.reached = true;
    ASSIGN_OR_RETURN(std::optional<RightEdge> edge, EdgeOf(*variant, range.from, plan));
    if (!edge.has_value()) {
      best.undecided = true;
      continue;
    }
    for (const Hash& hash : hashes) {
      edge->Append(hash);
    }
    if (edge->Root() != range.end.root && !Broken(Breakage::kRootUnchecked)) {
      continue;
    }
    ASSIGN_OR_RETURN(const size_t common, CountCommon(*variant, range, plan));
    if (common == range.records.size()) {
      best.holders.push_back(variant);
    }
    if (best.variant == nullptr || common > best.common) {
      best.variant = variant;
      best.common = common;
      best.edge = *std::move(edge);
    }
  }
  return best;
}

void LogSet::KeepBoundary(const SignedCheckpoint& end, const std::vector<const Variant*>& holders,
                          const LogIdentity& identity, Plan& plan) const {
  for (const Variant* holder : holders) {
    AddBoundary(PlanFor(*holder, identity, plan).variant.state, end);
  }
}

LogSet::PlanChange& LogSet::PlanFor(const Variant& variant, const LogIdentity& identity,
                                    Plan& plan) const {
  const auto [it, added] = plan.changes.try_emplace(variant.state.variant);
  if (added) {
    it->second.variant = variant;
    it->second.identity = identity;
    it->second.first_index = variant.size();
  }
  return it->second;
}

Variant LogSet::NewVariantOf(const LogRange& range, const LogIdentity& identity,
                             std::string statement) const {
  Variant variant;
  variant.state.variant = storage_->NewVariant();
  variant.state.log = range.end.log;
  variant.state.tag = range.end.tag;
  variant.state.node_id = identity.node_id;
  variant.state.space = identity.space;
  variant.state.statement = std::move(statement);
  variant.state.own = own_spaces_.contains(range.end.log);
  return variant;
}

StatusOr<Variant> LogSet::Branch(const Variant& parent, uint64_t shared) const {
  Variant branch;
  branch.state = parent.state;
  branch.state.variant = storage_->NewVariant();
  branch.state.parent = parent.state.variant;
  branch.state.shared = shared;
  std::erase_if(branch.state.checkpoints,
                [&](const SignedCheckpoint& checkpoint) { return checkpoint.size() > shared; });
  ASSIGN_OR_RETURN(branch.state.edge, EdgeAt(shared, Hashes(parent.state.variant)));
  return branch;
}

IngestResult LogSet::Judge(LogRange& range, Plan& plan) const {
  if (range.records.empty() || range.records.size() > kRangeEventsMax ||
      range.end.size != range.from + range.records.size()) {
    return Refused(IngestVerdict::kTooLarge, "the range's size is not that of its records");
  }
  const size_t bytes = BytesOf(range.records);
  if (bytes > kRangeBytesMax) {
    return Refused(
        IngestVerdict::kTooLarge,
        absl::StrFormat("a range holds at most %d bytes; this one has %d", kRangeBytesMax, bytes));
  }
  const std::optional<LogIdentity> identity = IdentityOf(range.end.log);
  if (!identity.has_value()) {
    return Refused(IngestVerdict::kUnknownLog,
                   "the log's owner is not on the roster that this node knows");
  }
  const std::vector<const Variant*> variants = VariantsFor(range, plan);
  if (variants.empty() && range.from > 0) {
    return Refused(IngestVerdict::kGap, "nothing of the epoch is held yet");
  }
  auto statement = CheckStatement(range, *identity, variants);
  if (!statement.ok()) {
    return {.verdict = IngestVerdict::kBadStatement, .status = statement.status()};
  }
  const auto end =
      VerifyCheckpoint(options_.trust_domain, range.end, range.signature, identity->key);
  if (!end.ok()) {
    return {.verdict = IngestVerdict::kBadSignature, .status = end.status()};
  }
  if (variants.empty()) {
    return Begin(range, *end, *identity, *std::move(statement), plan);
  }
  const auto match = FindMatch(range, variants, plan);
  if (!match.ok()) {
    return {.verdict = IngestVerdict::kStorageFailed, .status = match.status()};
  }
  if (match->variant == nullptr) {
    return match->reached && !match->undecided
               ? Refused(IngestVerdict::kRootMismatch,
                         "the records do not lead from what is held to the signed root")
               : Refused(IngestVerdict::kGap, "the range begins behind what is held");
  }
  if (!match->holders.empty()) {
    if (parting_.contains({range.end.log, range.end.tag})) {
      KeepBoundary(*end, match->holders, *identity, plan);
    }
    return {.verdict = IngestVerdict::kAlreadyHeld, .status = absl::OkStatus()};
  }
  return Extend(range, *end, *identity, *match, plan);
}

IngestResult LogSet::Begin(LogRange& range, const SignedCheckpoint& end,
                           const LogIdentity& identity, std::string statement, Plan& plan) const {
  Variant variant = NewVariantOf(range, identity, std::move(statement));
  for (const Record& record : range.records) {
    variant.state.edge.Append(MerkleLeafHash(range.end.log, record.leaf));
  }
  if (variant.state.edge.Root() != range.end.root) {
    return Refused(IngestVerdict::kRootMismatch, "the records do not lead to the signed root");
  }
  if (std::ranges::any_of(range.records, IsIncomplete)) {
    return Withheld();
  }
  AddCheckpoint(variant, end, BytesOf(range.records));
  PlanChange& change = plan.changes[variant.state.variant];
  change.records = std::move(range.records);
  change.identity = identity;
  change.variant = std::move(variant);
  return {};
}

IngestResult LogSet::Extend(LogRange& range, const SignedCheckpoint& end,
                            const LogIdentity& identity, const Match& match, Plan& plan) const {
  const std::span<Record> fresh = std::span(range.records).subspan(match.common);
  if (std::ranges::any_of(fresh, IsIncomplete)) {
    return Withheld();
  }
  const uint64_t shared = range.from + match.common;
  const bool forks = shared < match.variant->size();
  PlanChange* change = nullptr;
  if (forks && Broken(Breakage::kVariantDropped)) {
    return {.verdict = IngestVerdict::kAlreadyHeld, .status = absl::OkStatus()};
  }
  if (forks) {
    // The parent must be on the disk before a branch can share its rows.
    if (plan.changes.contains(match.variant->state.variant)) {
      return {.verdict = IngestVerdict::kGap,
              .status = absl::AbortedError("another history of what is being stored: send again")};
    }
    const SignedCheckpoint* boundary = LastBoundary(match.variant->state, 0, shared);
    if ((boundary == nullptr ? 0 : boundary->size()) < range.from) {
      return Refused(IngestVerdict::kForkInside,
                     "another history, which is needed from an earlier signed boundary on");
    }
    auto branch = Branch(*match.variant, shared);
    if (!branch.ok()) {
      return {.verdict = IngestVerdict::kStorageFailed, .status = branch.status()};
    }
    change = &PlanFor(*branch, identity, plan);
    change->first_index = shared;
  } else {
    change = &PlanFor(*match.variant, identity, plan);
  }
  const size_t fresh_bytes = BytesOf(fresh);
  std::ranges::move(fresh, std::back_inserter(change->records));
  change->variant.state.edge = match.edge;
  AddCheckpoint(change->variant, end, fresh_bytes);
  if (forks) {
    change->fork_of = match.variant->state.variant;
  }
  return {.verdict = IngestVerdict::kStored, .status = absl::OkStatus(), .forked = forks};
}

}  // namespace cledi
