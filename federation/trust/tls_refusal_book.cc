#include "federation/trust/tls_refusal_book.h"

#include "federation/base/log_line.h"

namespace cledi {
namespace {

constexpr std::chrono::milliseconds kLogEvery = std::chrono::minutes(1);
// Names come from certificates that the authority signed, so there are few; this bounds them
// whatever it signed.
constexpr size_t kRowsMax = 1000;

}  // namespace

void TlsRefusalBook::OnTlsRefused(const TlsRefusalReport& report) {
  const absl::MutexLock lock(&mutex_);
  std::pair<TlsRefusal, std::string> key(report.reason, report.node_id);
  if (rows_.size() >= kRowsMax && !rows_.contains(key)) {
    key.second.clear();
  }
  Row& row = rows_[key];
  ++row.count;
  row.last_detail = report.detail;
  row.last_at = clock_->Now();
  if (row.count > 1 && clock_->Monotonic() < row.log_again_at) {
    return;
  }
  LogLine(Severity::kWarning, "tls_refused",
          {{"reason", std::string(NameOf(report.reason))},
           {"peer", key.second},
           {"times", absl::StrFormat("%d", row.count - row.count_in_log)},
           {"why", report.detail}});
  row.count_in_log = row.count;
  row.log_again_at = clock_->Monotonic() + kLogEvery;
}

std::vector<TlsRefusalBook::Entry> TlsRefusalBook::Entries() const {
  const absl::MutexLock lock(&mutex_);
  std::vector<Entry> entries;
  for (const auto& [key, row] : rows_) {
    entries.push_back({.reason = key.first,
                       .node_id = key.second,
                       .count = row.count,
                       .last_detail = row.last_detail,
                       .last_at = row.last_at});
  }
  return entries;
}

}  // namespace cledi
