#ifndef CLEDI_FEDERATION_TRUST_TLS_REFUSAL_BOOK_H_
#define CLEDI_FEDERATION_TRUST_TLS_REFUSAL_BOOK_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/base/clock.h"
#include "federation/trust/tls_refusal.h"

namespace cledi {

// Counts refusals by reason and node, keeps the newest detail of each, and writes them to the
// log: one line a minute for each kind, since a peer that is refused tries again for ever.
//
// Thread-safe.
class TlsRefusalBook final : public TlsRefusals {
 public:
  struct Entry {
    TlsRefusal reason;
    std::string node_id;  // Empty: unknown.
    uint64_t count = 0;   // Since the start.
    std::string last_detail;
    UnixMillis last_at;
  };

  // `clock` outlives the book.
  explicit TlsRefusalBook(const Clock* clock) : clock_(clock) {}

  void OnTlsRefused(const TlsRefusalReport& report) override ABSL_LOCKS_EXCLUDED(mutex_);

  // In the order of reasons, then node ids.
  std::vector<Entry> Entries() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Row {
    uint64_t count = 0;
    std::string last_detail;
    UnixMillis last_at;
    uint64_t count_in_log = 0;
    std::chrono::milliseconds log_again_at{0};
  };

  const Clock* const clock_;
  mutable absl::Mutex mutex_;
  std::map<std::pair<TlsRefusal, std::string>, Row> rows_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_TRUST_TLS_REFUSAL_BOOK_H_
