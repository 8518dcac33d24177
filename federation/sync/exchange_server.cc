#include "federation/sync/exchange_server.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"

#include "federation/sync/range_codec.h"

namespace cledi {

using federation::v1::AnnounceRequest;
using federation::v1::AnnounceResponse;
using federation::v1::AwaitRequest;
using federation::v1::AwaitResponse;
using federation::v1::HelloRequest;
using federation::v1::HelloResponse;
using federation::v1::ListHeadsRequest;
using federation::v1::ListHeadsResponse;
using federation::v1::PullRequest;
using federation::v1::PullResponse;
using federation::v1::SpaceDigest;

namespace {

constexpr int kBatchesMax = 64;
constexpr int kAcknowledgementsMax = 1000;
constexpr int kKnownLogsMax = 10'000;

bool IsSendersFault(IngestVerdict verdict) {
  return verdict != IngestVerdict::kGap && verdict != IngestVerdict::kForkInside &&
         verdict != IngestVerdict::kStorageFailed;
}

// The one answer for what is not held and for what the caller may not know of.
Status NotHeld() { return NotFound("that log or epoch is not held here"); }

}  // namespace

bool IsGenuine(const Acknowledgement& acknowledgement, const Roster& roster) {
  const MemberEntry* member = roster.Find(acknowledgement.node_id);
  return member != nullptr &&
         VerifyAcknowledgement(roster.root().trust_domain, acknowledgement, member->log_key);
}

Status ExchangeServer::CheckMember(const std::string& peer) const {
  if (!env_.roster()->IsActive(peer)) {
    env_.refusals->Count(peer, "not_a_member", "called without being an active member");
    return Denied(absl::StrFormat(
        "%s is not an active member on roster %d of this node: if it was invited lately, this "
        "node has not heard of it yet",
        peer, env_.roster()->number()));
  }
  return absl::OkStatus();
}

bool ExchangeServer::IsShared(const std::string& peer, const SpaceId& space) const {
  const std::vector<SpaceId> shared =
      env_.roster()->SharedSpaces(env_.logs->options().node_id, peer);
  return std::ranges::find(shared, space) != shared.end();
}

bool ExchangeServer::IsShared(const std::string& peer, const LogId& log) const {
  const LogOwner* owner = env_.roster()->OwnerOf(log);
  return owner != nullptr && IsShared(peer, owner->space);
}

std::vector<SpaceDigest> ExchangeServer::DigestsFor(const std::string& node) const {
  std::vector<SpaceDigest> digests;
  for (const SpaceId& space : env_.roster()->SharedSpaces(env_.logs->options().node_id, node)) {
    SpaceDigest& digest = digests.emplace_back();
    digest.set_space_id(space.str());
    digest.set_digest(env_.logs->SpaceDigest(space).str());
  }
  return digests;
}

StatusOr<HelloResponse> ExchangeServer::Hello(const std::string& peer,
                                              const HelloRequest& request) {
  RETURN_IF_ERROR(CheckMember(peer));
  if (request.protocol_min() > kProtocolVersion || request.protocol_max() < kProtocolVersion) {
    env_.refusals->Count(peer, "protocol", "speaks no version that this node speaks");
    return absl::FailedPreconditionError(absl::StrFormat(
        "this node speaks version %d of the exchange, the caller %d to %d: the older of the two "
        "must be upgraded",
        kProtocolVersion, request.protocol_min(), request.protocol_max()));
  }
  HelloResponse response;
  response.set_protocol(kProtocolVersion);
  response.set_node_id(env_.logs->options().node_id);
  response.set_instance(env_.instance.str());
  response.set_clock_unix_ms(ToUnixMs(env_.clock->Now()));
  response.set_roster_number(env_.roster()->number());
  response.set_software(env_.software);
  response.set_message_bytes_max(kExchangeBytesMax);
  for (SpaceDigest& digest : DigestsFor(peer)) {
    *response.add_spaces() = std::move(digest);
  }
  env_.on_news({.peer = peer,
                .spaces = {request.spaces().begin(), request.spaces().end()},
                .heads = {},
                .roster_number = request.roster_number()});
  return response;
}

StatusOr<ListHeadsResponse> ExchangeServer::ListHeads(const std::string& peer,
                                                      const ListHeadsRequest& request) {
  RETURN_IF_ERROR(CheckMember(peer));
  const auto space = SpaceId::From(request.space_id());
  if (!space || !IsShared(peer, *space)) {
    return NotHeld();
  }
  if (request.known_size() > kKnownLogsMax) {
    return Invalid(absl::StrFormat("at most %d known logs a call", kKnownLogsMax));
  }
  uint64_t skip = 0;
  if (!request.page_token().empty() && !absl::SimpleAtoi(ToAbsl(request.page_token()), &skip)) {
    return Invalid("the page token is not one of this node's");
  }
  std::map<std::string, std::string> known;
  for (const auto& log : request.known()) {
    known.insert_or_assign(log.log_id(), log.digest());
  }
  const std::map<LogId, Hash> held = env_.logs->LogDigests(*space);
  ListHeadsResponse response;
  uint64_t position = 0;
  for (const auto& [log, digest] : held) {
    const auto it = known.find(log.str());
    if (it != known.end() && it->second == digest.view()) {
      continue;
    }
    for (const SignedCheckpoint& head : env_.logs->HeadsOfLog(log)) {
      if (position++ < skip) {
        continue;
      }
      if (static_cast<size_t>(response.heads_size()) == kHeadsPerPage) {
        response.set_next_page_token(std::to_string(skip + kHeadsPerPage));
        return response;
      }
      *response.add_heads() = ToProto(head);
    }
  }
  for (const auto& [log, digest] : known) {
    const auto id = LogId::From(log);
    if (id.has_value() && !held.contains(*id)) {
      response.add_missing_logs(log);
    }
  }
  return response;
}

StatusOr<PullResponse> ExchangeServer::Pull(const std::string& peer, const PullRequest& request) {
  RETURN_IF_ERROR(CheckMember(peer));
  const auto log = LogId::From(request.log_id());
  const auto tag = EpochTag::From(request.tag());
  const auto root = Hash::From(request.root());
  if (!log || !tag || !root || request.size() <= request.from()) {
    return Invalid("a pull names a log, an epoch, a root, and a size above where it begins");
  }
  if (!IsShared(peer, *log)) {
    return NotHeld();
  }
  const size_t bytes_max = request.bytes_max() == 0 ? kRangeBytesMax : request.bytes_max();
  const Checkpoint wanted{*log, *tag, request.size(), *root};
  const auto range = env_.logs->ReadRange(wanted, request.from(), bytes_max);
  if (absl::IsNotFound(range.status())) {
    return PullResponse();
  }
  if (!range.ok()) {
    return range.status();
  }
  PullResponse response;
  *response.mutable_batch() = ToProto(*range);
  return response;
}

void ExchangeServer::TakeAcknowledgements(const std::string& peer, const AnnounceRequest& request) {
  const std::shared_ptr<const Roster> roster = env_.roster();
  for (const auto& message : request.acknowledgements()) {
    const auto acknowledgement = AcknowledgementFrom(message);
    if (!acknowledgement.ok()) {
      env_.refusals->Count(peer, "malformed_acknowledgement", Message(acknowledgement.status()));
      continue;
    }
    // Of epochs that are not held nothing is taken down: there is no end to what can be named.
    if (!IsShared(peer, acknowledgement->checkpoint.log) ||
        !env_.logs->HoldsSomeOf(acknowledgement->checkpoint)) {
      continue;
    }
    if (!IsGenuine(*acknowledgement, *roster)) {
      env_.refusals->Count(peer, "acknowledgement_signature",
                           "an acknowledgement is not signed by the node that it names");
      continue;
    }
    env_.acknowledgements->Record(*acknowledgement);
  }
}

AnnounceResponse ExchangeServer::AnnounceResponseFor(const std::string& peer,
                                                     const std::vector<Checkpoint>& ends,
                                                     const std::vector<IngestResult>& results) {
  AnnounceResponse response;
  for (size_t i = 0; i < results.size(); ++i) {
    const bool held = results[i].verdict == IngestVerdict::kStored ||
                      results[i].verdict == IngestVerdict::kAlreadyHeld;
    if (held) {
      if (const auto made = env_.acknowledgements->Make(ends[i]); made.has_value()) {
        *response.add_acknowledgements() = ToProto(*made);
      }
      continue;
    }
    response.add_refusals(
        absl::StrFormat("%s: %s", VerdictName(results[i].verdict), Message(results[i].status)));
    if (IsSendersFault(results[i].verdict)) {
      env_.refusals->Count(peer, VerdictName(results[i].verdict), Message(results[i].status));
    }
  }
  for (SpaceDigest& digest : DigestsFor(peer)) {
    *response.add_spaces() = std::move(digest);
  }
  response.set_roster_number(env_.roster()->number());
  return response;
}

StatusOr<std::vector<LogRange>> ExchangeServer::RangesOf(const std::string& peer,
                                                         const AnnounceRequest& request) const {
  // Before anything is unpacked.
  uint64_t bytes = 0;
  for (const auto& batch : request.batches()) {
    bytes += batch.records_bytes();
  }
  if (bytes > kRangeBytesMax) {
    Status status = Invalid(absl::StrFormat(
        "the batches of an announcement unpack to at most %d bytes", kRangeBytesMax));
    env_.refusals->Count(peer, "malformed_batch", Message(status));
    return status;
  }
  std::vector<LogRange> ranges;
  for (const auto& batch : request.batches()) {
    auto range = RangeFrom(batch);
    if (!range.ok()) {
      env_.refusals->Count(peer, "malformed_batch", Message(range.status()));
      return range.status();
    }
    if (!IsShared(peer, range->end.log)) {
      env_.refusals->Count(peer, "not_shared",
                           "a batch of a log that, by the roster here, the two do not share");
      return NotHeld();
    }
    ranges.push_back(*std::move(range));
  }
  return ranges;
}

void ExchangeServer::Announce(const std::string& peer, const AnnounceRequest& request,
                              std::function<void(StatusOr<AnnounceResponse>)> answer) {
  if (Status status = CheckMember(peer); !status.ok()) {
    answer(std::move(status));
    return;
  }
  if (request.batches_size() > kBatchesMax ||
      request.heads_size() > static_cast<int>(kHeadsPerPage) ||
      request.acknowledgements_size() > kAcknowledgementsMax) {
    answer(
        Invalid(absl::StrFormat("an announcement holds at most %d batches, %d heads and %d "
                                "acknowledgements",
                                kBatchesMax, kHeadsPerPage, kAcknowledgementsMax)));
    return;
  }
  auto ranges = RangesOf(peer, request);
  if (!ranges.ok()) {
    answer(ranges.status());
    return;
  }
  TakeAcknowledgements(peer, request);
  PeerNews news{.peer = peer,
                .spaces = {request.spaces().begin(), request.spaces().end()},
                .heads = {},
                .roster_number = request.roster_number()};
  for (const auto& head : request.heads()) {
    if (auto claimed = ClaimedHeadFrom(head); claimed.ok()) {
      news.heads.push_back(*std::move(claimed));
    } else {
      env_.refusals->Count(peer, "malformed_head", Message(claimed.status()));
    }
  }
  if (ranges->empty()) {
    env_.on_news(std::move(news));
    answer(AnnounceResponseFor(peer, {}, {}));
    return;
  }
  std::vector<Checkpoint> ends;
  for (const LogRange& range : *ranges) {
    ends.push_back(range.end);
  }
  env_.ingest(*std::move(ranges), [this, peer, ends = std::move(ends), news = std::move(news),
                                   answer = std::move(answer)](std::vector<IngestResult> results) {
    env_.on_news(news);
    answer(AnnounceResponseFor(peer, ends, results));
  });
}

AwaitResponse ExchangeServer::AwaitResponseFor(const std::string& peer) const {
  AwaitResponse response;
  for (SpaceDigest& digest : DigestsFor(peer)) {
    *response.add_spaces() = std::move(digest);
  }
  response.set_roster_number(env_.roster()->number());
  return response;
}

bool ExchangeServer::HasNews(const Waiter& waiter) const {
  if (waiter.roster_number != env_.roster()->number()) {
    return true;
  }
  std::map<std::string, std::string> held;
  for (const SpaceDigest& digest : DigestsFor(waiter.peer)) {
    held.insert_or_assign(digest.space_id(), digest.digest());
  }
  return waiter.known != held;
}

std::function<void()> ExchangeServer::Await(const std::string& peer, const AwaitRequest& request,
                                            std::function<void(StatusOr<AwaitResponse>)> answer) {
  if (Status status = CheckMember(peer); !status.ok()) {
    answer(std::move(status));
    return [] {};
  }
  env_.on_news({.peer = peer, .spaces = {}, .heads = {}, .contact_only = true});
  Waiter waiter{.peer = peer,
                .roster_number = request.roster_number(),
                .deadline = env_.clock->Monotonic() + kAwaitTime,
                .answer = std::move(answer)};
  for (const SpaceDigest& digest : request.known()) {
    waiter.known.insert_or_assign(digest.space_id(), digest.digest());
  }
  if (HasNews(waiter)) {
    waiter.answer(AwaitResponseFor(peer));
    return [] {};
  }
  uint64_t number = 0;
  std::function<void(StatusOr<AwaitResponse>)> refuse;
  {
    absl::MutexLock lock(&mutex_);
    const auto open = std::ranges::count(waiters_, peer, &Waiter::peer);
    if (stopped_ || static_cast<size_t>(open) >= kAwaitsPerPeerMax) {
      refuse = std::move(waiter.answer);
    } else {
      number = waiter.number = next_waiter_++;
      waiters_.push_back(std::move(waiter));
    }
  }
  if (refuse) {
    refuse(absl::ResourceExhaustedError(
        "too many calls of this peer wait already, or this node stops: try again later"));
    return [] {};
  }
  AnswerWaiters();  // Something may have changed since the first look.
  return [this, number] {
    absl::MutexLock lock(&mutex_);
    waiters_.remove_if([number](const Waiter& one) { return one.number == number; });
  };
}

void ExchangeServer::AnswerWaiters() {
  std::list<Waiter> due;
  {
    const std::chrono::milliseconds now = env_.clock->Monotonic();
    absl::MutexLock lock(&mutex_);
    for (auto it = waiters_.begin(); it != waiters_.end();) {
      const auto next = std::next(it);
      if (it->deadline <= now || HasNews(*it) || !env_.roster()->IsActive(it->peer)) {
        due.splice(due.end(), waiters_, it);
      }
      it = next;
    }
  }
  for (Waiter& waiter : due) {
    if (Status status = CheckMember(waiter.peer); !status.ok()) {
      waiter.answer(std::move(status));
    } else {
      waiter.answer(AwaitResponseFor(waiter.peer));
    }
  }
}

void ExchangeServer::Stop() {
  std::list<Waiter> all;
  {
    absl::MutexLock lock(&mutex_);
    stopped_ = true;
    all.swap(waiters_);
  }
  for (Waiter& waiter : all) {
    waiter.answer(absl::UnavailableError("this node stops; try again shortly"));
  }
}

}  // namespace cledi
