#include "node/practice/practice_writer.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/practice/practice_node.h"
#include "tests/support/practice/samples.h"

namespace cledi {
namespace {

using ::testing::HasSubstr;

class PracticeWriterTest : public ::testing::Test {
 protected:
  StatusOr<community::v1::PublishPlanResponse> Publish(const std::string& title,
                                                       const std::string& key,
                                                       const std::string& revises = "") {
    community::v1::PublishPlanRequest request;
    *request.mutable_plan() = SamplePlan(title);
    request.set_key(key);
    request.set_revises(revises);
    clock_.Advance(std::chrono::seconds(1));
    return node_.plans.Publish(Caller::Operator(), request);
  }

  ManualClock clock_;
  PracticeNode node_{&clock_};
};

TEST_F(PracticeWriterTest, ARetriedRevisionIsWrittenOnce) {
  const std::string id = Publish("first", "a")->id();
  const std::string event = Publish("second", "b", id)->event_id();

  EXPECT_EQ(Publish("second", "b", id)->event_id(), event);
  EXPECT_EQ(node_.log.Variants().front().size, 2u);
}

TEST_F(PracticeWriterTest, AKeyIsGoodForOneThing) {
  const std::string plan = Publish("first", "a")->id();
  const std::string other = Publish("other", "b")->id();
  Publish("second", "c", plan).value();

  // For the plan's creation, a revision of another plan, and a practice of the other kind.
  EXPECT_EQ(Publish("again", "a", plan).status().code(), StatusCode::kAlreadyExists);
  EXPECT_EQ(Publish("second", "c", other).status().code(), StatusCode::kAlreadyExists);
  EXPECT_EQ(Publish("new", "c").status().code(), StatusCode::kAlreadyExists);
  community::v1::PublishResourceRequest resource;
  *resource.mutable_resource() = SampleResource();
  resource.set_key("a");
  EXPECT_EQ(node_.resources.Publish(Caller::Operator(), resource).status().code(),
            StatusCode::kAlreadyExists);
}

TEST_F(PracticeWriterTest, WithoutAKeyEveryRequestIsANewPractice) {
  EXPECT_NE(Publish("same", "")->id(), Publish("same", "")->id());
}

TEST_F(PracticeWriterTest, KeysHaveALimit) {
  EXPECT_THAT(std::string(Message(Publish("x", std::string(65, 'k')).status())),
              HasSubstr("key: at most 64 bytes; this has 65"));
}

TEST_F(PracticeWriterTest, AFullDiskIsToldAndNothingIsShown) {
  node_.log.FailAppends(absl::ResourceExhaustedError("the disk is full"));

  EXPECT_EQ(Publish("x", "k").status().code(), StatusCode::kResourceExhausted);
  EXPECT_EQ(node_.plan_cards.size(), 0u);

  node_.log.FailAppends(absl::OkStatus());
  EXPECT_TRUE(Publish("x", "k").ok());
}

TEST_F(PracticeWriterTest, FieldsThatTogetherAreTooLargeAreRefused) {
  community::v1::PublishPlanRequest request;
  *request.mutable_plan() = SamplePlan();
  for (int i = 0; i < 10; ++i) {
    event::v1::Step& step = *request.mutable_plan()->add_steps();
    step.set_procedure(std::string(8000, 'x'));
  }

  const Status refused = node_.plans.Publish(Caller::Operator(), request).status();

  EXPECT_EQ(refused.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(Message(refused)), HasSubstr("at most 65536 bytes"));
}

}  // namespace
}  // namespace cledi
