#include "federation/peer/federation_engine.h"

#include <utility>

#include "federation/base/log_line.h"
#include "federation/peer/exchange_service.h"
#include "federation/peer/network_picture.h"

namespace cledi {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds kPublishEvery{1000};

}  // namespace

void FederationEngine::ToIngestThread::Ingest(std::vector<LogRange> ranges,
                                              std::function<void(std::vector<IngestResult>)> done) {
  engine_->ingest_thread_.Ingest(std::move(ranges), [engine = engine_, done = std::move(done)](
                                                        std::vector<IngestResult> results) {
    engine->loop_.Post([done, results = std::move(results)] { done(results); });
  });
}

void FederationEngine::ToIngestThread::CloseEpochIfBehind(const Checkpoint& head) {
  engine_->ingest_thread_.CloseEpochIfBehind(head);
}

FederationEngine::FederationEngine(Environment environment)
    : env_(std::move(environment)),
      loop_(env_.clock),
      ingest_thread_(env_.logs),
      channels_([this] { return env_.roster->Get(); }, env_.credentials_for, &loop_),
      server_({.logs = env_.logs,
               .roster = [this] { return env_.roster->Get(); },
               .acknowledgements = env_.acknowledgements,
               .refusals = env_.refusals,
               .clock = env_.clock,
               .ingest =
                   [this](std::vector<LogRange> ranges, auto done) {
                     ingest_thread_.Ingest(std::move(ranges), std::move(done));
                   },
               .on_news =
                   [this](PeerNews news) {
                     loop_.Post([this, news = std::move(news)] { replicator_->OnNews(news); });
                   },
               .instance = env_.instance,
               .software = env_.software}),
      network_(std::make_shared<const admin::v1::GetNetworkResponse>()) {
  replicator_ = std::make_unique<Replicator>(
      Replicator::Environment{.logs = env_.logs,
                              .roster = [this] { return env_.roster->Get(); },
                              .server = &server_,
                              .acknowledgements = env_.acknowledgements,
                              .network = &channels_,
                              .ingestor = &ingestor_,
                              .refusals = env_.refusals,
                              .clock = env_.clock,
                              .random = env_.random,
                              .instance = env_.instance,
                              .software = env_.software,
                              .dialable = env_.dialable});
}

void FederationEngine::RegisterWith(MethodTable& table) { RegisterExchange(&server_, table); }

void FederationEngine::Start() {
  FollowRosterLog();
  PublishNetwork();
  loop_.Start([this] { Tick(); });
}

void FederationEngine::Stop() {
  if (std::exchange(stopped_, true)) {
    return;
  }
  server_.Stop();
  loop_.Stop();
  channels_.Close();
  ingest_thread_.Stop();
}

void FederationEngine::OnLogsChanged() {
  {
    // Many changes in a row are one to the replicator.
    absl::MutexLock lock(&mutex_);
    if (std::exchange(change_posted_, true)) {
      return;
    }
  }
  loop_.Post([this] {
    {
      absl::MutexLock lock(&mutex_);
      change_posted_ = false;
    }
    FollowRosterLog();
    server_.AnswerWaiters();
    replicator_->OnChange();
  });
}

void FederationEngine::OnRosterChanged() {
  loop_.Post([this] {
    server_.AnswerWaiters();
    replicator_->OnChange();
  });
}

void FederationEngine::FollowRosterLog() {
  for (const std::string& alarm : env_.roster->CatchUp(*env_.logs)) {
    LogLine(Severity::kError, "roster_conflict", {{"why", alarm}});
    env_.refusals->Count("coordinator", "roster_conflict", alarm);
  }
}

void FederationEngine::Tick() {
  server_.AnswerWaiters();
  replicator_->Tick();
  if (env_.clock->Monotonic() - published_at_ >= kPublishEvery) {
    published_at_ = env_.clock->Monotonic();
    PublishNetwork();
  }
}

void FederationEngine::PublishNetwork() {
  auto picture = std::make_shared<const admin::v1::GetNetworkResponse>(
      DrawNetwork({.logs = env_.logs,
                   .roster = env_.roster->Get(),
                   .peers = &replicator_->peers(),
                   .acknowledgements = env_.acknowledgements,
                   .refusals = env_.refusals,
                   .now = env_.clock->Now(),
                   .monotonic = env_.clock->Monotonic()}));
  absl::MutexLock lock(&mutex_);
  network_ = std::move(picture);
}

std::shared_ptr<const admin::v1::GetNetworkResponse> FederationEngine::Network() const {
  absl::MutexLock lock(&mutex_);
  return network_;
}

}  // namespace cledi
