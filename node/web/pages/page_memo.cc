#include "node/web/pages/page_memo.h"

#include <algorithm>
#include <utility>

namespace cledi {
namespace {

size_t BytesOf(const HttpResponse& page) {
  return page.prepared->identity.size() + page.prepared->gzip.size() + page.prepared->brotli.size();
}

}  // namespace

std::optional<HttpResponse> PageMemo::Find(const std::string& name, uint64_t state) const {
  absl::MutexLock lock(&mutex_);
  const auto it = pages_.find(name);
  if (state != state_ || it == pages_.end() ||
      clock_->Monotonic() - it->second.printed_at > limits_.age_max) {
    return std::nullopt;
  }
  return it->second.page;
}

void PageMemo::Keep(const std::string& name, uint64_t state, HttpResponse page) {
  const size_t bytes = BytesOf(page);
  absl::MutexLock lock(&mutex_);
  if (state < state_ || bytes > limits_.bytes_max) {
    return;
  }
  if (state > state_) {
    pages_.clear();
    oldest_first_.clear();
    bytes_ = 0;
    state_ = state;
  }
  Forget(name);
  while (!pages_.empty() &&
         (pages_.size() >= limits_.pages_max || bytes_ + bytes > limits_.bytes_max)) {
    Forget(std::string(oldest_first_.front()));
  }
  pages_.emplace(name, Kept{std::move(page), clock_->Monotonic()});
  oldest_first_.push_back(name);
  bytes_ += bytes;
}

void PageMemo::Forget(const std::string& name) {
  const auto it = pages_.find(name);
  if (it == pages_.end()) {
    return;
  }
  bytes_ -= BytesOf(it->second.page);
  pages_.erase(it);
  oldest_first_.erase(std::ranges::find(oldest_first_, name));
}

}  // namespace cledi
