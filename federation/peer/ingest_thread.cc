#include "federation/peer/ingest_thread.h"

#include <utility>

namespace cledi {
namespace {

std::vector<IngestResult> AllFailed(size_t count, const Status& status) {
  return std::vector<IngestResult>(
      count, IngestResult{.verdict = IngestVerdict::kStorageFailed, .status = status});
}

}  // namespace

IngestThread::IngestThread(LogSet* logs) : logs_(logs), thread_([this] { Run(); }) {}

IngestThread::~IngestThread() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
  std::deque<Job> left;
  {
    absl::MutexLock lock(&mutex_);
    left.swap(jobs_);
  }
  for (Job& job : left) {
    if (job.done) {
      job.done(AllFailed(job.ranges.size(), absl::UnavailableError("the node stops")));
    }
  }
}

void IngestThread::Ingest(std::vector<LogRange> ranges, Done done) {
  {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &IngestThread::HasRoom));
    if (!stopping_) {
      queued_ranges_ += ranges.size();
      jobs_.push_back({std::move(ranges), std::move(done), nullptr});
      return;
    }
  }
  done(AllFailed(ranges.size(), absl::UnavailableError("the node stops")));
}

void IngestThread::CloseEpochIfBehind(const Checkpoint& head) {
  absl::MutexLock lock(&mutex_);
  if (!stopping_) {
    jobs_.push_back({{}, nullptr, [this, head] { logs_->CloseEpochIfBehind(head); }});
  }
}

void IngestThread::Run() {
  for (;;) {
    std::vector<Job> jobs;
    {
      absl::MutexLock lock(&mutex_, absl::Condition(this, &IngestThread::Awake));
      if (stopping_) {
        return;
      }
      size_t ranges = 0;
      while (!jobs_.empty() &&
             (jobs.empty() || ranges + jobs_.front().ranges.size() <= kRangesPerSync)) {
        ranges += jobs_.front().ranges.size();
        jobs.push_back(std::move(jobs_.front()));
        jobs_.pop_front();
      }
      queued_ranges_ -= ranges;
    }
    Store(std::move(jobs));
  }
}

void IngestThread::Store(std::vector<Job> jobs) {
  std::vector<LogRange> all;
  for (Job& job : jobs) {
    if (job.instead) {
      job.instead();
    }
    std::ranges::move(job.ranges, std::back_inserter(all));
  }
  std::vector<IngestResult> results = logs_->Ingest(std::move(all));
  auto next = results.begin();
  for (Job& job : jobs) {
    const auto end = next + static_cast<std::ptrdiff_t>(job.ranges.size());
    if (job.done) {
      job.done(
          std::vector<IngestResult>(std::make_move_iterator(next), std::make_move_iterator(end)));
    }
    next = end;
  }
}

}  // namespace cledi
