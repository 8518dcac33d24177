#ifndef CLEDI_FEDERATION_LOG_LOG_STORAGE_H_
#define CLEDI_FEDERATION_LOG_LOG_STORAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "federation/base/status.h"
#include "federation/event/record.h"
#include "federation/log/checkpoint.h"
#include "federation/log/fork_proof.h"
#include "federation/log/merkle.h"

namespace cledi {

// Names one variant of one epoch on this disk. Given by LogStorage, from 1, never reused.
// A forked epoch has several variants; each is a row of events of its own behind a prefix
// that it shares with another.
using VariantNo = uint64_t;

// What is stored of a variant beside its events.
struct VariantState {
  VariantNo variant = 0;
  LogId log;
  EpochTag tag;
  std::string node_id;
  SpaceId space;
  std::string statement;  // The epoch's signed note.
  bool own = false;       // This node's log.
  // Events [0, shared) are those of `parent`; 0 and 0 for an epoch's first variant.
  VariantNo parent = 0;
  uint64_t shared = 0;
  // All events held, and their right edge.
  RightEdge edge;
  // Verified checkpoints at sizes that a range may end at, by size; the last is the newest.
  // An own epoch may hold durable events above its last one (a crash before signing).
  std::vector<SignedCheckpoint> checkpoints;
};

// Where one event is.
struct EventPosition {
  VariantNo variant = 0;
  uint64_t index = 0;

  friend auto operator<=>(const EventPosition&, const EventPosition&) = default;
};

// One atomic, synced change.
struct LogWrite {
  VariantState state;           // As it is afterwards.
  uint64_t first_index = 0;     // Where `records` begin in the variant.
  std::vector<Record> records;  // May be empty.
  std::vector<ForkProof> fork_proofs;
};

// What the log needs from a disk. One implementation, over node/store's Store; the
// simulator runs the same one over memory that can crash.
//
// Writes come from one thread; reads may come from any.
class LogStorage {
 public:
  virtual ~LogStorage() = default;

  // A number for a new variant; durable together with the first Commit that uses it.
  virtual VariantNo NewVariant() = 0;

  // All of it or nothing, and on the disk when it returns: salts first, then everything
  // else, each synced. Unavailable or ResourceExhausted: the disk is full or failing;
  // nothing was changed that Load would see.
  virtual Status Commit(std::span<const LogWrite> writes) = 0;

  // Every variant, in the order of their numbers. DataLoss: the disk contradicts itself;
  // says where.
  virtual StatusOr<std::vector<VariantState>> Load() = 0;
  virtual StatusOr<std::vector<ForkProof>> LoadForkProofs() = 0;

  // Events [from, from + count) of the rows stored under `variant` itself (its shared prefix
  // is not looked up). `bytes_max` ends the answer early, after at least one event.
  // NotFound: one of them is not there. DataLoss: a row cannot be read; says which.
  virtual StatusOr<std::vector<Record>> ReadRecords(VariantNo variant, uint64_t from,
                                                    uint64_t count, size_t bytes_max) const = 0;
  // The same without payloads and salts: faster.
  virtual StatusOr<std::vector<LeafBytes>> ReadLeaves(VariantNo variant, uint64_t from,
                                                      uint64_t count) const = 0;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_LOG_LOG_STORAGE_H_
