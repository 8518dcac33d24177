#include "tests/sim/campaign.h"

#include <optional>
#include <thread>
#include <utility>

#include "absl/synchronization/mutex.h"

namespace cledi::sim {
namespace {

// How many outcomes wait, at most, for an earlier one that is still running.
constexpr uint64_t kAheadMax = 64;

// Gives out seeds, and takes outcomes back in any order.
class Ledger {
 public:
  explicit Ledger(const Campaign& campaign) : campaign_(campaign) {}

  // The next plan to run; nothing when the campaign is over.
  std::optional<Plan> Begin() {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &Ledger::HasRoom));
    over_ = over_ || !campaign_.more(begun_);
    return over_ ? std::nullopt : std::optional(PlanOf(begun_++));
  }

  void End(const Plan& plan, Outcome outcome) {
    absl::MutexLock lock(&mutex_);
    waiting_.emplace(plan.seed - campaign_.first.seed, std::move(outcome));
    while (!waiting_.empty() && waiting_.begin()->first == reported_) {
      const auto next = waiting_.extract(waiting_.begin());
      campaign_.report(PlanOf(reported_++), next.mapped());
    }
  }

 private:
  bool HasRoom() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return begun_ < reported_ + kAheadMax;
  }
  Plan PlanOf(uint64_t number) const {
    Plan plan = campaign_.first;
    plan.seed += number;
    return plan;
  }

  const Campaign& campaign_;
  absl::Mutex mutex_;
  bool over_ ABSL_GUARDED_BY(mutex_) = false;
  uint64_t begun_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t reported_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<uint64_t, Outcome> waiting_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

void RunCampaign(const Campaign& campaign) {
  Ledger ledger(campaign);
  std::vector<std::jthread> threads;
  for (int i = 0; i < campaign.jobs; ++i) {
    threads.emplace_back([&ledger] {
      while (const std::optional<Plan> plan = ledger.Begin()) {
        ledger.End(*plan, World(*plan).Run());
      }
    });
  }
}

}  // namespace cledi::sim
