#include "admin/cli/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cledi/admin/v1/node_service.pb.h"
#include "tests/admin/cli/fake_node.h"

namespace cledi {
namespace {

using namespace std::chrono_literals;
using admin::v1::GetNetworkRequest;
using admin::v1::GetNetworkResponse;
using admin::v1::GetStatusRequest;
using admin::v1::GetStatusResponse;
using admin::v1::PeerStatus;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

GetStatusResponse HealthyStatus() {
  GetStatusResponse status;
  status.set_node_id("es-granada");
  status.set_version("0.1.0");
  status.set_federation_name("CLEDI");
  status.set_members(3);
  return status;
}

TEST(CommandLineTest, WhatCannotBeUnderstoodExitsWithTwo) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"dance"},
                                             {"status", "--colour"},
                                             {"log"},
                                             {"log", "show", "--count", "5000"},
                                             {"practice", "show"},
                                             {"practice", "publish", "f", "--note", "why"},
                                             {"practice", "list", "--kind", "songs"},
                                             {"node", "invite", "--id", "x"}}) {
    FakeNode node;
    const FakeNode::Outcome outcome = node.Run(arguments);
    EXPECT_EQ(outcome.exit_status, 2) << ::testing::PrintToString(arguments);
    EXPECT_EQ(outcome.out, "") << ::testing::PrintToString(arguments);
    EXPECT_NE(outcome.err, "") << ::testing::PrintToString(arguments);
  }
}

TEST(CommandLineTest, HelpAndVersionGoToTheOutput) {
  FakeNode node;

  EXPECT_EQ(node.Run({"--help"}).exit_status, 0);
  EXPECT_THAT(node.Run({"practice", "--help"}).out, HasSubstr("import"));
  EXPECT_EQ(node.Run({"--version"}).exit_status, 0);
}

TEST(CommandLineTest, DataAndJsonMayStandAnywhere) {
  FakeNode node;
  node.Answer<GetStatusRequest>("cledi.admin.v1.NodeService/GetStatus", HealthyStatus());

  const FakeNode::Outcome before = node.Run({"--data", "/there", "--json", "status"});
  EXPECT_EQ(node.data_folder, "/there");
  const FakeNode::Outcome after = node.Run({"status", "--json", "--data", "/here"});
  EXPECT_EQ(node.data_folder, "/here");
  node.Run({"status"});
  EXPECT_EQ(node.data_folder, "/default");

  EXPECT_EQ(before.out, after.out);
  // Also what has its default value is there, so that a program need not guess.
  EXPECT_THAT(after.out,
              AllOf(HasSubstr("\"nodeId\": \"es-granada\""), HasSubstr("\"coordinator\": false")));
}

TEST(CommandLineTest, ANodeThatIsNotReachedExitsWithOneAndTheReasonOnTheErrorStream) {
  FakeNode node;
  node.unreachable = absl::UnavailableError("the node is not running");

  const FakeNode::Outcome outcome = node.Run({"status"});

  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, "cledi: the node is not running\n");
}

TEST(CommandLineTest, WhatTheNodeSaysOfARefusalIsHarmlessToTheTerminal) {
  FakeNode node;
  node.On<GetStatusRequest, GetStatusResponse>(
      "cledi.admin.v1.NodeService/GetStatus",
      [](const GetStatusRequest&) { return absl::InternalError("disk \x1b[2J full"); });

  EXPECT_EQ(node.Run({"status"}).err, "cledi: disk \uFFFD[2J full\n");
}

TEST(StatusTest, AWellNodeSaysSoFirst) {
  FakeNode node;
  node.Answer<GetStatusRequest>("cledi.admin.v1.NodeService/GetStatus", HealthyStatus());

  const FakeNode::Outcome outcome = node.Run({"status"});

  EXPECT_EQ(outcome.exit_status, 0);
  EXPECT_THAT(outcome.out, StartsWith("es-granada, cledi 0.1.0: all is well.\n"));
  EXPECT_THAT(outcome.out, HasSubstr("nowhere: this node only dials out"));
}

TEST(StatusTest, AnUrgentNoticeIsShownAndMakesTheCommandFail) {
  FakeNode node;
  GetStatusResponse status = HealthyStatus();
  admin::v1::Notice& notice = *status.add_notices();
  notice.set_severity(admin::v1::Notice::SEVERITY_ERROR);
  notice.set_message("the disk is full: make room in /var/lib/cledi");
  notice.set_since_unix_ms(ToUnixMs(node.clock.Now() - 5min));
  node.Answer<GetStatusRequest>("cledi.admin.v1.NodeService/GetStatus", status);

  const FakeNode::Outcome outcome = node.Run({"status"});

  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_THAT(outcome.out, StartsWith("es-granada, cledi 0.1.0: it needs you now.\n"));
  EXPECT_THAT(outcome.out,
              HasSubstr("error: the disk is full: make room in /var/lib/cledi (5 min ago)\n"));
}

// A network of three in which METU lacks three of Granada's events.
GetNetworkResponse NetworkWithOneBehind(UnixMillis now) {
  GetNetworkResponse network;
  network.set_node_id("es-granada");
  PeerStatus& bicocca = *network.add_peers();
  bicocca.set_node_id("it-bicocca");
  bicocca.set_state(PeerStatus::STATE_LIVE);
  bicocca.set_last_contact_unix_ms(ToUnixMs(now - 2s));
  PeerStatus& metu = *network.add_peers();
  metu.set_node_id("tr-metu");
  metu.set_state(PeerStatus::STATE_SILENT);
  metu.set_reason("no answer at 127.0.0.1:8452");
  for (const auto& [holder, events] :
       {std::pair("es-granada", 10u), {"it-bicocca", 10u}, {"tr-metu", 7u}}) {
    admin::v1::LogHolding& holding = *network.add_holdings();
    holding.set_owner("es-granada");
    holding.set_space("commons");
    holding.set_holder(holder);
    holding.set_events(events);
    holding.set_events_known(10);
    holding.set_as_of_unix_ms(ToUnixMs(now));
    holding.set_behind_since_unix_ms(events < 10 ? ToUnixMs(now - 95min) : 0);
  }
  return network;
}

TEST(PeersTest, WhoIsBehindIsNamedWithHowFarAndWhy) {
  FakeNode node;
  node.Answer<GetNetworkRequest>("cledi.admin.v1.NodeService/GetNetwork",
                                 NetworkWithOneBehind(node.clock.Now()));

  const FakeNode::Outcome outcome = node.Run({"peers"});

  EXPECT_EQ(outcome.exit_status, 0);
  EXPECT_THAT(outcome.out, StartsWith("es-granada is in step with 1 of 2 partners.\n"));
  EXPECT_THAT(outcome.out, HasSubstr("es-granada  commons      10              ✓"));
  EXPECT_THAT(outcome.out, HasSubstr("tr-metu has lacked 3 events of the commons log of es-granada "
                                     "for 2 h: no answer at 127.0.0.1:8452\n"));
}

TEST(PeersTest, ANodeAloneSaysSo) {
  FakeNode node;
  GetNetworkResponse network;
  network.set_node_id("it-bicocca");
  node.Answer<GetNetworkRequest>("cledi.admin.v1.NodeService/GetNetwork", network);

  EXPECT_EQ(node.Run({"peers"}).out, "it-bicocca has no partners yet.\n");
}

// Answers VerifyLogs in parts; the last one has `problems`.
void AnswerVerification(FakeNode& node, std::vector<std::string> problems) {
  using admin::v1::VerifyLogsRequest;
  using admin::v1::VerifyLogsResponse;
  node.On<VerifyLogsRequest, VerifyLogsResponse>(
      "cledi.admin.v1.NodeService/VerifyLogs",
      [problems =
           std::move(problems)](const VerifyLogsRequest& request) -> StatusOr<VerifyLogsResponse> {
        VerifyLogsResponse part;
        part.set_events_total(2000);
        part.set_events_done(request.token().empty() ? 1000 : 2000);
        if (request.token().empty()) {
          part.set_next_token("second half");
        } else {
          part.mutable_problems()->Assign(problems.begin(), problems.end());
        }
        return part;
      });
}

TEST(LogTest, VerifyingGoesThroughAllParts) {
  FakeNode node;
  AnswerVerification(node, {});

  const FakeNode::Outcome outcome = node.Run({"log", "verify"});

  EXPECT_EQ(outcome.exit_status, 0);
  EXPECT_THAT(outcome.out, StartsWith("2,000 events are what their checkpoints say"));
}

TEST(LogTest, AProblemFoundIsPrintedAndMakesTheCommandFail) {
  FakeNode node;
  AnswerVerification(node, {"es-granada commons 3f2a, event 7: leaf and payload differ"});

  const FakeNode::Outcome outcome = node.Run({"log", "verify"});

  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_EQ(outcome.out, "es-granada commons 3f2a, event 7: leaf and payload differ\n");
  EXPECT_THAT(outcome.err, HasSubstr("1 problems"));
}

void AnswerEpochs(FakeNode& node, const std::vector<std::string>& tags) {
  admin::v1::ListEpochsResponse epochs;
  for (const std::string& tag : tags) {
    admin::v1::EpochInfo& epoch = *epochs.add_epochs();
    epoch.set_owner("es-granada");
    epoch.set_space("commons");
    epoch.set_tag(tag);
    epoch.set_events(5);
    epoch.set_variant(static_cast<uint64_t>(epochs.epochs_size()));
    epoch.set_statement_note("statement of " + tag + "\n");
  }
  node.Answer<admin::v1::ListEpochsRequest>("cledi.admin.v1.NodeService/ListEpochs", epochs);
  node.On<admin::v1::ListEventsRequest, admin::v1::ListEventsResponse>(
      "cledi.admin.v1.NodeService/ListEvents",
      [](const admin::v1::ListEventsRequest& request) -> StatusOr<admin::v1::ListEventsResponse> {
        admin::v1::ListEventsResponse events;
        admin::v1::EventInfo& event = *events.add_events();
        event.set_index(request.from());
        event.set_event_id("id of variant " + std::to_string(request.variant()));
        return events;
      });
}

TEST(LogTest, AnEpochIsNamedByItsFirstDigits) {
  FakeNode node;
  AnswerEpochs(node, {"aa11", "bb22"});

  const FakeNode::Outcome outcome = node.Run({"log", "show", "bb", "--from", "3"});

  EXPECT_EQ(outcome.exit_status, 0);
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("statement of bb22"), HasSubstr("id of variant 2"),
                                 HasSubstr("4 of 5 events; go on with --from 4")));
}

TEST(LogTest, DigitsThatNameNoneOrSeveralAreRefused) {
  FakeNode node;
  AnswerEpochs(node, {"aa11", "aa22"});

  EXPECT_THAT(node.Run({"log", "show", "cc"}).err, HasSubstr("no epoch here begins with cc"));
  EXPECT_THAT(node.Run({"log", "show", "aa"}).err, HasSubstr("several epochs"));
}

TEST(ViewsTest, ViewsThatCameOutOtherwiseMakeTheRebuildFail) {
  FakeNode node;
  admin::v1::RebuildViewsResponse rebuilt;
  rebuilt.set_events(39);
  rebuilt.set_took_ms(1500);
  node.Answer<admin::v1::RebuildViewsRequest>("cledi.admin.v1.NodeService/RebuildViews", rebuilt);

  const FakeNode::Outcome outcome = node.Run({"views", "rebuild"});

  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_EQ(outcome.out, "Folded 39 events in 1.5 s; the views have changed.\n");
}

TEST(MemberTest, AnInvitationIsTheCommandToEnter) {
  FakeNode node;
  node.On<admin::v1::InviteNodeRequest, admin::v1::InviteNodeResponse>(
      "cledi.admin.v1.NodeService/InviteNode",
      [](const admin::v1::InviteNodeRequest& request) -> StatusOr<admin::v1::InviteNodeResponse> {
        EXPECT_EQ(request.node_id(), "tr-metu");
        EXPECT_EQ(request.valid_hours(), 72u);
        admin::v1::InviteNodeResponse invited;
        invited.set_token("cledi1-abc");
        return invited;
      });

  const FakeNode::Outcome outcome =
      node.Run({"node", "invite", "--id", "tr-metu", "--institution", "METU", "--country", "TR"});

  EXPECT_EQ(outcome.exit_status, 0);
  EXPECT_THAT(outcome.out, HasSubstr("\n  cledi join cledi1-abc\n"));
}

TEST(DefaultDataFolderTest, TheEnvironmentWins) {
  EXPECT_EQ(DefaultDataFolder("/elsewhere"), "/elsewhere");
  EXPECT_EQ(DefaultDataFolder(""), DefaultDataFolder(nullptr));
}

}  // namespace
}  // namespace cledi
