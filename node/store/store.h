#ifndef CLEDI_NODE_STORE_STORE_H_
#define CLEDI_NODE_STORE_STORE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "federation/base/status.h"
#include "node/store/catalogue.h"

namespace cledi {

// Whether Write returns only when the bytes survive a power cut. Rows of StoreKind::kView are
// never synced, whatever is asked: they can be rebuilt.
enum class Durability { kSynced, kUnsynced };

inline constexpr size_t kKeyBytesMax = 4096;

// Changes that are made in their order, and within one StoreKind together or not at all.
//
// A batch that spans stores is written to one after another: salts, log, views. What is seen
// of it while it is written, after an error and after a power cut is then one of: nothing,
// the salts, the salts and the log, everything. So a row of the log never lacks its salt; a
// salt without a row unlocks nothing.
class WriteBatch {
 public:
  void Put(Family family, std::string_view key, std::string_view value);
  void Delete(Family family, std::string_view key);
  // Deletes [begin, end); an empty `end` means no end.
  void DeleteRange(Family family, std::string_view begin, std::string_view end);

  struct Change {
    enum class Kind { kPut, kDelete, kDeleteRange };
    Kind kind;
    Family family;
    std::string key;
    std::string value;  // kDeleteRange: the end.
  };
  const std::vector<Change>& changes() const { return changes_; }
  bool empty() const { return changes_.empty(); }
  // Bytes of keys and values.
  size_t bytes() const { return bytes_; }

 private:
  void Add(Change::Kind kind, Family family, std::string_view key, std::string_view value);

  std::vector<Change> changes_;
  size_t bytes_ = 0;
};

// What every store checks before it writes: InvalidArgument for a key over kKeyBytesMax.
Status CheckKeys(const WriteBatch& batch);

// What a scan calls for each row in key order; returns false to stop.
using RowVisitor = std::function<bool(std::string_view key, std::string_view value)>;

// A consistent state to read from while writes go on. Safe from any thread. It keeps what was
// deleted since on the disk: hold it for one piece of work, not for hours.
class Snapshot {
 public:
  virtual ~Snapshot() = default;
  // NotFound: no such key. DataLoss: the disk's bytes do not match their checksum.
  virtual StatusOr<std::string> Get(Family family, std::string_view key) const = 0;
  // Rows with begin <= key < end, in key order; an empty `end` means no end.
  virtual Status Scan(Family family, std::string_view begin, std::string_view end,
                      const RowVisitor& visit) const = 0;
  // The same from the largest key below `end` downwards.
  virtual Status ScanBackwards(Family family, std::string_view begin, std::string_view end,
                               const RowVisitor& visit) const = 0;
};

// An ordered key-value store with named families: RocksDB, or memory for tests and the
// simulator. One conformance suite holds both to this contract.
//
// Reads and writes are safe from any thread; concurrent synced writes share a sync where the
// engine can.
class Store {
 public:
  virtual ~Store() = default;

  // ResourceExhausted: the disk is full. Unavailable: another input or output error.
  // DataLoss: the disk is damaged. FailedPrecondition: opened for reading only.
  // InvalidArgument: a key longer than kKeyBytesMax.
  // Nothing of the batch is visible then, beside what WriteBatch says of several stores.
  virtual Status Write(const WriteBatch& batch, Durability durability) = 0;
  virtual std::shared_ptr<const Snapshot> Read() const = 0;

  // Short for Read()->...
  StatusOr<std::string> Get(Family family, std::string_view key) const {
    return Read()->Get(family, key);
  }
  Status Scan(Family family, std::string_view begin, std::string_view end,
              const RowVisitor& visit) const {
    return Read()->Scan(family, begin, end, visit);
  }

  // Syncs performed so far: lets tests and benchmarks see group commit at work.
  virtual uint64_t SyncCount() const = 0;
};

// The smallest string above all strings that begin with `prefix`; empty if there is none.
std::string PrefixEnd(std::string_view prefix);

}  // namespace cledi

#endif  // CLEDI_NODE_STORE_STORE_H_
