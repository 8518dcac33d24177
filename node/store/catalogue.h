// The one list of what is stored where. A new family, or an option of one, goes here.

#ifndef CLEDI_NODE_STORE_CATALOGUE_H_
#define CLEDI_NODE_STORE_CATALOGUE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace cledi {

// Which of the three stores of a node. They are databases of their own because they are
// synced, backed up and erased differently.
enum class StoreKind {
  kLog,   // Facts and local rows: synced, backed up.
  kSalt,  // The key of each event's erasure: synced first, backed up on its own.
  kView,  // Everything derived: never synced, never backed up, rebuilt at will.
};

enum class Family {
  // kLog
  kVariants,          // variant no → VariantState
  kEvents,            // variant no, index → leaf, payload at rest
  kForkProofs,        // log, tag, … → ForkProof
  kAcknowledgements,  // log, tag, node → the peer's newest cosignature
  kLocal,             // rows of this node alone: marks, counters, settings
  // kSalt
  kSalts,  // event id → 16 bytes
  // kView
  // Their keys are in node/fold/fold_keys.h.
  kFoldState,  // how far folding came, what it waits for
  kFacts,      // event → place and statement; statement, object or name → its facts
  kViews,      // projection, space, entity → folded view
  kViewIndex,  // projection, space, index, key, entity → what a reader needs of the entity
};

inline constexpr size_t kFamilyCount = 10;

enum class Compression {
  kNone,   // Random bytes.
  kFast,   // lz4.
  kDense,  // zstd: text that is read seldom.
};

struct FamilyInfo {
  Family family;
  StoreKind store;
  std::string_view name;  // On the disk, for ever.
  Compression compression;
  uint32_t block_kib;  // What one read brings in: large for scans, small for look-ups.
  bool looked_up;      // By single keys, which are often missing: a bloom filter pays.
};

// In the order of the enumeration.
std::span<const FamilyInfo> AllFamilies();
const FamilyInfo& InfoOf(Family family);

// In the order in which a batch that spans stores is written: what needs something comes
// after it.
std::span<const StoreKind> AllStores();
// The store's folder below the node's store folder; on the disk, for ever.
std::string_view FolderOf(StoreKind store);

}  // namespace cledi

#endif  // CLEDI_NODE_STORE_CATALOGUE_H_
