#include "federation/peer/ingest_thread.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace cledi {
namespace {

std::vector<IngestResult> AllStopped(size_t count) {
  return std::vector<IngestResult>(
      count,
      IngestResult{.verdict = IngestVerdict::kStorageFailed,
                   .status = absl::UnavailableError("this node stops; send it again later")});
}

}  // namespace

IngestThread::IngestThread(LogSet* logs) : logs_(logs), thread_([this] { Run(); }) {}

void IngestThread::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) {
    thread_.join();
  }
  std::deque<Job> left;
  {
    absl::MutexLock lock(&mutex_);
    left.swap(jobs_);
  }
  for (Job& job : left) {
    if (job.done) {
      job.done(AllStopped(job.ranges.size()));
    }
  }
}

void IngestThread::Ingest(std::vector<LogRange> ranges, Done done) {
  {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &IngestThread::HasRoom));
    if (!stopping_) {
      queued_ranges_ += ranges.size();
      jobs_.push_back({.ranges = std::move(ranges), .done = std::move(done), .head = {}});
      return;
    }
  }
  done(AllStopped(ranges.size()));
}

void IngestThread::CloseEpochIfBehind(const Checkpoint& head) {
  absl::MutexLock lock(&mutex_);
  if (!stopping_) {
    jobs_.push_back({.ranges = {}, .done = nullptr, .head = head});
  }
}

std::vector<IngestThread::Job> IngestThread::TakeJobs() {
  absl::MutexLock lock(&mutex_, absl::Condition(this, &IngestThread::Awake));
  std::vector<Job> jobs;
  if (stopping_) {
    return jobs;
  }
  size_t ranges = 0;
  while (!jobs_.empty() &&
         (jobs.empty() || ranges + jobs_.front().ranges.size() <= kRangesPerSync)) {
    ranges += jobs_.front().ranges.size();
    jobs.push_back(std::move(jobs_.front()));
    jobs_.pop_front();
  }
  queued_ranges_ -= ranges;
  return jobs;
}

void IngestThread::Run() {
  for (std::vector<Job> jobs = TakeJobs(); !jobs.empty(); jobs = TakeJobs()) {
    Store(std::move(jobs));
  }
}

void IngestThread::Store(std::vector<Job> jobs) {
  std::vector<size_t> counts;
  std::vector<LogRange> all;
  for (Job& job : jobs) {
    counts.push_back(job.ranges.size());
    std::ranges::move(job.ranges, std::back_inserter(all));
  }
  std::vector<IngestResult> results = logs_->Ingest(std::move(all));
  auto next = std::make_move_iterator(results.begin());
  for (size_t i = 0; i < jobs.size(); ++i) {
    const auto end = next + static_cast<std::ptrdiff_t>(counts[i]);
    if (jobs[i].done) {
      jobs[i].done(std::vector<IngestResult>(next, end));
    } else {
      logs_->CloseEpochIfBehind(*jobs[i].head);
    }
    next = end;
  }
}

}  // namespace cledi
