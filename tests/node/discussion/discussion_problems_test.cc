// What is wrong with a request is told by its kind, so that a page can say it in any language.

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/rpc/status_detail.h"
#include "node/discussion/discussion_rules.h"
#include "tests/node/discussion/discussion_fixture.h"

namespace cledi {
namespace {

using community::v1::PublishPostRequest;
using community::v1::PublishThreadRequest;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class DiscussionProblemsTest : public DiscussionFixture {
 protected:
  // "field: KIND limit/actual", for each problem.
  static std::vector<std::string> Found(const Status& status) {
    std::vector<std::string> found;
    const auto fields =
        DetailOf<community::v1::InvalidFields>(status).value_or(community::v1::InvalidFields());
    for (const FieldProblem& problem : fields.problems()) {
      found.push_back(absl::StrCat(problem.field(), ": ", FieldProblem::Kind_Name(problem.kind()),
                                   " ", problem.limit(), "/", problem.actual()));
    }
    return found;
  }
  std::vector<std::string> Asked(const PublishThreadRequest& request) const {
    return Found(metu_.discussions.publisher().PublishThread(ada_, request).status());
  }
  std::vector<std::string> Answered(const PublishPostRequest& request) const {
    return Found(metu_.discussions.publisher().PublishPost(ada_, request).status());
  }
};

TEST_F(DiscussionProblemsTest, AStepIsOneOfItsPlan) {
  PublishThreadRequest request = Question("This step");
  request.set_step(1);
  EXPECT_THAT(Asked(request), ElementsAre("step: KIND_NOT_ALLOWED 0/0"));

  request.set_practice(PublishPlan(metu_, ada_));
  EXPECT_THAT(Asked(request), IsEmpty());
  request.set_step(99);
  const int steps = SamplePlan().steps_size();
  EXPECT_THAT(Asked(request), ElementsAre(absl::StrCat("step: KIND_TOO_LARGE ", steps, "/99")));

  community::v1::PublishResourceRequest resource;
  *resource.mutable_resource() = SampleResource("A poster");
  request.set_practice(metu_.resources.Publish(ada_, resource)->id());
  request.set_step(1);
  EXPECT_THAT(Asked(request), ElementsAre("step: KIND_NOT_ALLOWED 0/0"));

  community::v1::ListThreadsRequest list;
  list.set_step(1);
  EXPECT_THAT(Found(metu_.discussions.ListThreads(ada_, list).status()),
              ElementsAre("step: KIND_NOT_ALLOWED 0/0"));
}

TEST_F(DiscussionProblemsTest, WhatIsRevisedStaysWhereItIs) {
  const std::string thread = Open(metu_, ada_, Question("Fractions?"));
  PublishThreadRequest moved = Question("Fractions?");
  moved.set_revises(thread);
  moved.set_practice(PublishPlan(metu_, ada_));
  moved.set_step(1);
  EXPECT_THAT(Asked(moved),
              ElementsAre("practice: KIND_NOT_ALLOWED 0/0", "step: KIND_NOT_ALLOWED 0/0"));

  const std::string post = Write(metu_, ada_, thread, "With a pizza.");
  PublishPostRequest request = Answer(thread, "With a pizza.");
  request.set_revises(post);
  request.set_reply_to(post);
  EXPECT_THAT(Answered(request),
              ElementsAre("thread: KIND_NOT_ALLOWED 0/0", "reply_to: KIND_NOT_ALLOWED 0/0"));
}

TEST_F(DiscussionProblemsTest, AnAnswerNeedsItsDiscussion) {
  EXPECT_THAT(Answered(Answer("", "With a pizza.")), ElementsAre("thread: KIND_NEEDED 0/0"));
}

TEST_F(DiscussionProblemsTest, AnAnchorThatANodeStatesIsJudgedByTheSameKinds) {
  event::v1::Thread thread;
  thread.set_title("This step");
  thread.set_body("How?");
  thread.set_language("en");
  thread.mutable_anchor()->set_revision(std::string(EventId::kSize, 'r'));
  FieldProblems without_step;
  CheckThread(thread, without_step);
  EXPECT_THAT(Found(without_step.ToStatus()), ElementsAre("anchor.practice: KIND_NEEDED 0/0",
                                                          "anchor.revision: KIND_NOT_ALLOWED 0/0"));

  thread.mutable_anchor()->set_practice(std::string(EventId::kSize, 'p'));
  thread.mutable_anchor()->set_step(1001);
  FieldProblems far;
  CheckThread(thread, far);
  EXPECT_THAT(Found(far.ToStatus()), ElementsAre("anchor.step: KIND_TOO_LARGE 1000/1001"));
}

}  // namespace
}  // namespace cledi
