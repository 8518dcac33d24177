#include "tests/sim/process.h"

#include <utility>

#include "cledi/event/v1/type.pb.h"
#include "federation/base/check.h"
#include "tests/sim/network.h"

namespace cledi::sim {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds kTickEvery{100};

}  // namespace

// The replicator's calls, as events of the simulated network.
class Process::ToNetwork final : public PeerNetwork {
 public:
  explicit ToNetwork(Process* process) : process_(process) {}

  void Call(const std::string& peer, ExchangeRequest request, milliseconds timeout,
            ExchangeAnswer done) override {
    process_->shared_.network->Call(
        *process_, peer, std::move(request), timeout,
        [alive = process_->alive_, done = std::move(done)](StatusOr<ExchangeResponse> answer) {
          if (*alive) {
            done(std::move(answer));
          }
        });
  }

 private:
  Process* const process_;
};

// The writing thread: a few milliseconds away.
class Process::ToLogs final : public Ingestor {
 public:
  explicit ToLogs(Process* process) : process_(process) {}

  void Ingest(std::vector<LogRange> ranges,
              std::function<void(std::vector<IngestResult>)> done) override {
    const milliseconds delay(static_cast<int64_t>(process_->shared_.random->Below(6)));
    process_->Later(delay, [this, ranges = std::move(ranges), done = std::move(done)] {
      done(process_->logs_->Ingest(ranges));
    });
  }
  void CloseEpochIfBehind(const Checkpoint& head) override {
    process_->logs_->CloseEpochIfBehind(head);
  }

 private:
  Process* const process_;
};

Process::Process(const Shared& shared, std::string node_id, std::shared_ptr<MemoryStore> disk,
                 bool dialable)
    : shared_(shared),
      node_id_(std::move(node_id)),
      dialable_(dialable),
      disk_(std::move(disk)),
      clock_(shared.queue),
      acknowledgement_storage_(disk_.get()),
      directory_([roster = shared.roster] { return roster; }) {}

Process::~Process() { *alive_ = false; }

StatusOr<std::unique_ptr<Process>> Process::Start(const Shared& shared, std::string node_id,
                                                  std::shared_ptr<MemoryStore> disk,
                                                  bool dialable) {
  std::unique_ptr<Process> self(new Process(shared, std::move(node_id), std::move(disk), dialable));
  ASSIGN_OR_RETURN(self->storage_, StoreLogStorage::Open(self->disk_.get()));
  const TrustRoot& root = shared.roster->root();
  ASSIGN_OR_RETURN(
      self->logs_,
      LogSet::Open({.trust_domain = root.trust_domain,
                    .federation = root.federation,
                    .node_id = self->node_id_,
                    .incarnation = 0,
                    .roster_number = [roster = shared.roster] { return roster->number(); }},
                   self->storage_.get(), &shared.keys->at(self->node_id_), &self->directory_,
                   &self->clock_, shared.random));
  RETURN_IF_ERROR(self->StartExchange());
  return self;
}

std::unique_ptr<Process> Process::CloneMachine() const {
  auto disk = std::make_shared<MemoryStore>(disk_->CopyMachine());
  std::unique_ptr<Process> clone(new Process(shared_, node_id_, std::move(disk), dialable_));
  // What storage remembers of the disk is read again; the log set's memory is copied.
  auto storage = StoreLogStorage::Open(clone->disk_.get());
  CHECK(storage.ok());
  clone->storage_ = *std::move(storage);
  clone->logs_ = logs_->CopyOfMemory(clone->storage_.get(), &clone->directory_, &clone->clock_);
  CHECK(clone->StartExchange().ok());
  return clone;
}

Status Process::StartExchange() {
  const SigningKey* const key = &shared_.keys->at(node_id_);
  ASSIGN_OR_RETURN(acknowledgements_,
                   AcknowledgementBook::Open(&acknowledgement_storage_, logs_.get(), key, &clock_));
  const InstanceId instance = shared_.random->Draw<InstanceId>();
  network_ = std::make_unique<ToNetwork>(this);
  ingestor_ = std::make_unique<ToLogs>(this);
  const auto roster = [roster = shared_.roster] { return roster; };
  server_ = std::make_unique<ExchangeServer>(ExchangeServer::Environment{
      .logs = logs_.get(),
      .roster = roster,
      .acknowledgements = acknowledgements_.get(),
      .refusals = &refusals_,
      .clock = &clock_,
      .ingest = [this](std::vector<LogRange> ranges,
                       auto done) { ingestor_->Ingest(std::move(ranges), std::move(done)); },
      .on_news =
          [this](PeerNews news) {
            Later(milliseconds(0), [this, news = std::move(news)] { replicator_->OnNews(news); });
          },
      .instance = instance,
      .software = "simulated"});
  replicator_ = std::make_unique<Replicator>(
      Replicator::Environment{.logs = logs_.get(),
                              .roster = roster,
                              .server = server_.get(),
                              .acknowledgements = acknowledgements_.get(),
                              .network = network_.get(),
                              .ingestor = ingestor_.get(),
                              .refusals = &refusals_,
                              .clock = &clock_,
                              .random = shared_.random,
                              .instance = instance,
                              .software = "simulated",
                              .dialable = dialable_});
  logs_->SetListener([this] {
    Later(milliseconds(0), [this] {
      server_->AnswerWaiters();
      replicator_->OnChange();
    });
  });
  Tick();
  return absl::OkStatus();
}

void Process::Later(milliseconds delay, std::function<void()> action) {
  shared_.queue->After(delay, [alive = alive_, action = std::move(action)] {
    if (*alive) {
      action();
    }
  });
}

void Process::Tick() {
  server_->AnswerWaiters();
  replicator_->Tick();
  Later(kTickEvery, [this] { Tick(); });
}

StatusOr<EventId> Process::Append(const std::string& payload) {
  const NewEvent event{.space = CommonsSpace(),
                       .type = cledi::event::v1::EVENT_TYPE_INSTITUTION_DESCRIBED,
                       .payload = payload};
  ASSIGN_OR_RETURN(const std::vector<AppendedEvent> appended, logs_->Append({&event, 1}));
  return appended.front().id;
}

std::map<EventId, int> Process::Events() const {
  std::map<EventId, int> events;
  for (const VariantExtent& extent : logs_->Variants()) {
    const auto records =
        logs_->ReadRecords(extent.variant, extent.shared, extent.size - extent.shared, SIZE_MAX);
    CHECK(records.ok());
    for (const Record& record : *records) {
      if (record.body.has_value()) {
        ++events[EventIdOf(extent.log, record.leaf)];
      }
    }
  }
  return events;
}

}  // namespace cledi::sim
