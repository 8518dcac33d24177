// Hello, ListHeads, Pull and Await.

#include "federation/sync/exchange_server.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/log/handwritten_epoch.h"
#include "tests/support/sync/sync_node.h"

namespace cledi {
namespace {

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
using std::chrono::milliseconds;

class ExchangeServerTest : public testing::Test {
 protected:
  static HelloRequest Hello() {
    HelloRequest request;
    request.set_protocol_min(kProtocolVersion);
    request.set_protocol_max(kProtocolVersion + 1);
    return request;
  }
  static ListHeadsRequest List(const SpaceId& space) {
    ListHeadsRequest request;
    request.set_space_id(space.str());
    return request;
  }
  static PullRequest PullOf(const Checkpoint& wanted, uint64_t from) {
    PullRequest request;
    request.set_log_id(wanted.log.str());
    request.set_tag(wanted.tag.str());
    request.set_root(wanted.root.str());
    request.set_size(wanted.size);
    request.set_from(from);
    return request;
  }
  Checkpoint Head(const SpaceId& space) {
    return node_.log->HeadsOfLog(node_.log->OwnLogId(space)).at(0).checkpoint();
  }
  // What the peer knows once it has asked.
  AwaitRequest UpToDate() {
    AwaitRequest request;
    request.set_roster_number(federation_.roster()->number());
    for (auto& digest : node_.server->DigestsFor("tr-metu")) {
      *request.add_known() = std::move(digest);
    }
    return request;
  }
  // Answers land in `answers_`.
  std::function<void()> Await(const std::string& peer, const AwaitRequest& request) {
    return node_.server->Await(peer, request, [this](StatusOr<AwaitResponse> answer) {
      answers_.push_back(std::move(answer));
    });
  }

  TestRoster federation_{{"es-granada", "tr-metu", "it-bicocca"}};
  SyncNode node_{&federation_, "es-granada"};
  std::vector<StatusOr<AwaitResponse>> answers_;
};

// Goal: who is no member learns that, and nothing else, from any call.
TEST_F(ExchangeServerTest, ANonMemberGetsNothing) {
  node_.log.Append("something");
  const Checkpoint head = Head(CommonsSpace());
  federation_.Admit("si-left");
  federation_.Remove("si-left");
  for (const std::string peer : {"si-stranger", "si-left", ""}) {
    std::vector<Status> statuses = {
        node_.server->Hello(peer, Hello()).status(),
        node_.server->ListHeads(peer, List(CommonsSpace())).status(),
        node_.server->Pull(peer, PullOf(head, 0)).status(),
    };
    node_.server->Announce(
        peer, {}, [&](StatusOr<AnnounceResponse> answer) { statuses.push_back(answer.status()); });
    Await(peer, {});
    statuses.push_back(answers_.back().status());
    ASSERT_EQ(statuses.size(), 5u);
    for (const Status& status : statuses) {
      EXPECT_EQ(status.code(), StatusCode::kPermissionDenied);
      EXPECT_THAT(std::string(Message(status)), testing::HasSubstr("not an active member"));
    }
    EXPECT_EQ(node_.RefusalCount(peer, "not_a_member"), 5u);
  }
  EXPECT_TRUE(node_.news.empty());
}

TEST_F(ExchangeServerTest, HelloAgreesOnAVersionAndTellsWhatIsShared) {
  node_.log.Append("something");
  HelloRequest request = Hello();
  request.set_roster_number(7);
  const auto hello = node_.server->Hello("tr-metu", request);
  ASSERT_TRUE(hello.ok()) << hello.status();
  EXPECT_EQ(hello->protocol(), kProtocolVersion);
  EXPECT_EQ(hello->node_id(), "es-granada");
  EXPECT_EQ(hello->roster_number(), federation_.roster()->number());
  EXPECT_EQ(hello->clock_unix_ms(), ToUnixMs(node_.log.clock().Now()));
  std::map<std::string, std::string> digests;
  for (const auto& digest : hello->spaces()) {
    digests.emplace(digest.space_id(), digest.digest());
  }
  EXPECT_EQ(digests, (std::map<std::string, std::string>{
                         {CommonsSpace().str(), node_.log->SpaceDigest(CommonsSpace()).str()},
                         {RosterSpace().str(), node_.log->SpaceDigest(RosterSpace()).str()}}));
  ASSERT_EQ(node_.news.size(), 1u);
  EXPECT_EQ(node_.news[0].peer, "tr-metu");
  EXPECT_EQ(node_.news[0].roster_number, 7u);
}

TEST_F(ExchangeServerTest, HelloRefusesAVersionThatItDoesNotSpeakAndSaysWhatToDo) {
  HelloRequest request = Hello();
  request.set_protocol_min(kProtocolVersion + 1);
  const Status status = node_.server->Hello("tr-metu", request).status();
  EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(Message(status)), testing::HasSubstr("must be upgraded"));
  EXPECT_EQ(node_.RefusalCount("tr-metu", "protocol"), 1u);
}

// Goal: `institution` never appears, to nobody, in nothing, not even by its digest.
TEST_F(ExchangeServerTest, TheInstitutionsLogIsNeverVisible) {
  const auto ask = [&](const std::string& peer) {
    std::string all;
    if (const auto hello = node_.server->Hello(peer, Hello()); hello.ok()) {
      for (const auto& digest : hello->spaces()) {
        all += digest.space_id() + digest.digest();
      }
    }
    for (const SpaceId& space : {CommonsSpace(), RosterSpace()}) {
      if (const auto list = node_.server->ListHeads(peer, List(space)); list.ok()) {
        all += list->SerializeAsString();
      }
    }
    return all;
  };
  node_.log.Append("for all");
  const std::string before = ask("tr-metu");
  node_.log.Append("for this house", InstitutionSpace("es-granada"));

  EXPECT_EQ(ask("tr-metu"), before);
  const Checkpoint head = Head(InstitutionSpace("es-granada"));
  for (const std::string peer : {"tr-metu", "es-granada"}) {  // The latter: a cloned machine.
    for (const char* owner : {"es-granada", "tr-metu"}) {
      EXPECT_EQ(node_.server->ListHeads(peer, List(InstitutionSpace(owner))).status().code(),
                StatusCode::kNotFound);
    }
    EXPECT_EQ(node_.server->Pull(peer, PullOf(head, 0)).status().code(), StatusCode::kNotFound);
    AnnounceRequest push;
    HandwrittenEpoch forged(&federation_, "es-granada", 7, InstitutionSpace("es-granada"));
    *push.add_batches() = ToProto(forged.AddMany(2, 10).All());
    node_.server->Announce(peer, push, [](StatusOr<AnnounceResponse> answer) {
      EXPECT_EQ(answer.status().code(), StatusCode::kNotFound);
    });
  }
  EXPECT_EQ(node_.log->HeadsOfLog(head.log).size(), 1u);
  // The same answer as for what is not there at all.
  EXPECT_EQ(node_.server->ListHeads("tr-metu", List(InstitutionSpace("es-granada"))).status(),
            node_.server->ListHeads("tr-metu", List(SpaceId())).status());
  Checkpoint nowhere = head;
  nowhere.log = LogId();
  EXPECT_EQ(node_.server->Pull("tr-metu", PullOf(head, 0)).status(),
            node_.server->Pull("tr-metu", PullOf(nowhere, 0)).status());
}

TEST_F(ExchangeServerTest, HeadsAreThoseOfLogsThatDiffer) {
  node_.log.Append("own");
  HandwrittenEpoch theirs(&federation_, "tr-metu");
  HandwrittenEpoch forked = theirs.AddMany(3, 10);
  theirs.AddMany(2, 11);
  forked.AddMany(2, 12);
  node_.log->Ingest({theirs.All()});
  node_.log->Ingest({forked.All()});

  ListHeadsRequest request = List(CommonsSpace());
  const auto all = node_.server->ListHeads("it-bicocca", request);
  ASSERT_TRUE(all.ok());
  EXPECT_EQ(all->heads_size(), 3);  // Every variant.
  EXPECT_TRUE(all->next_page_token().empty());
  for (const auto& head : all->heads()) {
    EXPECT_EQ(head.signature().size(), SignatureBytes::kSize);
  }

  auto& known = *request.add_known();
  known.set_log_id(theirs.log().str());
  known.set_digest(node_.log->LogDigests(CommonsSpace()).at(theirs.log()).str());
  auto& missing = *request.add_known();
  missing.set_log_id(LogIdOf(federation_.root().federation, "it-bicocca", 0, CommonsSpace()).str());
  missing.set_digest(std::string(32, 'x'));
  const auto some = node_.server->ListHeads("it-bicocca", request);
  ASSERT_TRUE(some.ok());
  ASSERT_EQ(some->heads_size(), 1);
  EXPECT_EQ(some->heads(0).log_id(), node_.log->OwnLogId(CommonsSpace()).str());
  EXPECT_THAT(some->missing_logs(), testing::ElementsAre(missing.log_id()));
}

TEST_F(ExchangeServerTest, HeadsComeInPages) {
  constexpr size_t kEpochs = kHeadsPerPage + 5;
  for (uint64_t i = 0; i < kEpochs; ++i) {
    HandwrittenEpoch epoch(&federation_, "tr-metu", i + 1);
    node_.log->Ingest({epoch.AddMany(1, 1).All()});
  }
  ListHeadsRequest request = List(CommonsSpace());
  std::set<std::string> tags;
  size_t pages = 0;
  do {
    const auto page = node_.server->ListHeads("it-bicocca", request);
    ASSERT_TRUE(page.ok());
    EXPECT_LE(page->ByteSizeLong(), 256u * 1024);
    for (const auto& head : page->heads()) {
      tags.insert(head.tag());
    }
    request.set_page_token(page->next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(tags.size(), kEpochs);
  EXPECT_EQ(pages, 2u);

  for (const char* token : {"x", "-1", "1e9", "99999999999999999999999"}) {
    request.set_page_token(token);
    EXPECT_EQ(node_.server->ListHeads("it-bicocca", request).status().code(),
              StatusCode::kInvalidArgument)
        << token;
  }
  request.set_page_token("18446744073709551615");
  const auto behind = node_.server->ListHeads("it-bicocca", request);
  ASSERT_TRUE(behind.ok());
  EXPECT_EQ(behind->heads_size(), 0);
}

TEST_F(ExchangeServerTest, TooManyKnownLogsAreRefused) {
  ListHeadsRequest request = List(CommonsSpace());
  for (int i = 0; i < 10'001; ++i) {
    request.add_known();
  }
  EXPECT_EQ(node_.server->ListHeads("tr-metu", request).status().code(),
            StatusCode::kInvalidArgument);
}

TEST_F(ExchangeServerTest, APullGivesTheRangeOfTheWantedHistory) {
  node_.log.AppendAll({"a", "b"});
  const auto pulled = node_.server->Pull("tr-metu", PullOf(Head(CommonsSpace()), 0));
  ASSERT_TRUE(pulled.ok());
  const auto range = RangeFrom(pulled->batch());
  ASSERT_TRUE(range.ok()) << range.status();
  EXPECT_EQ(range->end, Head(CommonsSpace()));
  EXPECT_EQ(range->records.size(), 2u);
}

TEST_F(ExchangeServerTest, APullOfWhatIsNotHeldIsEmpty) {
  node_.log.AppendAll({"a", "b"});
  const Checkpoint head = Head(CommonsSpace());
  Checkpoint other_root = head;
  other_root.root.bytes[0] ^= 1;
  Checkpoint other_epoch = head;
  other_epoch.tag.bytes[0] ^= 1;
  Checkpoint longer = head;
  longer.size = 3;
  for (const Checkpoint& wanted : {other_root, other_epoch, longer}) {
    const auto pulled = node_.server->Pull("tr-metu", PullOf(wanted, 0));
    ASSERT_TRUE(pulled.ok()) << pulled.status();
    EXPECT_FALSE(pulled->has_batch());
  }
}

TEST_F(ExchangeServerTest, MalformedPullsAreRefused) {
  node_.log.Append("a");
  const PullRequest good = PullOf(Head(CommonsSpace()), 0);
  const auto refuse = [&](auto change) {
    PullRequest request = good;
    change(request);
    EXPECT_EQ(node_.server->Pull("tr-metu", request).status().code(), StatusCode::kInvalidArgument);
  };
  refuse([](PullRequest& request) { request.clear_log_id(); });
  refuse([](PullRequest& request) { request.mutable_tag()->append("x"); });
  refuse([](PullRequest& request) { request.mutable_root()->pop_back(); });
  refuse([](PullRequest& request) { request.set_from(1); });
  refuse([](PullRequest& request) { request.set_from(UINT64_MAX); });
  refuse([](PullRequest& request) { request.set_size(0); });
}

TEST_F(ExchangeServerTest, AwaitAnswersAtOnceWhereSomethingDiffers) {
  node_.log.Append("a");
  const AwaitRequest up_to_date = UpToDate();
  AwaitRequest old_digest = up_to_date;
  old_digest.mutable_known(0)->set_digest(std::string(32, 'x'));
  AwaitRequest old_roster = up_to_date;
  old_roster.set_roster_number(1);
  AwaitRequest knows_less = up_to_date;
  knows_less.mutable_known()->RemoveLast();
  for (const AwaitRequest& request : {old_digest, old_roster, knows_less, AwaitRequest()}) {
    answers_.clear();
    Await("tr-metu", request);
    ASSERT_EQ(answers_.size(), 1u);
    ASSERT_TRUE(answers_[0].ok());
    EXPECT_EQ(answers_[0]->spaces_size(), 2);
    EXPECT_EQ(answers_[0]->roster_number(), federation_.roster()->number());
  }
}

TEST_F(ExchangeServerTest, AwaitAnswersWhenSomethingChanges) {
  Await("tr-metu", UpToDate());
  Await("it-bicocca", UpToDate());
  node_.server->AnswerWaiters();
  EXPECT_TRUE(answers_.empty());

  node_.log.Append("news", InstitutionSpace("es-granada"));
  node_.server->AnswerWaiters();
  EXPECT_TRUE(answers_.empty());  // Nothing that is theirs.

  node_.log.Append("news");
  node_.server->AnswerWaiters();
  ASSERT_EQ(answers_.size(), 2u);
  node_.server->AnswerWaiters();
  EXPECT_EQ(answers_.size(), 2u);
}

TEST_F(ExchangeServerTest, AwaitAnswersAfterItsTimeWithWhatWasKnown) {
  const AwaitRequest request = UpToDate();
  Await("tr-metu", request);
  node_.log.clock().Advance(kAwaitTime - milliseconds(1));
  node_.server->AnswerWaiters();
  EXPECT_TRUE(answers_.empty());
  node_.log.clock().Advance(milliseconds(1));
  node_.server->AnswerWaiters();
  ASSERT_EQ(answers_.size(), 1u);
  ASSERT_TRUE(answers_[0].ok());
  EXPECT_EQ(answers_[0]->spaces(0).digest(), request.known(0).digest());
}

TEST_F(ExchangeServerTest, AMemberThatIsRemovedWhileItWaitsIsTold) {
  Await("it-bicocca", UpToDate());
  federation_.Remove("it-bicocca");
  node_.server->AnswerWaiters();
  ASSERT_EQ(answers_.size(), 1u);
  EXPECT_EQ(answers_[0].status().code(), StatusCode::kPermissionDenied);
}

TEST_F(ExchangeServerTest, APeerHasAFewAwaitsOpenAtMost) {
  const AwaitRequest request = UpToDate();
  std::vector<std::function<void()>> drop;
  for (size_t i = 0; i < kAwaitsPerPeerMax; ++i) {
    drop.push_back(Await("tr-metu", request));
  }
  EXPECT_TRUE(answers_.empty());
  Await("tr-metu", request);
  ASSERT_EQ(answers_.size(), 1u);
  EXPECT_EQ(answers_[0].status().code(), StatusCode::kResourceExhausted);
  Await("it-bicocca", request);  // Not another's matter.
  EXPECT_EQ(answers_.size(), 1u);

  drop[0]();  // The caller left: no answer, and room for another.
  Await("tr-metu", request);
  EXPECT_EQ(answers_.size(), 1u);
  drop[0]();  // Safe at any time.
}

TEST_F(ExchangeServerTest, StoppingAnswersAllThatWait) {
  Await("tr-metu", UpToDate());
  const auto drop = Await("it-bicocca", UpToDate());
  node_.server->Stop();
  ASSERT_EQ(answers_.size(), 2u);
  for (const auto& answer : answers_) {
    EXPECT_EQ(answer.status().code(), StatusCode::kUnavailable);
  }
  drop();
  Await("tr-metu", UpToDate());
  EXPECT_EQ(answers_.size(), 3u);  // Nobody waits any more.
  EXPECT_FALSE(answers_[2].ok());
}

}  // namespace
}  // namespace cledi
