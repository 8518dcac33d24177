// Who may do what to whose words: the same when it is written as in the fold.

#include <map>
#include <string>

#include "gtest/gtest.h"

#include "tests/node/discussion/discussion_fixture.h"

namespace cledi {
namespace {

class DiscussionRightsTest : public DiscussionFixture {
 protected:
  const Caller moderator_ = Person("mod", Role::kModerator);
  const Caller administrator_ = Person("admin", Role::kAdministrator);
};

TEST_F(DiscussionRightsTest, EachCallerMayDoToAPersonsWordsWhatTheirRoleAllows) {
  struct Row {
    Caller caller;
    bool revises;
    bool withdraws;
    bool accepts;
  };
  const std::map<std::string, Row> matrix = {
      {"author", {ada_, true, true, true}},
      {"colleague", {ali_, false, false, false}},
      {"moderator", {moderator_, false, true, false}},
      {"administrator", {administrator_, true, true, true}},
      {"operator", {Caller::Operator(), true, true, true}},
  };
  const auto code = [](bool allowed) {
    return allowed ? StatusCode::kOk : StatusCode::kPermissionDenied;
  };
  for (const auto& [who, row] : matrix) {
    SCOPED_TRACE(who);
    const std::string thread = Open(metu_, ada_, Question(who));
    const std::string post = Write(metu_, ada_, thread, "Myself.");
    const auto shown = Read(metu_, thread, row.caller);
    EXPECT_EQ(shown.opening().may_revise(), row.revises);
    EXPECT_EQ(shown.opening().may_withdraw(), row.withdraws);
    EXPECT_EQ(shown.posts(0).may_revise(), row.revises);
    EXPECT_EQ(shown.posts(0).may_withdraw(), row.withdraws);
    EXPECT_EQ(shown.may_accept(), row.accepts);

    EXPECT_EQ(ReviseThread(metu_, row.caller, thread), code(row.revises));
    EXPECT_EQ(RevisePost(metu_, row.caller, post), code(row.revises));
    EXPECT_EQ(Accept(metu_, row.caller, thread, post), code(row.accepts));
    EXPECT_EQ(WithdrawPost(metu_, row.caller, post), code(row.withdraws));
    EXPECT_EQ(WithdrawThread(metu_, row.caller, thread), code(row.withdraws));

    // What was allowed counts in the fold, and nothing else does.
    const auto after = Read(metu_, thread);
    EXPECT_EQ(after.opening().revision_count() > 1, row.revises);
    EXPECT_EQ(after.posts(0).revision_count() > 1, row.revises);
    EXPECT_EQ(after.posts(0).withdrawn(), row.withdraws);
    EXPECT_EQ(after.thread().withdrawn(), row.withdraws);
  }
}

TEST_F(DiscussionRightsTest, WhatTheInstitutionWroteOnlyAnAdministratorChanges) {
  const std::string thread = Open(metu_, Caller::Operator(), Question("Opening hours"));

  for (const Caller& caller : {ada_, moderator_}) {
    EXPECT_EQ(ReviseThread(metu_, caller, thread), StatusCode::kPermissionDenied);
    EXPECT_EQ(WithdrawThread(metu_, caller, thread), StatusCode::kPermissionDenied);
  }
  EXPECT_EQ(ReviseThread(metu_, administrator_, thread), StatusCode::kOk);
  EXPECT_EQ(WithdrawThread(metu_, administrator_, thread), StatusCode::kOk);
}

// Goal: whoever has a good account elsewhere, even under the same pseudonym, changes nothing.
TEST_F(DiscussionRightsTest, NobodyElsewhereChangesAnything) {
  const std::string thread = Open(metu_, ada_, Question("Fractions?"));
  const std::string post = Write(metu_, ada_, thread, "Myself.");
  Exchange();

  for (const Caller& caller : {bea_, ada_, moderator_, administrator_, Caller::Operator()}) {
    EXPECT_EQ(ReviseThread(granada_, caller, thread), StatusCode::kPermissionDenied);
    EXPECT_EQ(RevisePost(granada_, caller, post), StatusCode::kPermissionDenied);
    EXPECT_EQ(WithdrawThread(granada_, caller, thread), StatusCode::kPermissionDenied);
    EXPECT_EQ(WithdrawPost(granada_, caller, post), StatusCode::kPermissionDenied);
    EXPECT_EQ(Accept(granada_, caller, thread, post), StatusCode::kPermissionDenied);
    const auto shown = Read(granada_, thread, caller);
    EXPECT_FALSE(shown.opening().may_revise());
    EXPECT_FALSE(shown.posts(0).may_withdraw());
    EXPECT_FALSE(shown.may_accept());
  }
}

TEST_F(DiscussionRightsTest, AnswersComeFromAnyInstitution) {
  const std::string thread = Open(metu_, ada_, Question("Fractions?"));
  Exchange();
  const std::string post = Write(granada_, bea_, thread, "With a pizza.");
  Exchange();

  EXPECT_EQ(Accept(metu_, ada_, thread, post), StatusCode::kOk);
  EXPECT_TRUE(Read(metu_, thread).posts(0).accepted());
  // The thread's author does not own the answer.
  EXPECT_EQ(RevisePost(metu_, ada_, post), StatusCode::kPermissionDenied);
}

TEST_F(DiscussionRightsTest, AVisitorAndAShutOutAccountWriteNothing) {
  const std::string thread = Open(metu_, ada_, Question("Fractions?"));
  MethodTable table;
  metu_.discussions.RegisterWith(table);
  ASSERT_TRUE(table
                  .CheckComplete(
                      *community::v1::PublishThreadRequest::descriptor()->file()->FindServiceByName(
                          "DiscussionService"))
                  .ok());
  for (const char* method : {"PublishThread", "PublishPost", "WithdrawThread", "WithdrawPost",
                             "AcceptAnswer", "FollowThread", "ListNews", "MarkSeen"}) {
    StatusCode code = StatusCode::kOk;
    table.Invoke(
        absl::StrCat("cledi.community.v1.DiscussionService/", method),
        std::make_shared<Call>(Caller(), std::chrono::milliseconds::max()),
        [](google::protobuf::Message&) { return absl::OkStatus(); },
        [&](const auto& answer) { code = answer.status().code(); });
    EXPECT_EQ(code, StatusCode::kUnauthenticated) << method;
  }

  metu_.authors.ShutOut("ada");
  EXPECT_EQ(metu_.discussions.publisher().PublishThread(ada_, Question("Again")).status().code(),
            StatusCode::kPermissionDenied);
  EXPECT_EQ(WithdrawThread(metu_, ada_, thread), StatusCode::kPermissionDenied);
  EXPECT_EQ(metu_.discussions.news().List(ada_, {}).status().code(), StatusCode::kPermissionDenied);
  EXPECT_FALSE(Read(metu_, thread, ada_).opening().may_revise());
}

}  // namespace
}  // namespace cledi
