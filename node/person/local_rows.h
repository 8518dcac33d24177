#ifndef CLEDI_NODE_PERSON_LOCAL_ROWS_H_
#define CLEDI_NODE_PERSON_LOCAL_ROWS_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/base/status.h"
#include "federation/event/ids.h"
#include "node/store/store.h"

namespace cledi {

// Names an account at its node; random. In hex it is the `id` of its owner's calls.
using AccountId = FixedBytes<struct AccountIdKind, 16>;

// This node's rows about its people (Family::kLocal), each kind under its own prefix. One
// change at a time, and all of it at once: what a change reads is still so when it is written.
// Safe from any thread.
class LocalRows {
 public:
  // `store` outlives the rows.
  explicit LocalRows(Store* store) : store_(store) {}

  std::shared_ptr<const Snapshot> Read() const { return store_->Read(); }

  // Runs `change`, which reads and fills the batch, and writes that synced; nothing is written
  // where it fails or leaves the batch empty. It must not call Change. Errors: its own, or
  // those of Store::Write.
  Status Change(const std::function<Status(const Snapshot&, WriteBatch&)>& change)
      ABSL_LOCKS_EXCLUDED(mutex_);
  // The same for what may be lost in a power cut.
  Status ChangeUnsynced(const std::function<Status(const Snapshot&, WriteBatch&)>& change)
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  Status Write(const std::function<Status(const Snapshot&, WriteBatch&)>& change,
               Durability durability) ABSL_LOCKS_EXCLUDED(mutex_);

  Store* const store_;
  absl::Mutex mutex_;
};

// Reads one row into a message. False: there is none. DataLoss: it cannot be read; `what` it is.
template <class Row>
StatusOr<bool> ReadRow(const Snapshot& rows, std::string_view key, std::string_view what,
                       Row& row) {
  const StatusOr<std::string> bytes = rows.Get(Family::kLocal, key);
  if (bytes.status().code() == StatusCode::kNotFound) {
    return false;
  }
  RETURN_IF_ERROR(bytes.status());
  if (!row.ParseFromString(*bytes)) {
    return Corrupt("the row of " + std::string(what) + " cannot be read");
  }
  return true;
}

// Calls `visit` with what follows `prefix` in each key that begins with it, and the row.
template <class Row>
Status ScanRows(const Snapshot& rows, std::string_view prefix, std::string_view what,
                const std::function<void(std::string_view rest, Row row)>& visit) {
  bool readable = true;
  RETURN_IF_ERROR(rows.Scan(
      Family::kLocal, prefix, PrefixEnd(prefix), [&](std::string_view key, std::string_view bytes) {
        Row row;
        readable = row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
        if (readable) {
          visit(key.substr(prefix.size()), std::move(row));
        }
        return readable;
      }));
  return readable ? absl::OkStatus() : Corrupt("a row of " + std::string(what) + " cannot be read");
}

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_LOCAL_ROWS_H_
