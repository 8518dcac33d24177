#ifndef CLEDI_FEDERATION_LOG_LOG_SET_H_
#define CLEDI_FEDERATION_LOG_LOG_SET_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/base/clock.h"
#include "federation/base/random.h"
#include "federation/log/epoch_statement.h"
#include "federation/log/log_directory.h"
#include "federation/log/log_range.h"
#include "federation/log/log_reader.h"
#include "federation/log/own_log.h"
#include "federation/log/subtree_cache.h"
#include "federation/log/variant.h"

namespace cledi {

// What became of a range that came from outside.
enum class IngestVerdict {
  kStored,
  kAlreadyHeld,
  kUnknownLog,     // Its owner is not on the roster yet: try again after a roster update.
  kGap,            // It begins behind what is held.
  kRootMismatch,   // Its records do not lead from what is held to the root that was signed:
                   // another history (ask from further back), or changed bytes.
  kForkInside,     // Another history, and it parts from what is held before the range's first
                   // kept boundary: ask from further back.
  kWithheld,       // A payload that can exist is missing: ask another peer.
  kBadStatement,   // The statement is malformed, missing or not the log's.
  kBadSignature,   // The checkpoint is not the log's.
  kTooLarge,       // Over kRangeBytesMax or kRangeEventsMax.
  kStorageFailed,  // The disk; `status` says what.
};
std::string_view VerdictName(IngestVerdict verdict);

struct IngestResult {
  IngestVerdict verdict = IngestVerdict::kStored;
  Status status;        // Not OK unless stored or held: what was wrong, with its place.
  bool forked = false;  // A new variant came to be.
};

// What partners gave back of this node's own logs since it was opened. Any: the disk went on
// from an older copy, or another machine writes as this node.
struct OwnReturn {
  uint64_t events = 0;
  Hlc newest = 0;          // Of these.
  Hlc newest_at_open = 0;  // Of the own events that were held then; 0: there were none.
};

// All logs that a node holds: its own, and its partners'. Implements the rules of
// federation.md, "Logs are sets of epochs": E1 (a process appends only to epochs that it
// opened itself), E2 (all variants of a forked epoch are kept, with the proof), E3 (an own
// epoch that is forked, or longer elsewhere, is closed), E4 (nothing is ever displaced).
//
// Every kept stretch between two signed boundaries fits into one message, so whatever is held
// can be passed on: a history that parts from another is taken from a boundary of both on.
//
// Durable before visible: what a reader or peer can see is on the disk.
//
// Safe from any thread. Writes (Append, Ingest, CloseEpochIfBehind) wait for each other; reads
// wait for no write.
class LogSet final : public OwnLog, public LogReader {
 public:
  struct Options {
    std::string trust_domain;
    FederationId federation;
    std::string node_id;
    uint32_t incarnation = 0;
    // The newest roster number, for the headers of own events.
    std::function<uint32_t()> roster_number;
  };

  // Loads what is held, and signs what each own epoch has of durable events above its last
  // checkpoint. The pointers outlive the log set.
  // DataLoss: the disk contradicts itself; the message names the place.
  static StatusOr<std::unique_ptr<LogSet>> Open(Options options, LogStorage* storage,
                                                const SigningKey* key,
                                                const LogDirectory* directory, const Clock* clock,
                                                Random* random);

  // What a copy of the running machine has in its memory: for the simulator's live clones. The
  // copy goes on with the same open epochs, which is what no process may do.
  std::unique_ptr<LogSet> CopyOfMemory(LogStorage* storage, const LogDirectory* directory,
                                       const Clock* clock) const;

  // OwnLog.
  StatusOr<std::vector<AppendedEvent>> Append(std::span<const NewEvent> events) override;
  LogId OwnLogId(const SpaceId& space) const override;

  // Verifies and stores ranges, in order, under one sync; each may follow from the one
  // before. One result a range; a range that fails does not stop those of other epochs.
  std::vector<IngestResult> Ingest(std::vector<LogRange> ranges);

  // E3: closes the own open epoch that `head` belongs to if it is longer there than here.
  void CloseEpochIfBehind(const Checkpoint& head);

  // LogReader.
  std::vector<VariantExtent> Variants() const override;
  StatusOr<std::vector<Record>> ReadRecords(VariantNo variant, uint64_t from, uint64_t count,
                                            size_t bytes_max) const override;

  // The newest signed checkpoint of each variant: of one log, or of all logs of a space.
  std::vector<SignedCheckpoint> HeadsOfLog(const LogId& log) const;
  // The heads digest of a space (that of nothing, if nothing is held).
  Hash SpaceDigest(const SpaceId& space) const;
  // The digest of each log of a space.
  std::map<LogId, Hash> LogDigests(const SpaceId& space) const;

  // Whether it is the newest checkpoint of a variant; cheaper than Holds.
  bool IsHead(const Checkpoint& checkpoint) const;
  // Whether anything of the checkpoint's epoch is held.
  bool HoldsSomeOf(const Checkpoint& checkpoint) const;
  // Whether every event below `checkpoint` is held, under that root.
  bool Holds(const Checkpoint& checkpoint) const;
  // Whether one history that is held begins with both.
  bool IsPrefix(const Checkpoint& smaller, const Checkpoint& larger) const;
  // Whether the history of the epoch that was stored here first begins with `checkpoint`. That
  // one only grows, over restarts too: of a forked epoch it is the one to acknowledge.
  bool InFirstVariant(const Checkpoint& checkpoint) const;
  // The largest size of a kept boundary at or below `at_most`, of any variant of the epoch; 0
  // if there is none: where to ask from.
  uint64_t LargestBoundary(const LogId& log, const EpochTag& tag, uint64_t at_most) const;

  // A range that begins at `from` and leads towards `wanted`, at most `bytes_max` (but at
  // least up to the next boundary). NotFound: that variant is not held, or nothing of it
  // above `from`.
  StatusOr<LogRange> ReadRange(const Checkpoint& wanted, uint64_t from, size_t bytes_max) const;

  // What a log's epochs look like, for operators and auditors.
  struct EpochInfo {
    VariantState state;
    bool open = false;
    bool forked = false;
  };
  std::vector<EpochInfo> Epochs() const;
  // The epoch's variant that was stored first. Nothing: the epoch is not held.
  std::optional<VariantState> FirstVariant(const LogId& log, const EpochTag& tag) const;
  // The signed notes that opened the log's epochs.
  std::vector<std::string> Statements(const LogId& log) const;
  std::vector<ForkProof> ForkProofs() const;
  // Whose log it is, and with which key. Nothing: not known yet.
  std::optional<LogIdentity> IdentityOf(const LogId& log) const;
  // Events [from, from + count) of a variant, its shared prefix included; `bytes_max` ends the
  // answer early, after at least one event.
  StatusOr<std::vector<Record>> ReadAllRecords(VariantNo variant, uint64_t from, uint64_t count,
                                               size_t bytes_max) const;
  // Reads Merkle nodes of a variant, its shared prefix included.
  HashReader Hashes(VariantNo variant) const;
  // Leaves [from, from + count), the shared prefix included.
  StatusOr<std::vector<LeafBytes>> ReadLeaves(VariantNo variant, uint64_t from,
                                              uint64_t count) const;

  // Counts changes: differs whenever something new can be read.
  uint64_t generation() const;
  // Called after each change, on the thread that wrote. Set it before the first write; it must
  // not write.
  void SetListener(std::function<void()> on_change);

  OwnReturn own_return() const;

  const Options& options() const { return options_; }

 private:
  // One log: its epochs, each a list of variants.
  struct Log {
    LogIdentity identity;
    std::map<EpochTag, std::vector<VariantNo>> epochs;
    mutable std::optional<Hash> digest;
  };
  // What a write is about to change: the variants as they will be.
  struct Plan;
  struct PlanChange;
  // How a range relates to the variants of its epoch.
  struct Match {
    const Variant* variant = nullptr;     // The one it follows from; null: none.
    size_t common = 0;                    // Records of the range that the variant holds too.
    RightEdge edge;                       // After all records of the range.
    std::vector<const Variant*> holders;  // Variants that hold all of its records.
    bool reached = false;                 // Some variant is long enough for `from`.
    bool undecided = false;  // `from` is inside what this very write adds: ask again after it.
  };
  using EpochName = std::pair<LogId, EpochTag>;

  LogSet(Options options, LogStorage* storage, const SigningKey* key, const LogDirectory* directory,
         const Clock* clock, Random* random);

  Status Load() ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  Status SignFinalCheckpoints() ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  // Makes the proofs of forks that an earlier run had no time to make.
  void ProveForks() ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  // So that own events keep rising over a restart.
  Status ObserveOwnTimes() ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);

  // Appending.
  Variant OpenEpoch(const SpaceId& space);
  std::vector<PreviousEpoch> UnnamedEpochs(const LogId& log) const;
  // The own epoch that this run appends to. Null: none is open. Good while the caller writes.
  const Variant* OpenVariantOf(const LogId& log) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  void CloseEpoch(const LogId& log) ABSL_LOCKS_EXCLUDED(mutex_)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  // Reads the durable events above `edge` back from the disk and signs checkpoints over them.
  // DataLoss: they do not lead to the variant's edge; nothing was signed.
  Status SignTail(Variant& variant, RightEdge edge) const;

  // Ingesting. Judge and what it calls change only the plan.
  IngestResult Judge(LogRange& range, Plan& plan) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  IngestResult Begin(LogRange& range, const SignedCheckpoint& end, const LogIdentity& identity,
                     std::string statement, Plan& plan) const;
  IngestResult Extend(LogRange& range, const SignedCheckpoint& end, const LogIdentity& identity,
                      const Match& match, Plan& plan) const;
  // The verified statement of the range's epoch: the stored one, or the one that came with it.
  StatusOr<std::string> CheckStatement(const LogRange& range, const LogIdentity& identity,
                                       const std::vector<const Variant*>& variants) const;
  // All variants of the range's epoch, as the plan leaves them.
  std::vector<const Variant*> VariantsFor(const LogRange& range, const Plan& plan) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  // Looks for the variant that the range follows from, and that has most of its records already.
  StatusOr<Match> FindMatch(const LogRange& range, const std::vector<const Variant*>& variants,
                            const Plan& plan) const;
  VariantNo StoredAs(const Variant& variant, const Plan& plan) const;
  StatusOr<size_t> CountCommon(const Variant& variant, const LogRange& range,
                               const Plan& plan) const;
  StatusOr<std::optional<RightEdge>> EdgeOf(const Variant& variant, uint64_t at,
                                            const Plan& plan) const;
  // Keeps `end` as a boundary of the variants that hold it: a history parts from them behind it.
  void KeepBoundary(const SignedCheckpoint& end, const std::vector<const Variant*>& holders,
                    const LogIdentity& identity, Plan& plan) const;
  PlanChange& PlanFor(const Variant& variant, const LogIdentity& identity, Plan& plan) const;
  Variant NewVariantOf(const LogRange& range, const LogIdentity& identity,
                       std::string statement) const;
  StatusOr<Variant> Branch(const Variant& parent, uint64_t shared) const;
  void RecordFork(VariantNo branch_no, VariantNo parent_no) ABSL_LOCKS_EXCLUDED(mutex_)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  // E3, and the proofs, once a plan is visible.
  void FollowIngested(const std::set<EpochName>& epochs,
                      const std::vector<std::pair<VariantNo, VariantNo>>& forks)
      ABSL_LOCKS_EXCLUDED(mutex_) ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);

  // Makes a committed plan visible.
  void Publish(Plan& plan) ABSL_LOCKS_EXCLUDED(mutex_) ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);

  // The variants that begin with `checkpoint`.
  std::vector<VariantNo> VariantsWith(const Checkpoint& checkpoint) const
      ABSL_LOCKS_EXCLUDED(mutex_);
  std::vector<const Variant*> VariantsOf(const LogId& log, const EpochTag& tag) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  const Log* FindLog(const LogId& log) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  Hash DigestOf(const Log& log) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  std::set<Checkpoint> HeadsOf(const Log& log) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  // Runs of rows that make up [from, to) of a variant: of its own and of those it shares.
  struct Run {
    VariantNo variant;
    uint64_t from;
    uint64_t to;
  };
  std::vector<Run> RunsOf(VariantNo variant, uint64_t from, uint64_t to) const
      ABSL_LOCKS_EXCLUDED(mutex_);
  // Where a range towards a checkpoint is read from. Nothing: no variant with it reaches `from`.
  struct Source {
    VariantNo variant;
    uint64_t signed_size;
    std::string statement;
  };
  std::optional<Source> FindSource(const Checkpoint& wanted, uint64_t from) const
      ABSL_LOCKS_EXCLUDED(mutex_);
  // The largest kept boundary in (above, at_most]; if there is none, the next one above it.
  SignedCheckpoint BoundaryNear(VariantNo variant, uint64_t above, uint64_t at_most) const
      ABSL_LOCKS_EXCLUDED(mutex_);

  const Options options_;
  LogStorage* const storage_;
  const SigningKey* const key_;
  const LogDirectory* const directory_;
  Random* const random_;
  std::map<LogId, SpaceId> own_spaces_;  // Never changes.
  std::function<void()> on_change_;

  // Held by whoever writes, also while it waits for the disk.
  mutable absl::Mutex write_mutex_ ABSL_ACQUIRED_BEFORE(mutex_);
  HybridClock hybrid_clock_ ABSL_GUARDED_BY(write_mutex_);
  // Own epochs that this run opened.
  std::map<LogId, VariantNo> open_ ABSL_GUARDED_BY(write_mutex_);
  // Epochs of which a history was refused as kForkInside: the ends of what is sent of them are
  // kept as boundaries until it was taken.
  std::set<EpochName> parting_ ABSL_GUARDED_BY(write_mutex_);

  mutable absl::Mutex mutex_;
  std::map<LogId, Log> logs_ ABSL_GUARDED_BY(mutex_);
  std::map<VariantNo, Variant> variants_ ABSL_GUARDED_BY(mutex_);
  std::vector<ForkProof> fork_proofs_ ABSL_GUARDED_BY(mutex_);
  std::set<VariantNo> open_variants_ ABSL_GUARDED_BY(mutex_);
  OwnReturn own_return_ ABSL_GUARDED_BY(mutex_);
  mutable std::map<SpaceId, Hash> space_digests_ ABSL_GUARDED_BY(mutex_);
  uint64_t generation_ ABSL_GUARDED_BY(mutex_) = 0;
  mutable SubtreeCache subtrees_;  // Locks by itself.
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_LOG_LOG_SET_H_
