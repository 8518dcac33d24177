#include "node/library/resource_service.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/practice/practice_node.h"
#include "tests/support/practice/samples.h"

namespace cledi {
namespace {

using community::v1::GetResourceRequest;
using community::v1::ListResourcesRequest;
using community::v1::ListResourcesResponse;
using community::v1::PublishResourceRequest;
using community::v1::PublishResourceResponse;
using community::v1::ResourceView;
using community::v1::WithdrawResourceRequest;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ResourceServiceTest : public ::testing::Test {
 protected:
  PublishResourceRequest Request(const std::string& title) {
    PublishResourceRequest request;
    *request.mutable_resource() = SampleResource(title);
    return request;
  }
  PublishResourceResponse Publish(const PublishResourceRequest& request) {
    const StatusOr<PublishResourceResponse> response =
        node_.resources.Publish(Caller::Operator(), request);
    EXPECT_TRUE(response.ok()) << response.status();
    clock_.Advance(std::chrono::seconds(1));
    return response.value_or(PublishResourceResponse());
  }
  StatusOr<ResourceView> Get(const std::string& id, const std::string& revision = "") {
    GetResourceRequest request;
    request.set_id(id);
    request.set_revision(revision);
    ASSIGN_OR_RETURN(const auto response, node_.resources.Get(Caller(), request));
    return response.resource();
  }
  Status Withdraw(PracticeNode& node, const std::string& id, const std::string& reason) {
    WithdrawResourceRequest request;
    request.set_id(id);
    request.set_reason(reason);
    return node.resources.Withdraw(Caller::Operator(), request).status();
  }
  std::vector<std::string> Titles(const ListResourcesResponse& response) {
    std::vector<std::string> titles;
    for (const auto& card : response.cards()) {
      titles.push_back(card.title());
    }
    return titles;
  }

  ManualClock clock_;
  PracticeNode node_{&clock_, "es-granada"};
  PracticeNode metu_{&clock_, "tr-metu"};
};

TEST_F(ResourceServiceTest, WhatWasPublishedIsReadWithAllThatItHolds) {
  const PublishResourceResponse published = Publish(Request("Two languages"));

  const StatusOr<ResourceView> view = Get(published.id());

  ASSERT_TRUE(view.ok());
  EXPECT_EQ(view->resource().SerializeAsString(),
            SampleResource("Two languages").SerializeAsString());
  EXPECT_EQ(view->id(), published.id());
  EXPECT_EQ(view->object_id(), published.event_id());
  EXPECT_EQ(view->home_node(), "es-granada");
  EXPECT_EQ(view->revisions_size(), 1);
  EXPECT_THAT(published.missing(), IsEmpty());
  EXPECT_EQ(Get(published.event_id())->id(), published.id());
}

TEST_F(ResourceServiceTest, ARefusedResourceNamesTheField) {
  PublishResourceRequest request = Request("x");
  request.mutable_resource()->mutable_description()->clear_licence();
  request.set_change_note("nothing to change yet");

  const Status status = node_.resources.Publish(Caller::Operator(), request).status();

  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(Message(status)), HasSubstr("resource.description.licence: needed"));
  EXPECT_THAT(std::string(Message(status)), HasSubstr("change_note: only with `revises`"));
  EXPECT_THAT(node_.log.Variants(), IsEmpty());
}

TEST_F(ResourceServiceTest, ItBelongsToTheNodesInstitutionUnlessItSaysOtherwise) {
  PublishResourceRequest request = Request("x");
  request.mutable_resource()->mutable_description()->clear_institution_id();

  EXPECT_EQ(Get(Publish(request).id())->resource().description().institution_id(), "es-granada");
}

TEST_F(ResourceServiceTest, ARetryPublishesOnce) {
  PublishResourceRequest request = Request("Two languages");
  request.set_key("import-1");

  const PublishResourceResponse first = Publish(request);
  const PublishResourceResponse again = Publish(request);

  EXPECT_EQ(first.id(), again.id());
  EXPECT_EQ(first.event_id(), again.event_id());
  EXPECT_EQ(node_.resource_cards.size(), 1u);
}

TEST_F(ResourceServiceTest, AKeyThatWasUsedForSomethingElseIsRefused) {
  PublishResourceRequest request = Request("Two languages");
  request.set_key("k");
  const std::string id = Publish(request).id();
  request.set_revises(id);

  EXPECT_EQ(node_.resources.Publish(Caller::Operator(), request).status().code(),
            StatusCode::kAlreadyExists);
}

TEST_F(ResourceServiceTest, ARevisionIsShownAndTheFirstStaysInTheHistory) {
  const PublishResourceResponse first = Publish(Request("Two languages"));
  PublishResourceRequest revision = Request("Three languages");
  revision.set_revises(first.id());
  revision.set_change_note("one more");
  const PublishResourceResponse second = Publish(revision);

  const ResourceView view = *Get(first.id());
  EXPECT_EQ(second.id(), first.id());
  EXPECT_EQ(view.resource().description().title(), "Three languages");
  ASSERT_EQ(view.revisions_size(), 2);
  EXPECT_EQ(view.revisions(0).event_id(), first.event_id());
  EXPECT_EQ(view.revisions(1).event_id(), second.event_id());
  EXPECT_EQ(view.revisions(1).change_note(), "one more");
  EXPECT_LT(view.first_published_unix_ms(), view.revised_unix_ms());
}

TEST_F(ResourceServiceTest, AnOlderRevisionIsReadByItsId) {
  const PublishResourceResponse first = Publish(Request("Two languages"));
  PublishResourceRequest revision = Request("Three languages");
  revision.set_revises(first.id());
  const PublishResourceResponse second = Publish(revision);
  const PublishResourceResponse other = Publish(Request("other"));

  const ResourceView old = *Get(first.id(), first.event_id());
  EXPECT_EQ(old.resource().description().title(), "Two languages");
  EXPECT_EQ(old.revision(), first.event_id());
  EXPECT_EQ(Get(first.id())->revision(), second.event_id());
  EXPECT_EQ(Get(first.id(), other.event_id()).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(Get(first.id(), "second").status().code(), StatusCode::kInvalidArgument);
}

TEST_F(ResourceServiceTest, OfAWithdrawnResourceNoRevisionIsRead) {
  const PublishResourceResponse first = Publish(Request("Two languages"));
  PublishResourceRequest revision = Request("Three languages");
  revision.set_revises(first.id());
  Publish(revision);
  ASSERT_TRUE(Withdraw(node_, first.id(), "").ok());

  const ResourceView old = *Get(first.id(), first.event_id());
  EXPECT_TRUE(old.withdrawn());
  EXPECT_EQ(old.resource().body(), "");
}

TEST_F(ResourceServiceTest, OnlyItsHomeRevisesAndWithdrawsIt) {
  const PublishResourceResponse published = Publish(Request("Two languages"));
  metu_.PullFrom(node_);
  PublishResourceRequest revision = Request("Ours now");
  revision.set_revises(published.id());

  const Status refused = metu_.resources.Publish(Caller::Operator(), revision).status();

  EXPECT_EQ(refused.code(), StatusCode::kPermissionDenied);
  EXPECT_THAT(std::string(Message(refused)), HasSubstr("belongs to es-granada"));
  EXPECT_EQ(Withdraw(metu_, published.id(), "").code(), StatusCode::kPermissionDenied);
}

TEST_F(ResourceServiceTest, AWithdrawnResourceShowsItsTitleAndWhy) {
  const PublishResourceResponse published = Publish(Request("Two languages"));
  ASSERT_TRUE(Withdraw(node_, published.id(), "the course has ended").ok());

  const ResourceView view = *Get(published.id());
  EXPECT_TRUE(view.withdrawn());
  EXPECT_EQ(view.withdrawn_reason(), "the course has ended");
  EXPECT_EQ(view.resource().description().title(), "Two languages");
  EXPECT_EQ(view.resource().body(), "");
  EXPECT_THAT(view.resource().links(), IsEmpty());
  EXPECT_EQ(node_.resources.List({})->total(), 0u);
}

TEST_F(ResourceServiceTest, WithdrawingTwiceWritesOnce) {
  const PublishResourceResponse published = Publish(Request("Two languages"));
  ASSERT_TRUE(Withdraw(node_, published.id(), "").ok());
  ASSERT_TRUE(Withdraw(node_, published.id(), "").ok());

  EXPECT_EQ(node_.log.Variants().front().size, 2u);
}

TEST_F(ResourceServiceTest, AWithdrawnResourceIsPublishedAgainByARevision) {
  const PublishResourceResponse published = Publish(Request("Two languages"));
  ASSERT_TRUE(Withdraw(node_, published.id(), "").ok());
  clock_.Advance(std::chrono::seconds(1));
  PublishResourceRequest revision = Request("Two languages, again");
  revision.set_revises(published.id());
  Publish(revision);

  EXPECT_FALSE(Get(published.id())->withdrawn());
  EXPECT_THAT(Titles(*node_.resources.List({})), ElementsAre("Two languages, again"));
}

TEST_F(ResourceServiceTest, UnknownAndMalformedIdsAreToldApart) {
  Publish(Request("x"));

  EXPECT_EQ(Get(std::string(26, 'a')).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(Get(std::string(64, '0')).status().code(), StatusCode::kNotFound);
  for (const std::string& id : {std::string(), std::string("x"), std::string(26, '!'),
                                std::string(64, 'g'), std::string(100000, 'a')}) {
    EXPECT_EQ(Get(id).status().code(), StatusCode::kInvalidArgument) << id.substr(0, 70);
  }
}

TEST_F(ResourceServiceTest, AListIsFilteredByTypeAndCarriesFacetsOnItsFirstPage) {
  Publish(Request("a course"));
  PublishResourceRequest video = Request("a film");
  video.mutable_resource()->set_type(event::v1::RESOURCE_TYPE_VIDEO);
  Publish(video);
  ListResourcesRequest request;
  request.add_types(event::v1::RESOURCE_TYPE_VIDEO);

  const ListResourcesResponse response = *node_.resources.List(request);

  EXPECT_THAT(Titles(response), ElementsAre("a film"));
  EXPECT_EQ(response.total(), 1u);
  EXPECT_EQ(response.facets().languages(0).value(), "en");
}

TEST_F(ResourceServiceTest, PagesFollowEachOtherToTheEnd) {
  for (const char* title : {"one", "two", "three", "four", "five"}) {
    Publish(Request(title));
  }
  ListResourcesRequest request;
  request.mutable_page()->set_size(2);
  std::vector<std::string> titles;
  std::vector<bool> facets;
  do {
    const ListResourcesResponse page = *node_.resources.List(request);
    for (const std::string& title : Titles(page)) {
      titles.push_back(title);
    }
    facets.push_back(page.has_facets());
    EXPECT_EQ(page.total(), 5u);
    request.mutable_page()->set_token(page.next_page_token());
  } while (!request.page().token().empty());

  EXPECT_THAT(titles, ElementsAre("five", "four", "three", "two", "one"));
  EXPECT_THAT(facets, ElementsAre(true, false, false));
}

TEST_F(ResourceServiceTest, ATokenOfAnotherListIsRefused) {
  Publish(Request("one"));
  Publish(Request("two"));
  ListResourcesRequest request;
  request.mutable_page()->set_size(1);
  const std::string token = node_.resources.List(request)->next_page_token();
  ASSERT_NE(token, "");

  request.mutable_filter()->add_languages("en");
  request.mutable_page()->set_token(token);

  EXPECT_EQ(node_.resources.List(request).status().code(), StatusCode::kInvalidArgument);
}

TEST_F(ResourceServiceTest, FiltersThatMeanNothingAreRefused) {
  ListResourcesRequest request;
  request.mutable_filter()->add_pillars(event::v1::PILLAR_UNSPECIFIED);
  const Status status = node_.resources.List(request).status();
  EXPECT_THAT(std::string(Message(status)), HasSubstr("filter.pillars[0]: not a value"));

  ListResourcesRequest unspecified;
  unspecified.add_types(event::v1::RESOURCE_TYPE_UNSPECIFIED);
  EXPECT_THAT(std::string(Message(node_.resources.List(unspecified).status())),
              HasSubstr("types[0]"));

  ListResourcesRequest many;
  for (int i = 0; i < 101; ++i) {
    many.mutable_filter()->add_languages("en");
  }
  EXPECT_THAT(std::string(Message(node_.resources.List(many).status())),
              HasSubstr("filter.languages: at most 100"));
}

TEST_F(ResourceServiceTest, EveryMethodOfTheServiceIsThere) {
  MethodTable table;
  node_.resources.RegisterWith(table);

  EXPECT_TRUE(
      table.CheckComplete(*ResourceView::descriptor()->file()->FindServiceByName("ResourceService"))
          .ok());
}

}  // namespace
}  // namespace cledi
