#include "node/institution/institution_service.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "cledi/event/v1/type.pb.h"
#include "tests/support/practice/practice_node.h"
#include "tests/support/practice/samples.h"

namespace cledi {
namespace {

using community::v1::DescribeInstitutionRequest;
using community::v1::GetInstitutionRequest;
using community::v1::InstitutionView;
using event::v1::InstitutionDescribed;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class InstitutionServiceTest : public ::testing::Test {
 protected:
  Status Describe(PracticeNode& node, const InstitutionDescribed& description) {
    DescribeInstitutionRequest request;
    *request.mutable_description() = description;
    const Status status = node.institutions.Describe(request).status();
    clock_.Advance(std::chrono::seconds(1));
    return status;
  }
  StatusOr<InstitutionView> Get(PracticeNode& node, const std::string& id) {
    GetInstitutionRequest request;
    request.set_id(id);
    ASSIGN_OR_RETURN(const auto response, node.institutions.Get(request));
    return response.institution();
  }
  std::string NameOf(PracticeNode& node, const std::string& id) {
    return Get(node, id)->description().name();
  }
  static size_t EventCount(const PracticeNode& node) {
    size_t events = 0;
    for (const VariantExtent& extent : node.log.Variants()) {
      events += extent.size;
    }
    return events;
  }

  ManualClock clock_;
  PracticeNode granada_{&clock_, "es-granada"};
  PracticeNode trinijove_{&clock_, "es-trinijove"};
};

TEST_F(InstitutionServiceTest, WhatItSaysOfItselfIsReadWithoutTheLogsOwnFields) {
  const InstitutionDescribed description = SampleInstitution("es-granada", "Universidad", "ES");
  ASSERT_TRUE(Describe(granada_, description).ok());

  const InstitutionView view = *Get(granada_, "es-granada");

  EXPECT_EQ(view.description().SerializeAsString(), description.SerializeAsString());
  EXPECT_EQ(view.home_node(), "es-granada");
  EXPECT_GT(view.revised_unix_ms(), 0);
}

TEST_F(InstitutionServiceTest, TheNewestDescriptionCounts) {
  ASSERT_TRUE(Describe(granada_, SampleInstitution("es-granada", "old", "ES")).ok());
  ASSERT_TRUE(Describe(granada_, SampleInstitution("es-granada", "new", "ES")).ok());

  EXPECT_EQ(NameOf(granada_, "es-granada"), "new");
}

TEST_F(InstitutionServiceTest, SayingTheSameTwiceWritesOnce) {
  const InstitutionDescribed description = SampleInstitution("es-granada", "Universidad", "ES");
  ASSERT_TRUE(Describe(granada_, description).ok());
  ASSERT_TRUE(Describe(granada_, description).ok());
  EXPECT_EQ(EventCount(granada_), 1u);

  ASSERT_TRUE(Describe(granada_, SampleInstitution("es-granada", "other", "ES")).ok());
  ASSERT_TRUE(Describe(granada_, description).ok());

  EXPECT_EQ(EventCount(granada_), 3u);
  EXPECT_EQ(NameOf(granada_, "es-granada"), "Universidad");
}

TEST_F(InstitutionServiceTest, AHostedInstitutionIsDescribedByItsHostOnly) {
  ASSERT_TRUE(Describe(granada_, SampleInstitution("es-cartuja", "IES Cartuja", "ES")).ok());
  trinijove_.PullFrom(granada_);

  const Status refused = Describe(trinijove_, SampleInstitution("es-cartuja", "ours now", "ES"));

  EXPECT_EQ(refused.code(), StatusCode::kPermissionDenied);
  EXPECT_THAT(std::string(Message(refused)), HasSubstr("its home, es-granada"));
}

// What another node's software writes all the same does not count.
TEST_F(InstitutionServiceTest, DescriptionsByOthersAreSkippedInTheFold) {
  ASSERT_TRUE(Describe(granada_, SampleInstitution("es-cartuja", "IES Cartuja", "ES")).ok());
  granada_.Receive(
      granada_.log.MakeEvent(event::v1::EVENT_TYPE_INSTITUTION_DESCRIBED,
                             SampleInstitution("es-cartuja", "ours now", "ES").SerializeAsString(),
                             MakeHlc(clock_.Now(), 0), "tr-metu"));

  EXPECT_EQ(NameOf(granada_, "es-cartuja"), "IES Cartuja");
}

TEST_F(InstitutionServiceTest, AnInstitutionThatGetsANodeOfItsOwnSpeaksForItself) {
  ASSERT_TRUE(Describe(granada_, SampleInstitution("es-trinijove", "by the host", "ES")).ok());
  trinijove_.PullFrom(granada_);

  ASSERT_TRUE(Describe(trinijove_, SampleInstitution("es-trinijove", "by itself", "ES")).ok());
  granada_.PullFrom(trinijove_);

  for (PracticeNode* node : {&granada_, &trinijove_}) {
    EXPECT_EQ(NameOf(*node, "es-trinijove"), "by itself");
    EXPECT_EQ(Get(*node, "es-trinijove")->home_node(), "es-trinijove");
  }
  EXPECT_EQ(granada_.Digest(), trinijove_.Digest());
  EXPECT_EQ(Describe(granada_, SampleInstitution("es-trinijove", "by the host", "ES")).code(),
            StatusCode::kPermissionDenied);
}

// After a theft the old key's log may still hold newer lies.
TEST_F(InstitutionServiceTest, TheNewestIncarnationOfTheHomeCounts) {
  const auto by = [&](uint32_t incarnation, int minute, const std::string& name) {
    TestEvent event = granada_.log.MakeEvent(
        event::v1::EVENT_TYPE_INSTITUTION_DESCRIBED,
        SampleInstitution("es-granada", name, "ES").SerializeAsString(),
        MakeHlc(clock_.Now() + std::chrono::minutes(minute), 0), "es-granada");
    event.incarnation = incarnation;
    granada_.Receive(event);
  };
  by(1, 0, "after the theft");
  by(0, 1, "by the thief");

  EXPECT_EQ(NameOf(granada_, "es-granada"), "after the theft");
}

TEST_F(InstitutionServiceTest, TheListIsByCountryAndNameWithCountsOfPractices) {
  ASSERT_TRUE(Describe(granada_, SampleInstitution("es-granada", "Universidad", "ES")).ok());
  ASSERT_TRUE(Describe(granada_, SampleInstitution("es-cartuja", "IES Cartuja", "ES")).ok());
  ASSERT_TRUE(Describe(granada_, SampleInstitution("it-clerici", "Fondazione", "IT")).ok());
  community::v1::PublishPlanRequest plan;
  *plan.mutable_plan() = SamplePlan();
  ASSERT_TRUE(granada_.plans.Publish(Caller::Operator(), plan).ok());

  const auto list = granada_.institutions.List();
  std::vector<std::string> ids;
  for (const InstitutionView& institution : list->institutions()) {
    ids.push_back(institution.id());
  }

  EXPECT_THAT(ids, ElementsAre("es-cartuja", "es-granada", "it-clerici"));
  EXPECT_EQ(list->institutions(1).plans(), 1u);
  EXPECT_EQ(list->institutions(1).resources(), 0u);
  EXPECT_EQ(list->institutions(0).plans(), 0u);
}

TEST_F(InstitutionServiceTest, BadDescriptionsNameTheField) {
  const Status refused = Describe(granada_, SampleInstitution("es-granada", "", "ES"));

  EXPECT_EQ(refused.code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(Message(refused), "description.name: needed");
  EXPECT_EQ(Get(granada_, "es-granada").status().code(), StatusCode::kNotFound);
}

}  // namespace
}  // namespace cledi
