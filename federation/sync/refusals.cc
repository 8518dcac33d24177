#include "federation/sync/refusals.h"

#include <bit>

#include "federation/base/log_line.h"

namespace cledi {

void Refusals::Count(std::string_view peer, std::string_view kind, std::string_view detail) {
  uint64_t count = 0;
  {
    absl::MutexLock lock(&mutex_);
    Key key(peer, kind);
    if (entries_.size() >= kEntriesMax && !entries_.contains(key)) {
      key = {"others", std::string(kind)};
    }
    Entry& entry = entries_[key];
    count = ++entry.count;
    entry.last_detail = std::string(detail.substr(0, 500));
  }
  if (std::has_single_bit(count)) {
    LogLine(Severity::kWarning, "refused",
            {{"peer", std::string(peer)},
             {"kind", std::string(kind)},
             {"count", std::to_string(count)},
             {"why", std::string(detail)}});
  }
}

std::map<Refusals::Key, Refusals::Entry> Refusals::Snapshot() const {
  absl::MutexLock lock(&mutex_);
  return entries_;
}

}  // namespace cledi
