#include "tests/sim/network.h"

#include <memory>
#include <utility>

#include "tests/sim/process.h"
#include "tests/support/sync/dispatch.h"

namespace cledi::sim {

using std::chrono::milliseconds;

namespace {

// Flips one bit of the records that are on their way, if there are any.
void FlipBit(Random& random, ExchangeResponse& response) {
  auto* pulled = std::get_if<federation::v1::PullResponse>(&response);
  if (pulled == nullptr || pulled->batch().records().empty()) {
    return;
  }
  std::string& records = *pulled->mutable_batch()->mutable_records();
  records[random.Below(records.size())] ^= static_cast<char>(1 << random.Below(8));
}

}  // namespace

bool Network::Lost(const std::string& from, const std::string& to) {
  return cuts_.contains({from, to}) || random_->Below(1000) < faults_.loss;
}

milliseconds Network::Delay() {
  const uint64_t most = static_cast<uint64_t>(faults_.delay_max.count());
  return milliseconds(static_cast<int64_t>(1 + random_->Below(most)));
}

void Network::Call(const Process& from, const std::string& to, ExchangeRequest request,
                   milliseconds timeout, ExchangeAnswer done) {
  ++calls_;
  // Whichever comes first: the answer, or the end of time.
  auto once = std::make_shared<ExchangeAnswer>(std::move(done));
  const auto finish = [once](StatusOr<ExchangeResponse> answer) {
    if (*once) {
      std::exchange(*once, nullptr)(std::move(answer));
    }
  };
  queue_->After(timeout, [finish] { finish(absl::DeadlineExceededError("no answer in time")); });
  const std::string caller = from.node_id();
  const int copies = random_->Below(1000) < faults_.duplication ? 2 : 1;
  for (int i = 0; i < copies; ++i) {
    if (Lost(caller, to)) {
      continue;
    }
    queue_->After(Delay(), [this, caller, to, request, finish] {
      Deliver(caller, to, request, [this, caller, to, finish](StatusOr<ExchangeResponse> answer) {
        if (Lost(to, caller)) {
          return;
        }
        if (answer.ok() && random_->Below(1000) < faults_.bit_flips) {
          FlipBit(*random_, *answer);
        }
        queue_->After(Delay(), [finish, answer = std::move(answer)] { finish(answer); });
      });
    });
  }
}

void Network::Deliver(const std::string& from, const std::string& to,
                      const ExchangeRequest& request, ExchangeAnswer answer) {
  std::vector<Process*> there;
  for (Process* process : processes_) {
    if (process->node_id() == to && process->dialable()) {
      there.push_back(process);
    }
  }
  if (there.empty()) {
    answer(absl::UnavailableError("nobody listens there"));
    return;
  }
  Dispatch(there[random_->Below(there.size())]->server(), from, request, std::move(answer));
}

}  // namespace cledi::sim
