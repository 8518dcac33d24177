#include "node/fold/event_writer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"

#include "federation/base/check.h"
#include "federation/base/log_line.h"

namespace cledi {

EventWriter::EventWriter(OwnLog* log, const ViewReader* views, FoldThrough fold_through)
    : log_(log), views_(views), fold_through_(std::move(fold_through)) {
  thread_ = std::jthread([this] { WorkLoop(); });
}

EventWriter::~EventWriter() {
  const absl::MutexLock lock(&mutex_);
  stopping_ = true;
}

StatusOr<WrittenFact> EventWriter::Append(NewFact fact) {
  if (fact.payload.size() > kPayloadBytesMax) {
    return Invalid(absl::StrFormat("all fields together: at most %d bytes; these have %d",
                                   kPayloadBytesMax, fact.payload.size()));
  }
  std::optional<CommonFields> common = ReadCommon(fact.payload);
  if (!common) {
    return Invalid("the author, the object or the key of the fact is malformed");
  }
  Request request{.fact = std::move(fact), .common = *std::move(common)};
  {
    const absl::MutexLock lock(&mutex_);
    if (stopping_) {
      return absl::UnavailableError("the node is stopping; nothing was written");
    }
    if (queue_.size() >= kQueueMax) {
      return absl::UnavailableError("too many are writing just now; try again in a moment");
    }
    queue_.push_back(&request);
  }
  request.answered.WaitForNotification();
  return *std::move(request.outcome);
}

size_t EventWriter::queued() const {
  const absl::MutexLock lock(&mutex_);
  return queue_.size();
}

void EventWriter::WorkLoop() {
  while (true) {
    const std::vector<Request*> batch = TakeBatch();
    if (batch.empty()) {
      return;
    }
    std::vector<Outcome> outcomes = WriteAll(batch);
    for (size_t i = 0; i < batch.size(); ++i) {
      batch[i]->outcome = std::move(outcomes[i]);
      batch[i]->answered.Notify();  // The request is its writer's again, and soon gone.
    }
  }
}

void EventWriter::WaitForRequests() {
  const auto some = [this]()
                        ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || !queue_.empty(); };
  mutex_.Await(absl::Condition(&some));
  // Writers who were answered together come back together. Without this moment the first of
  // them would go alone, and they would fall into two groups that wait for each other's syncs.
  const auto all_back = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopping_ || queue_.size() >= last_batch_;
  };
  mutex_.AwaitWithTimeout(absl::Condition(&all_back), kGatherTime);
}

// Waits for requests; none: the writer stops, and all were written.
std::vector<EventWriter::Request*> EventWriter::TakeBatch() {
  const absl::MutexLock lock(&mutex_);
  WaitForRequests();
  std::vector<Request*> batch;
  size_t bytes = 0;
  while (!queue_.empty() && batch.size() < kBatchEventsMax && bytes < kBatchBytesMax) {
    bytes += queue_.front()->fact.payload.size();
    batch.push_back(queue_.front());
    queue_.pop_front();
  }
  last_batch_ = batch.size();
  return batch;
}

std::vector<EventWriter::Outcome> EventWriter::WriteAll(const std::vector<Request*>& batch) {
  const StatusOr<ViewSnapshot> views = views_->Read();
  if (!views.ok()) {
    return std::vector<Outcome>(batch.size(), views.status());
  }
  std::erase_if(unfolded_,
                [&](const auto& entry) { return views->StatementOf(entry.second).ok(); });
  Plan plan = MakePlan(batch, *views);
  if (plan.events.empty()) {
    return std::move(plan.outcomes);
  }
  const StatusOr<std::vector<AppendedEvent>> appended = log_->Append(plan.events);
  CHECK(!appended.ok() || appended->size() == plan.events.size());
  for (const auto& [request, event] : plan.event_of) {
    if (appended.ok()) {
      plan.outcomes[request]->event = (*appended)[event].id;
    } else {
      plan.outcomes[request] = Annotate(appended.status(), "nothing was written");
    }
  }
  if (appended.ok()) {
    Fold(*appended, plan);
  }
  return std::move(plan.outcomes);
}

EventWriter::Plan EventWriter::MakePlan(const std::vector<Request*>& batch,
                                        const ViewSnapshot& views) const {
  Plan plan;
  std::map<StatementId, size_t> planned;  // To their place in plan.events.
  for (size_t i = 0; i < batch.size(); ++i) {
    const NewFact& fact = batch[i]->fact;
    const CommonFields& common = batch[i]->common;
    std::optional<StatementId> statement;
    if (!common.key.empty()) {
      statement = KeyedStatementId(log_->OwnLogId(fact.space), common.author, common.key);
      const StatusOr<std::optional<EventId>> written = FindWritten(views, *statement);
      if (!written.ok()) {
        plan.outcomes.push_back(Annotate(written.status(), "looking for an earlier try"));
        continue;
      }
      if (*written) {
        plan.outcomes.push_back(WrittenFact{.event = **written, .existed = true});
        continue;
      }
      const auto [place, first] = planned.try_emplace(*statement, plan.events.size());
      if (!first) {
        plan.event_of[i] = place->second;
        plan.outcomes.push_back(WrittenFact{.event = {}, .existed = true});
        continue;
      }
    }
    plan.event_of[i] = plan.events.size();
    plan.outcomes.push_back(WrittenFact{});
    plan.events.push_back({.space = fact.space, .type = fact.type, .payload = fact.payload});
    plan.statements.push_back(statement);
  }
  return plan;
}

StatusOr<std::optional<EventId>> EventWriter::FindWritten(const ViewSnapshot& views,
                                                          const StatementId& statement) const {
  const auto unfolded = unfolded_.find(statement);
  if (unfolded != unfolded_.end()) {
    return unfolded->second;
  }
  return views.FindKeyed(statement);
}

void EventWriter::Fold(const std::vector<AppendedEvent>& events, const Plan& plan) {
  std::map<VariantNo, EventPosition> last;  // Everything before it is folded before it.
  for (const AppendedEvent& event : events) {
    EventPosition& position = last[event.position.variant];
    position = std::max(position, event.position);
  }
  for (const auto& [variant, position] : last) {
    const Status folded = fold_through_(position);
    if (folded.ok()) {
      continue;
    }
    // The facts are durable, so their writers are not told to try again.
    LogLine(Severity::kWarning, "own_facts_not_folded", {{"why", std::string(Message(folded))}});
    for (size_t i = 0; i < events.size(); ++i) {
      if (plan.statements[i] && events[i].position.variant == variant) {
        unfolded_.emplace(*plan.statements[i], events[i].id);
      }
    }
  }
}

}  // namespace cledi
