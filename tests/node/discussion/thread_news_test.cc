// What is new for a person, and what is not.

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/node/discussion/discussion_fixture.h"

namespace cledi {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ThreadNewsTest : public DiscussionFixture {
 protected:
  static community::v1::ListNewsResponse News(const PracticeNode& node, const Caller& caller) {
    const auto news = node.discussions.news().List(caller, {});
    EXPECT_TRUE(news.ok()) << news.status();
    return news.value_or(community::v1::ListNewsResponse());
  }
  // "title: new posts".
  static std::vector<std::string> Lines(const PracticeNode& node, const Caller& caller) {
    std::vector<std::string> lines;
    const community::v1::ListNewsResponse news = News(node, caller);
    for (const community::v1::NewsItem& item : news.items()) {
      lines.push_back(absl::StrCat(item.thread().title(), ": ", item.new_posts()));
    }
    return lines;
  }
  static StatusCode Follow(const PracticeNode& node, const Caller& caller,
                           const std::string& thread, bool follow = true) {
    community::v1::FollowThreadRequest request;
    request.set_id(thread);
    request.set_follow(follow);
    return node.discussions.news().Follow(caller, request).status().code();
  }
  static void See(const PracticeNode& node, const Caller& caller, const std::string& thread = "") {
    community::v1::MarkSeenRequest request;
    request.set_thread(thread);
    EXPECT_TRUE(node.discussions.news().MarkSeen(caller, request).ok());
  }
};

TEST_F(ThreadNewsTest, WhoAsksIsToldOfTheAnswer) {
  const std::string thread = Open(metu_, ada_, Question("Fractions?"));
  EXPECT_THAT(Lines(metu_, ada_), IsEmpty());
  Exchange();
  const std::string post = Write(granada_, bea_, thread, "With a pizza.");
  Exchange();

  const auto news = News(metu_, ada_);
  ASSERT_EQ(news.items_size(), 1);
  EXPECT_EQ(news.total(), 1u);
  EXPECT_EQ(news.items(0).thread().id(), thread);
  EXPECT_EQ(news.items(0).new_posts(), 1u);
  EXPECT_EQ(news.items(0).first_new_post(), post);
  EXPECT_FALSE(news.items(0).about_own_practice());

  See(metu_, ada_, thread);
  EXPECT_THAT(Lines(metu_, ada_), IsEmpty());
  // Others look for themselves.
  EXPECT_THAT(Lines(granada_, bea_), IsEmpty());
}

TEST_F(ThreadNewsTest, OneIsToldOnlyOfThreadsThatOneFollows) {
  const std::string thread = Open(metu_, ada_, Question("Fractions?"));
  Write(metu_, ada_, thread, "Nobody?");
  EXPECT_THAT(Lines(metu_, ali_), IsEmpty());

  ASSERT_EQ(Follow(metu_, ali_, thread), StatusCode::kOk);
  EXPECT_TRUE(Read(metu_, thread, ali_).followed());
  EXPECT_THAT(Lines(metu_, ali_), IsEmpty());  // What was there before is not new.
  Write(metu_, ada_, thread, "Please!");
  EXPECT_THAT(Lines(metu_, ali_), ElementsAre("Fractions?: 1"));

  ASSERT_EQ(Follow(metu_, ali_, thread, false), StatusCode::kOk);
  EXPECT_THAT(Lines(metu_, ali_), IsEmpty());
  EXPECT_FALSE(Read(metu_, thread, ali_).followed());
}

// Goal: a slow line never hides what somebody wrote.
TEST_F(ThreadNewsTest, APostThatArrivesLateIsNewAlthoughItStandsBeforeSeenOnes) {
  const std::string thread = Open(metu_, ada_, Question("Fractions?"));
  Exchange();
  const std::string late = Write(granada_, bea_, thread, "Early, but far away.");
  Write(metu_, ali_, thread, "Later, but here.");
  See(metu_, ada_, thread);
  EXPECT_THAT(Lines(metu_, ada_), IsEmpty());

  Exchange();

  const auto news = News(metu_, ada_);
  ASSERT_EQ(news.items_size(), 1);
  EXPECT_EQ(news.items(0).new_posts(), 1u);
  EXPECT_EQ(news.items(0).first_new_post(), late);
}

TEST_F(ThreadNewsTest, WhoWroteAPlanIsToldOfThreadsAboutIt) {
  const std::string plan = PublishPlan(metu_, ada_);
  Exchange();
  community::v1::PublishThreadRequest question = Question("Your plan");
  question.set_practice(plan);
  const std::string thread = Open(granada_, bea_, question);
  Exchange();

  const auto news = News(metu_, ada_);
  ASSERT_EQ(news.items_size(), 1);
  EXPECT_EQ(news.items(0).thread().id(), thread);
  EXPECT_TRUE(news.items(0).about_own_practice());
  EXPECT_EQ(news.items(0).first_new_post(), "");  // The thread itself is new.
  EXPECT_THAT(Lines(metu_, ali_), IsEmpty());

  See(metu_, ada_);
  EXPECT_THAT(Lines(metu_, ada_), IsEmpty());
  Write(granada_, bea_, thread, "Anybody?");
  Exchange();
  EXPECT_THAT(Lines(metu_, ada_), ElementsAre("Your plan: 1"));
}

TEST_F(ThreadNewsTest, OwnAndWithdrawnPostsAreNoNews) {
  const std::string thread = Open(metu_, ada_, Question("Fractions?"));
  const std::string post = Write(metu_, ali_, thread, "Rubbish.");
  Write(metu_, ada_, thread, "Please!");
  EXPECT_THAT(Lines(metu_, ada_), ElementsAre("Fractions?: 1"));
  EXPECT_THAT(Lines(metu_, ali_), ElementsAre("Fractions?: 1"));

  WithdrawPost(metu_, ali_, post);
  EXPECT_THAT(Lines(metu_, ada_), IsEmpty());
}

TEST_F(ThreadNewsTest, AWithdrawnThreadIsNoNews) {
  const std::string thread = Open(metu_, ada_, Question("Fractions?"));
  Write(metu_, ali_, thread, "With a pizza.");
  ASSERT_EQ(WithdrawThread(metu_, ada_, thread), StatusCode::kOk);

  EXPECT_THAT(Lines(metu_, ada_), IsEmpty());
}

TEST_F(ThreadNewsTest, NewsStandOnPages) {
  for (int i = 0; i < 5; ++i) {
    Write(metu_, ali_, Open(metu_, ada_, Question(std::to_string(i))), "Yes.");
  }
  community::v1::ListNewsRequest request;
  request.mutable_page()->set_size(2);
  std::vector<std::string> titles;
  do {
    const auto page = metu_.discussions.news().List(ada_, request);
    ASSERT_TRUE(page.ok());
    EXPECT_EQ(page->total(), 5u);
    for (const community::v1::NewsItem& item : page->items()) {
      titles.push_back(item.thread().title());
    }
    request.mutable_page()->set_token(page->next_page_token());
  } while (!request.page().token().empty());
  EXPECT_THAT(titles, ElementsAre("4", "3", "2", "1", "0"));
}

TEST_F(ThreadNewsTest, TheInstitutionItselfFollowsNothing) {
  const std::string thread = Open(metu_, Caller::Operator(), Question("Opening hours"));

  EXPECT_EQ(Follow(metu_, Caller::Operator(), thread), StatusCode::kFailedPrecondition);
  EXPECT_EQ(metu_.discussions.news().List(Caller::Operator(), {}).status().code(),
            StatusCode::kFailedPrecondition);
  EXPECT_FALSE(Read(metu_, thread, Caller::Operator()).followed());
}

TEST_F(ThreadNewsTest, FollowsAndMarksAreRowsOfThisNodeAndStayThere) {
  const std::string thread = Open(metu_, ada_, Question("Fractions?"));
  const size_t appends = metu_.log.appends();
  Follow(metu_, ali_, thread);
  const uint64_t syncs = metu_.store.SyncCount();
  See(metu_, ali_, thread);
  Follow(metu_, ali_, thread);

  EXPECT_EQ(metu_.log.appends(), appends);
  EXPECT_EQ(metu_.store.SyncCount(), syncs);  // Nothing new to keep.
}

}  // namespace
}  // namespace cledi
