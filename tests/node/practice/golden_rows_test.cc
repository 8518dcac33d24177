// The exact bytes of views. A change here changes what nodes compare: it needs a new version of
// the projection, so that nodes of the old and the new version do not call each other faulty.

#include <string>

#include "gtest/gtest.h"

#include "cledi/event/v1/type.pb.h"
#include "federation/base/sha256.h"
#include "tests/support/practice/practice_node.h"
#include "tests/support/practice/samples.h"

namespace cledi {
namespace {

class GoldenRowsTest : public ::testing::Test {
 protected:
  // Five facts with fixed times, salts and payloads.
  GoldenRowsTest() {
    event::v1::PlanRevised plan;
    plan.mutable_plan()->set_kind(event::v1::PLAN_KIND_LESSON);
    Describe("Half a pizza each", *plan.mutable_plan()->mutable_description());
    plan.mutable_plan()->add_steps()->set_id("s1");
    plan.mutable_plan()->mutable_steps(0)->set_name("Share");
    plan.set_author("sixteen bytes ok");
    plan.set_idempotency_key("k");
    const EventId plan_id = Add(event::v1::EVENT_TYPE_PLAN_REVISED, plan.SerializeAsString());

    event::v1::PlanRevised revision = plan;
    revision.mutable_plan()->mutable_description()->set_title("A third of a pizza");
    revision.set_object(plan_id.str());
    revision.set_idempotency_key("l");
    revision.add_parents(plan_id.str());
    revision.set_change_note("thirds");
    Add(event::v1::EVENT_TYPE_PLAN_REVISED, revision.SerializeAsString());

    event::v1::ResourceRevised resource;
    resource.mutable_resource()->set_type(event::v1::RESOURCE_TYPE_TEXT);
    resource.mutable_resource()->set_body("Read this.");
    Describe("Two languages", *resource.mutable_resource()->mutable_description());
    const EventId resource_id =
        Add(event::v1::EVENT_TYPE_RESOURCE_REVISED, resource.SerializeAsString());

    event::v1::ResourceWithdrawn withdrawn;
    withdrawn.set_object(resource_id.str());
    withdrawn.set_reason("out of date");
    Add(event::v1::EVENT_TYPE_RESOURCE_WITHDRAWN, withdrawn.SerializeAsString());

    event::v1::InstitutionDescribed institution;
    institution.set_institution_id("es-granada");
    institution.set_name("Universidad de Granada");
    institution.set_country("ES");
    Add(event::v1::EVENT_TYPE_INSTITUTION_DESCRIBED, institution.SerializeAsString());
  }

  static void Describe(const std::string& title, event::v1::Description& description) {
    description.set_title(title);
    description.set_summary("Pupils share food.");
    description.set_language("en");
    description.set_licence("CC-BY-4.0");
    description.set_institution_id("es-granada");
    description.add_authors()->set_name("Ada Example");
    description.add_levels(event::v1::EDUCATION_LEVEL_PRIMARY);
  }
  EventId Add(uint16_t type, const std::string& payload) {
    const TestEvent event =
        node_.log.MakeEvent(type, payload, MakeHlc(start_ + std::chrono::minutes(++events_), 0));
    clock_.Advance(std::chrono::minutes(1));
    node_.Receive(event);
    return event.id();
  }
  std::string Rows(std::string_view projection) const { return node_.Rows(projection); }
  static std::string ShaOf(const std::string& text) { return HexEncode(Sha256(text).view()); }

  ManualClock clock_;
  const UnixMillis start_ = clock_.Now();
  int events_ = 0;
  PracticeNode node_{&clock_};
};

TEST_F(GoldenRowsTest, PlansAreFoldedToTheseBytes) {
  EXPECT_EQ(node_.plan_views.version(), 2u);
  EXPECT_EQ(ShaOf(Rows("plans")),
            "fce7dea7c1375ad8e8900191cc0131b9912d3ba9a81fd5f8cf0983205ed46e5a")
      << Rows("plans");
}

TEST_F(GoldenRowsTest, ResourcesAreFoldedToTheseBytes) {
  EXPECT_EQ(node_.resource_views.version(), 2u);
  EXPECT_EQ(ShaOf(Rows("resources")),
            "c9e82f8ace4afd708baa13cbb897e6e1299059410eb36d24fc2ee82967b30a19")
      << Rows("resources");
}

TEST_F(GoldenRowsTest, InstitutionsAreFoldedToTheseBytes) {
  EXPECT_EQ(node_.institution_views.version(), 1u);
  EXPECT_EQ(ShaOf(Rows("institutions")),
            "63913c30fbc3763eddd44e85e593c46d57aa56f982232b21e06379bccb5dc0cc")
      << Rows("institutions");
}

TEST_F(GoldenRowsTest, TheDigestIsThis) {
  EXPECT_EQ(HexEncode(node_.Digest().view()),
            "a1accffd39041cfb37f04a3e6874b3c3846d70b1f308cea730bdac3a1ce17a75");
}

}  // namespace
}  // namespace cledi
