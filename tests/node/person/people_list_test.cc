#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "cledi/event/v1/person.pb.h"
#include "cledi/event/v1/type.pb.h"
#include "node/person/person_id.h"
#include "tests/node/person/people_node.h"

namespace cledi {
namespace {

using community::v1::GetPersonRequest;
using community::v1::GetPersonResponse;
using community::v1::ListPeopleRequest;
using community::v1::ListPeopleResponse;
using event::v1::Profile;
using ::testing::ElementsAre;

class PeopleListTest : public ::testing::Test {
 protected:
  // Somebody at another node.
  void Receive(const std::string& name, const std::string& node_id = "tr-metu",
               const std::vector<std::string>& languages = {}, char author = 0) {
    event::v1::PersonDescribed described;
    described.set_author(std::string(16, author == 0 ? static_cast<char>(++authors_) : author));
    Profile& profile = *described.mutable_profile();
    profile.set_name(name);
    profile.mutable_languages()->Assign(languages.begin(), languages.end());
    node_.log.Add(node_.log.MakeEvent(event::v1::EVENT_TYPE_PERSON_DESCRIBED,
                                      described.SerializeAsString(),
                                      MakeHlc(clock_.Now(), ++ticks_), node_id));
    CHECK(node_.engine.CatchUp().ok());
  }
  StatusOr<ListPeopleResponse> List(const ListPeopleRequest& request) {
    return node_.Call<ListPeopleResponse>(Caller(), "PersonService/ListPeople", request);
  }
  static std::vector<std::string> NamesIn(const ListPeopleResponse& response) {
    std::vector<std::string> names;
    for (const community::v1::PersonView& person : response.people()) {
      names.push_back(person.profile().name());
    }
    return names;
  }

  ManualClock clock_;
  PeopleNode node_{&clock_};
  int authors_ = 0;
  uint16_t ticks_ = 0;
};

TEST_F(PeopleListTest, NamesOfAllLanguagesAreInTheOrderThatReadersExpect) {
  for (const char* name : {"Zoe", "Špela", "ada", "Ömer", "Oskar", "Sonia", "Ada", "Özge"}) {
    Receive(name);
  }
  EXPECT_THAT(NamesIn(*List({})),
              ElementsAre("ada", "Ada", "Ömer", "Oskar", "Özge", "Sonia", "Špela", "Zoe"));
}

TEST_F(PeopleListTest, PagesGoOnWhereTheyEndedAlsoWhenSomebodyComesOrGoes) {
  for (const char* name : {"B", "D", "F", "H"}) {
    Receive(name);
  }
  ListPeopleRequest request;
  request.mutable_page()->set_size(2);
  const ListPeopleResponse first = *List(request);
  EXPECT_THAT(NamesIn(first), ElementsAre("B", "D"));
  EXPECT_EQ(first.total(), 4u);
  Receive("A");
  Receive("E");
  Receive("Renamed", "tr-metu", {}, 2);  // Who was "D", the last of the page.

  request.mutable_page()->set_token(first.next_page_token());
  const ListPeopleResponse second = *List(request);
  request.mutable_page()->set_token(second.next_page_token());
  const ListPeopleResponse third = *List(request);

  EXPECT_THAT(NamesIn(second), ElementsAre("E", "F"));
  EXPECT_THAT(NamesIn(third), ElementsAre("H", "Renamed"));
  EXPECT_EQ(third.next_page_token(), "");
}

TEST_F(PeopleListTest, FiltersAreByInstitutionAndLanguage) {
  node_.Add("ada");
  Receive("Ayse", "tr-metu", {"tr", "en-GB"});
  Receive("Bora", "tr-metu", {"tr"});
  Receive("Cem", "si-kranj", {"eng"});
  ListPeopleRequest request;
  request.add_institutions("tr-metu");
  EXPECT_THAT(NamesIn(*List(request)), ElementsAre("Ayse", "Bora"));
  request.add_languages("en");
  EXPECT_THAT(NamesIn(*List(request)), ElementsAre("Ayse"));
  request.clear_institutions();
  EXPECT_THAT(NamesIn(*List(request)), ElementsAre("Ayse"));
}

TEST_F(PeopleListTest, ATokenOfAnotherListAndTooManyFiltersAreRefused) {
  for (const char* name : {"A", "B"}) {
    Receive(name);
  }
  ListPeopleRequest request;
  request.mutable_page()->set_size(1);
  const std::string token = List(request)->next_page_token();
  request.add_languages("tr");
  request.mutable_page()->set_token(token);
  EXPECT_EQ(List(request).status().code(), StatusCode::kInvalidArgument);
  request.mutable_page()->set_token("forged");
  EXPECT_EQ(List(request).status().code(), StatusCode::kInvalidArgument);
  ListPeopleRequest many;
  for (int i = 0; i < 101; ++i) {
    many.add_institutions("tr-metu");
  }
  EXPECT_EQ(List(many).status().code(), StatusCode::kInvalidArgument);
}

TEST_F(PeopleListTest, APersonIsShownWithCountryHomeAndPractices) {
  node_.Add("ada");
  GetPersonRequest request;
  request.set_id(node_.PersonIdOf("ada"));

  const auto response = node_.Call<GetPersonResponse>(Caller(), "PersonService/GetPerson", request);

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->person().id(), request.id());
  EXPECT_EQ(response->person().profile().name(), "Name of ada");
  EXPECT_EQ(response->person().home_node(), "es-granada");
  EXPECT_EQ(response->person().country(), "ES");
  ASSERT_EQ(response->person().practices_size(), 1);
  EXPECT_EQ(response->person().practices(0).title(), "by " + request.id());
}

TEST_F(PeopleListTest, WhoeverIsNotKnownIsNotFound) {
  for (const std::string id : {"", "nobody", "../../etc", "aaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
    GetPersonRequest request;
    request.set_id(id);
    EXPECT_EQ(
        node_.Call<GetPersonResponse>(Caller(), "PersonService/GetPerson", request).status().code(),
        StatusCode::kNotFound);
  }
}

TEST_F(PeopleListTest, AfterARestartTheListIsTheSame) {
  for (const char* name : {"B", "A"}) {
    Receive(name);
  }
  PeopleIndex fresh;
  ASSERT_TRUE(fresh.OnViewsReplaced(*node_.views.Read()).ok());
  EXPECT_EQ(fresh.List({.count = 10}).ids, node_.people.List({.count = 10}).ids);
}

}  // namespace
}  // namespace cledi
