#include "admin/cli/practice_verbs.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cledi/community/v1/institution_service.pb.h"
#include "cledi/community/v1/plan_service.pb.h"
#include "cledi/community/v1/resource_service.pb.h"
#include "federation/base/files.h"
#include "tests/admin/cli/fake_node.h"
#include "tests/support/temp_folder.h"

namespace cledi {
namespace {

using community::v1::GetPlanRequest;
using community::v1::GetPlanResponse;
using community::v1::GetResourceRequest;
using community::v1::GetResourceResponse;
using community::v1::ListPlansRequest;
using community::v1::ListPlansResponse;
using community::v1::PublishPlanRequest;
using community::v1::PublishPlanResponse;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// A node that takes plans with a title and remembers what it was sent.
class PublishingNode : public FakeNode {
 public:
  PublishingNode() {
    On<PublishPlanRequest, PublishPlanResponse>(
        "cledi.community.v1.PlanService/PublishPlan",
        [this](const PublishPlanRequest& request) -> StatusOr<PublishPlanResponse> {
          RETURN_IF_ERROR(trouble);
          if (request.plan().description().title().empty()) {
            return Invalid("plan.description.title: a plan needs a title");
          }
          requests.push_back(request);
          PublishPlanResponse response;
          response.set_id("abc");
          response.set_event_id("e1");
          response.add_missing("levels");
          return response;
        });
  }

  std::vector<PublishPlanRequest> requests;
  Status trouble;
};

TEST(PublishTest, OnePracticeIsPublishedAndWhatIsMissingIsSaidGently) {
  PublishingNode node;

  const FakeNode::Outcome outcome = node.Run({"practice", "publish", "-"}, R"({
    "key": "k1",
    "plan": {"description": {"title": "Shadows"}}
  })");

  EXPECT_EQ(outcome.exit_status, 0) << outcome.err;
  ASSERT_THAT(node.requests, SizeIs(1));
  EXPECT_EQ(node.requests[0].key(), "k1");
  EXPECT_EQ(outcome.out,
            "Published abc: durable here, and on its way to the partners.\n"
            "Colleagues would also like to know: levels.\n");
}

TEST(PublishTest, APersonWhoIsNamedPublishesIt) {
  PublishingNode node;

  node.Run({"practice", "publish", "-"},
           R"({"person": "anna", "plan": {"description": {"title": "Shadows"}}})");

  ASSERT_THAT(node.requests, SizeIs(1));
  EXPECT_EQ(node.calling, "anna");
}

TEST(PublishTest, APracticeWithoutAKeyGetsOne) {
  PublishingNode node;

  node.Run({"practice", "publish", "-"}, R"({"plan": {"description": {"title": "Shadows"}}})");

  ASSERT_THAT(node.requests, SizeIs(1));
  EXPECT_EQ(node.requests[0].key().size(), 32u);
}

TEST(PublishTest, ARevisionNamesWhatItRevisesAndWhy) {
  PublishingNode node;

  node.Run({"practice", "publish", "-", "--revises", "abc", "--note", "shorter"},
           R"({"plan": {"description": {"title": "Shadows"}}})");

  ASSERT_THAT(node.requests, SizeIs(1));
  EXPECT_EQ(node.requests[0].revises(), "abc");
  EXPECT_EQ(node.requests[0].change_note(), "shorter");
}

TEST(PublishTest, WhatIsNoPracticeIsRefusedBeforeAnythingIsSent) {
  PublishingNode node;

  for (const char* text : {"", "{}", "not json", R"({"plan": 1})", "\xff"}) {
    const FakeNode::Outcome outcome = node.Run({"practice", "publish", "-"}, text);
    EXPECT_EQ(outcome.exit_status, 1) << text;
    EXPECT_EQ(outcome.out, "") << text;
  }
  EXPECT_THAT(node.requests, SizeIs(0));
}

TEST(ImportTest, BadLinesAreNamedAndTheOthersArePublished) {
  PublishingNode node;

  const FakeNode::Outcome outcome =
      node.Run({"practice", "import", "-"},
               R"({"key": "1", "plan": {"description": {"title": "A"}}}

{"key": "2", "plan": {"description": {"titel": "B"}}}
{"key": "3", "plan": {}}
{"plan": {"description": {"title": "C"}}}
{"key": "5", "plan": {"description": {"title": "D"}}}
)");

  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_THAT(node.requests, SizeIs(2));
  EXPECT_THAT(outcome.out, HasSubstr("2 of 5 practices are published here"));
  EXPECT_THAT(outcome.err, HasSubstr("-, line 3: "));
  EXPECT_THAT(outcome.err, HasSubstr("titel"));
  EXPECT_THAT(outcome.err, HasSubstr("-, line 4: plan.description.title: a plan needs a title\n"));
  EXPECT_THAT(outcome.err, HasSubstr("-, line 5: it has no \"key\""));
  EXPECT_THAT(outcome.err, HasSubstr("cledi: 3 of 5 lines were refused"));
}

TEST(ImportTest, AWorkFromACollectionBecomesWhatWasAskedFor) {
  PublishingNode node;

  node.Run({"practice", "import", "-", "--as", "plan"},
           R"({"id": "csu/1", "licence": "CC-BY-SA-4.0", "url": "https://example.org/1", )"
           R"("lang": "en", "title": "Sorting", "summary": "Sort.", "body_markdown": "Sort."})");
  ASSERT_THAT(node.requests, SizeIs(1));
  EXPECT_EQ(node.requests[0].plan().description().title(), "Sorting");
}

TEST(ImportTest, ANodeThatGoesAwayEndsTheImportAtItsLine) {
  PublishingNode node;
  node.trouble = absl::UnavailableError("the node has stopped");

  const FakeNode::Outcome outcome =
      node.Run({"practice", "import", "-"}, "{\"key\": \"1\", \"plan\": {}}\n{\"key\": \"2\"}\n");

  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_EQ(outcome.err, "cledi: line 1 of -: the node has stopped\n");
}

TEST(ImportTest, AFileThatIsNotThereIsSaidPlainly) {
  PublishingNode node;

  EXPECT_EQ(node.Run({"practice", "import", "/no/such"}).err,
            "cledi: /no/such cannot be read. Is the name right?\n");
}

// A publishing node that holds the plan "abc", too, and the resource "r1".
class SourceNode : public PublishingNode {
 public:
  SourceNode() {
    On<GetPlanRequest, GetPlanResponse>(
        "cledi.community.v1.PlanService/GetPlan",
        [](const GetPlanRequest& request) -> StatusOr<GetPlanResponse> {
          if (request.id() != "abc") {
            return NotFound("no such plan");
          }
          GetPlanResponse response;
          response.mutable_plan()->set_object_id("0a");
          response.mutable_plan()->set_revision("0b");
          response.mutable_plan()->mutable_plan()->mutable_description()->set_title("Shadows");
          return response;
        });
    On<GetResourceRequest, GetResourceResponse>(
        "cledi.community.v1.ResourceService/GetResource",
        [](const GetResourceRequest& request) -> StatusOr<GetResourceResponse> {
          if (request.id() != "r1") {
            return NotFound("no such resource");
          }
          GetResourceResponse response;
          response.mutable_resource()->set_object_id("0c");
          response.mutable_resource()->set_revision("0d");
          return response;
        });
  }
};

constexpr char kAdaptation[] = R"({
  "key": "2", "plan": {"description": {"title": "B"}},
  "sources": [{"key": "1", "kind": "KIND_ADAPTATION"}]})";

std::string OnOneLine(std::string text) {
  std::erase(text, '\n');
  return text + "\n";
}

TEST(ImportTest, ASourceIsFoundByItsKeyAndCredited) {
  SourceNode node;

  const FakeNode::Outcome outcome = node.Run(
      {"practice", "import", "-"}, R"({"key": "1", "plan": {"description": {"title": "A"}}})"
                                   "\n" +
                                       OnOneLine(kAdaptation));

  EXPECT_EQ(outcome.exit_status, 0) << outcome.err;
  ASSERT_THAT(node.requests, SizeIs(2));
  ASSERT_THAT(node.requests[1].plan().description().derived_from(), SizeIs(1));
  const auto& source = node.requests[1].plan().description().derived_from(0);
  EXPECT_EQ(source.object(), "\x0a");
  EXPECT_EQ(source.revision(), "\x0b");
  EXPECT_EQ(source.title(), "Shadows");
  EXPECT_EQ(source.kind(), event::v1::Derivation::KIND_ADAPTATION);
}

TEST(ImportTest, AnotherImportsKeysAreReadFromTheirFile) {
  SourceNode node;
  TempFolder folder;
  const std::string keys = folder.path() + "/keys";
  std::ofstream(keys) << R"({"1": "r1"})";

  const FakeNode::Outcome outcome =
      node.Run({"practice", "import", "-", "--keys", keys}, OnOneLine(kAdaptation));

  EXPECT_EQ(outcome.exit_status, 0) << outcome.err;
  ASSERT_THAT(node.requests, SizeIs(1));
  EXPECT_EQ(node.requests[0].plan().description().derived_from(0).object(), "\x0c");
  EXPECT_EQ(ReadWholeFile(keys, 100).value(), "{\n \"1\": \"r1\",\n \"2\": \"abc\"\n}\n");
}

TEST(ImportTest, ASourceThatIsUnknownOrNotHereYetKeepsItsLineBack) {
  SourceNode node;
  TempFolder folder;
  const std::string keys = folder.path() + "/keys";

  EXPECT_THAT(node.Run({"practice", "import", "-"}, OnOneLine(kAdaptation)).err,
              HasSubstr("it refers to \"1\", which was not imported here"));
  std::ofstream(keys) << R"({"1": "elsewhere"})";
  EXPECT_THAT(node.Run({"practice", "import", "-", "--keys", keys}, OnOneLine(kAdaptation)).err,
              HasSubstr("\"1\", which it came from, has not arrived at this node yet"));
  EXPECT_THAT(node.requests, SizeIs(0));
}

// Two pages of plans, no resources.
class ListingNode : public FakeNode {
 public:
  ListingNode() {
    On<ListPlansRequest, ListPlansResponse>(
        "cledi.community.v1.PlanService/ListPlans",
        [this](const ListPlansRequest& request) -> StatusOr<ListPlansResponse> {
          requests.push_back(request);
          const bool first = request.page().token().empty();
          ListPlansResponse page;
          page.set_total(2);
          page.set_next_page_token(first ? "p2" : "");
          community::v1::PracticeCard& card = *page.add_cards();
          card.set_id(first ? "one" : "two");
          card.set_title(first ? "Shadows" : "Bread\x1b[2J");
          card.set_plan_kind(event::v1::PLAN_KIND_LESSON);
          return page;
        });
    Answer<community::v1::ListResourcesRequest>("cledi.community.v1.ResourceService/ListResources",
                                                community::v1::ListResourcesResponse());
  }

  std::vector<ListPlansRequest> requests;
};

TEST(ListTest, PagesAreFollowedUpToTheCountAskedFor) {
  ListingNode node;

  const FakeNode::Outcome all = node.Run({"practice", "list", "--count", "0"});
  EXPECT_THAT(all.out, HasSubstr("2 of 2 practices\n"));
  EXPECT_THAT(all.out, HasSubstr("Bread\uFFFD[2J"));

  const FakeNode::Outcome one = node.Run({"practice", "list", "--count", "1"});
  EXPECT_THAT(one.out, HasSubstr("1 of 2 practices; --count 0 lists all\n"));
}

TEST(ListTest, FiltersReachTheNode) {
  ListingNode node;

  node.Run({"practice", "list", "--kind", "plans", "--language", "it", "es", "--country", "IT"});

  ASSERT_FALSE(node.requests.empty());
  EXPECT_THAT(node.requests[0].filter().languages(), ElementsAre("it", "es"));
  EXPECT_THAT(node.requests[0].filter().countries(), ElementsAre("IT"));
}

class ShowingNode : public FakeNode {
 public:
  ShowingNode() {
    On<community::v1::GetPlanRequest, community::v1::GetPlanResponse>(
        "cledi.community.v1.PlanService/GetPlan",
        [](const community::v1::GetPlanRequest&) { return NotFound("no such plan"); });
    On<community::v1::GetResourceRequest, community::v1::GetResourceResponse>(
        "cledi.community.v1.ResourceService/GetResource",
        [](const community::v1::GetResourceRequest& request)
            -> StatusOr<community::v1::GetResourceResponse> {
          if (request.id() != "r1") {
            return NotFound("no such resource");
          }
          community::v1::GetResourceResponse response;
          response.mutable_resource()->set_id("r1");
          response.mutable_resource()->set_object_id("00ff");
          response.mutable_resource()->set_home_node("tr-metu");
          response.mutable_resource()->mutable_resource()->mutable_description()->set_title("Işık");
          return response;
        });
  }
};

TEST(ShowTest, AResourceIsFoundByItsIdAlone) {
  ShowingNode node;

  const FakeNode::Outcome outcome = node.Run({"practice", "show", "r1"});

  EXPECT_EQ(outcome.exit_status, 0);
  EXPECT_THAT(outcome.out, HasSubstr("home node  tr-metu\n"));
  EXPECT_THAT(outcome.out, HasSubstr("  title: Işık\n"));
}

// Goal: what is exported here can be imported elsewhere, once.
TEST(ShowTest, JsonIsWhatImportReads) {
  ShowingNode node;

  const FakeNode::Outcome shown = node.Run({"practice", "show", "r1", "--json"});
  std::string imported_title;
  std::string imported_key;
  node.On<community::v1::PublishResourceRequest, community::v1::PublishResourceResponse>(
      "cledi.community.v1.ResourceService/PublishResource",
      [&](const community::v1::PublishResourceRequest& request)
          -> StatusOr<community::v1::PublishResourceResponse> {
        imported_title = request.resource().description().title();
        imported_key = request.key();
        return community::v1::PublishResourceResponse();
      });
  const FakeNode::Outcome published = node.Run({"practice", "publish", "-"}, shown.out);

  EXPECT_EQ(published.exit_status, 0) << published.err;
  EXPECT_EQ(imported_title, "Işık");
  EXPECT_EQ(imported_key, "00ff");
}

TEST(ShowTest, AnUnknownIdIsSaidWithWhereToLook) {
  ShowingNode node;

  const FakeNode::Outcome outcome = node.Run({"practice", "show", "r2"});

  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("this node knows no practice r2. \"cledi practice list\""));
}

TEST(InstitutionTest, DescriptionsAreSentOneByOne) {
  FakeNode node;
  std::vector<std::string> described;
  node.On<community::v1::DescribeInstitutionRequest, community::v1::DescribeInstitutionResponse>(
      "cledi.community.v1.InstitutionService/DescribeInstitution",
      [&](const community::v1::DescribeInstitutionRequest& request)
          -> StatusOr<community::v1::DescribeInstitutionResponse> {
        described.push_back(request.description().institution_id());
        return community::v1::DescribeInstitutionResponse();
      });

  const FakeNode::Outcome outcome =
      node.Run({"institution", "describe", "-"},
               "{\"institutionId\": \"es-granada\"}\n{\"institutionId\": \"es-cartuja\"}\n");

  EXPECT_EQ(outcome.exit_status, 0);
  EXPECT_THAT(described, ElementsAre("es-granada", "es-cartuja"));
}

}  // namespace
}  // namespace cledi
