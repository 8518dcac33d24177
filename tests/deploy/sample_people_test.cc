// The people of the sample world, and what they say to each other.

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "node/discussion/discussion_rules.h"
#include "node/person/person_rules.h"
#include "tests/deploy/sample_world.h"

namespace cledi {
namespace {

using community::v1::PostDocument;
using community::v1::ThreadDocument;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::MatchesRegex;
using ::testing::SizeIs;

TEST(SamplePeopleTest, EveryPersonHasANameToSignInWithAndAWholeProfile) {
  std::set<std::string> names;
  for (const auto& person : AllPeople()) {
    EXPECT_TRUE(names.insert(person.user_name()).second) << person.user_name();
    EXPECT_THAT(person.user_name(),
                AllOf(MatchesRegex("[a-z][a-z0-9.-]+"), SizeIs(testing::Le(40u))));
    EXPECT_THAT(person.password(), IsEmpty()) << "passwords are drawn at each start folder";
    EXPECT_THAT(person.roles(), SizeIs(1)) << person.user_name();
    EXPECT_THAT(person.profile().name(), SizeIs(testing::Gt(5u))) << person.user_name();
    EXPECT_THAT(person.profile().occupation(), SizeIs(testing::Gt(5u))) << person.user_name();
    EXPECT_THAT(person.profile().about(), SizeIs(testing::Gt(50u))) << person.user_name();
    EXPECT_THAT(person.profile().languages(), SizeIs(testing::Ge(2))) << person.user_name();
    EXPECT_THAT(person.settings().interface_language(), AnyOf("ca", "en", "es", "it", "sl", "tr"));
  }
}

TEST(SamplePeopleTest, TheFirstThreeNodesHavePeopleOfEveryKind) {
  std::map<std::string, std::set<community::v1::UserRole>> roles;
  for (const auto& person : AllPeople()) {
    roles[person.profile().institution_id()].insert(person.roles(0));
  }

  for (const char* institution : {"it-bicocca", "es-granada", "tr-metu"}) {
    for (const auto role : {community::v1::USER_ROLE_EDUCATOR, community::v1::USER_ROLE_MODERATOR,
                            community::v1::USER_ROLE_ADMINISTRATOR}) {
      EXPECT_TRUE(roles[institution].contains(role)) << institution << ' ' << role;
    }
  }
  EXPECT_TRUE(roles["it-bicocca"].contains(community::v1::USER_ROLE_COORDINATOR));
}

// The countries of those who write in it.
std::set<std::string> CountriesOf(const ThreadDocument& thread) {
  auto people = PeopleByUserName();
  std::set<std::string> countries = {
      people[thread.person()].profile().institution_id().substr(0, 2)};
  for (const PostDocument& post : thread.posts()) {
    countries.insert(people[post.person()].profile().institution_id().substr(0, 2));
  }
  return countries;
}

TEST(SampleThreadsTest, WhatIsSaidKeepsTheRulesOfTheNetwork) {
  for (const ThreadDocument& thread : AllThreads()) {
    FieldProblems problems(thread.key());
    CheckTitle(thread.title(), problems);
    CheckWords(thread.body(), thread.language(), problems);
    for (const PostDocument& post : thread.posts()) {
      CheckWords(post.body(), post.language(), problems);
    }
    EXPECT_THAT(problems.described(), IsEmpty());
  }
}

TEST(SampleThreadsTest, EverybodyWhoWritesIsThereAndReadsTheLanguage) {
  auto people = PeopleByUserName();
  for (const ThreadDocument& thread : AllThreads()) {
    ASSERT_TRUE(people.contains(thread.person())) << thread.key();
    EXPECT_THAT(people[thread.person()].profile().languages(), Contains(thread.language()))
        << thread.key();
    for (const PostDocument& post : thread.posts()) {
      ASSERT_TRUE(people.contains(post.person())) << post.key();
      EXPECT_THAT(people[post.person()].profile().languages(), Contains(post.language()))
          << post.key();
    }
  }
}

TEST(SampleThreadsTest, WhatIsReferredToIsThereAndWasSaidBefore) {
  std::map<std::string, int> steps_by_practice;
  for (const auto& [file, document] : AllPractices()) {
    steps_by_practice[document.key()] = document.plan().steps_size();
  }
  std::set<std::string> keys;
  for (const ThreadDocument& thread : AllThreads()) {
    EXPECT_TRUE(keys.insert(thread.key()).second) << thread.key();
    EXPECT_LE(thread.key().size(), 64u) << thread.key();
    if (!thread.about().empty()) {
      ASSERT_TRUE(steps_by_practice.contains(thread.about())) << thread.about();
      EXPECT_LE(thread.step(), steps_by_practice[thread.about()]) << thread.key();
    }
    std::set<std::string> earlier_posts;
    for (const PostDocument& post : thread.posts()) {
      EXPECT_LE(post.key().size(), 64u) << post.key();
      EXPECT_TRUE(post.reply_to().empty() || earlier_posts.contains(post.reply_to())) << post.key();
      earlier_posts.insert(post.key());
      EXPECT_TRUE(keys.insert(post.key()).second) << post.key();
    }
  }
}

TEST(SampleThreadsTest, TheyCrossBordersAndSomeQuestionsStayOpen) {
  int about_practices = 0;
  int about_steps = 0;
  int answered = 0;
  for (const ThreadDocument& thread : AllThreads()) {
    EXPECT_THAT(thread.posts(), SizeIs(AllOf(Ge(3), Le(7)))) << thread.key();
    EXPECT_THAT(CountriesOf(thread), SizeIs(Ge(2u))) << thread.key();
    int accepted = 0;
    for (const PostDocument& post : thread.posts()) {
      accepted += post.accepted();
    }
    EXPECT_LE(accepted, 1) << thread.key();
    answered += accepted;
    about_practices += !thread.about().empty();
    about_steps += thread.step() > 0;
  }

  const int count = static_cast<int>(AllThreads().size());
  EXPECT_GE(count, 14);
  EXPECT_GE(about_practices, 10);
  EXPECT_GE(about_steps, 5);
  EXPECT_GE(answered, 5);
  EXPECT_GE(count - answered, 4);
}

}  // namespace
}  // namespace cledi
