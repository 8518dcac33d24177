#include "node/web/pages/api_page.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"

#include "node/web/pages/asset.h"
#include "tests/node/web/site_fixture.h"

namespace cledi {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

ApiCatalogue Catalogue() { return ApiCatalogue::Read(Asset("descriptors.binpb")).value(); }

TEST(ApiCatalogueTest, HoldsEveryServiceOfTheCommunityAndNoOther) {
  std::set<std::string> names;
  for (const ApiService& service : Catalogue().services) {
    names.insert(service.id);
  }
  EXPECT_THAT(names, testing::IsSupersetOf({"cledi.community.v1.PlanService",
                                            "cledi.community.v1.DiscussionService",
                                            "cledi.community.v1.DraftService"}));
  for (const std::string& name : names) {
    EXPECT_THAT(name, testing::StartsWith("cledi.community.v1."));
  }
}

TEST(ApiCatalogueTest, EverythingIsExplained) {
  const ApiCatalogue catalogue = Catalogue();
  std::set<std::string> types;
  for (const ApiType& type : catalogue.types) {
    EXPECT_THAT(type.comment, Not(IsEmpty())) << type.id;
    EXPECT_TRUE(types.insert(type.id).second) << type.id;
  }
  for (const ApiType& type : catalogue.types) {
    for (const ApiField& field : type.fields) {
      EXPECT_THAT(field.comment, Not(IsEmpty())) << type.id << " " << field.name;
      EXPECT_TRUE(field.type_id.empty() || types.contains(field.type_id)) << field.type_id;
      EXPECT_EQ(field.type.empty(), type.is_enum) << type.id << " " << field.name;
    }
  }
  for (const ApiService& service : catalogue.services) {
    for (const ApiMethod& method : service.methods) {
      EXPECT_THAT(method.comment, Not(IsEmpty())) << method.full_name;
      EXPECT_TRUE(types.contains(method.request_id)) << method.request_id;
      EXPECT_TRUE(types.contains(method.response_id)) << method.response_id;
    }
  }
}

// Somebody will paste it.
TEST(ApiCatalogueTest, EveryExampleIsARequest) {
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  for (const ApiService& service : Catalogue().services) {
    for (const ApiMethod& method : service.methods) {
      const auto* descriptor = pool->FindMessageTypeByName(method.request_id);
      ASSERT_NE(descriptor, nullptr) << method.request_id;
      const std::unique_ptr<google::protobuf::Message> request(
          google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
      EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(method.example, request.get()).ok())
          << method.full_name << " " << method.example;
      EXPECT_THAT(method.example, Not(HasSubstr("'"))) << method.full_name;
    }
  }
}

TEST(ApiCatalogueTest, BrokenDescriptorsAreOurMistake) {
  EXPECT_EQ(ApiCatalogue::Read("\xff").status().code(), StatusCode::kInternal);
  const std::string_view whole = Asset("descriptors.binpb");
  EXPECT_FALSE(ApiCatalogue::Read(whole.substr(0, whole.size() / 2)).ok());
}

class ApiPageTest : public SiteTest {};

TEST_F(ApiPageTest, EachMethodOfThisNodeIsThereWithWhoMayCallItAndHow) {
  const std::string text = TextOf("/api?lang=en");
  EXPECT_THAT(text, HasSubstr("ListPlans"));
  EXPECT_THAT(text, HasSubstr("POST, GET"));
  EXPECT_THAT(text, HasSubstr("everybody"));
  EXPECT_THAT(text, HasSubstr("http://granada.localhost:8441/cledi.community.v1.PlanService/"
                              "ListPlans"));
}

TEST_F(ApiPageTest, WhatThisNodeDoesNotHaveIsNotThere) {
  const std::string_view method = "cledi.community.v1.DiscussionService/FollowThread";
  ASSERT_EQ(methods_->RoleFor(method), std::nullopt);
  EXPECT_EQ(Get("/api").body.find(method), std::string::npos);
}

TEST_F(ApiPageTest, ItsLinksLeadSomewhere) {
  const HtmlPage page(Get("/api").body);
  EXPECT_THAT(page.problems(), IsEmpty());
  std::set<std::string> ids;
  for (const HtmlTag& tag : page.tags()) {
    if (const auto id = tag.attributes.find("id"); id != tag.attributes.end()) {
      ids.insert(id->second);
    }
  }
  for (const HtmlTag* link : page.All("a")) {
    const std::string& href = link->attributes.at("href");
    EXPECT_TRUE(!href.starts_with('#') || ids.contains(href.substr(1))) << href;
  }
}

TEST_F(ApiPageTest, ItsFrameIsInTheReadersLanguageAndCommentsAreMarkedAsEnglish) {
  const HttpResponse page = Get("/api?lang=it");
  EXPECT_THAT(page.body, HasSubstr("<dd>tutti</dd>"));
  EXPECT_THAT(page.body, HasSubstr("<p lang=\"en\">A page of a list.</p>"));
}

}  // namespace
}  // namespace cledi
