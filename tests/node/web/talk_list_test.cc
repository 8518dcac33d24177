// Lists of discussions: all of them, about a practice, and what is new for somebody.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "tests/node/web/talk_fixture.h"

namespace cledi {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class TalkListTest : public TalkTest {
 protected:
  static HtmlPage Checked(const HttpResponse& response) {
    EXPECT_EQ(response.status, 200) << response.detail;
    HtmlPage page(response.body);
    EXPECT_THAT(page.problems(), IsEmpty());
    return page;
  }
};

TEST_F(TalkListTest, NobodyAskedYetAndThePageHelpsToBegin) {
  const HtmlPage page = Checked(Get("/talk"));

  EXPECT_THAT(page.text(), HasSubstr("Ask the first question"));
  EXPECT_THAT(page.text(), HasSubstr("fractions in a class with five languages"));
  EXPECT_EQ(Get("/talk/new").status, 303);
  EXPECT_EQ(Get("/talk/new").Header("Location"), "/sign-in?next=%2Ftalk%2Fnew");
}

TEST_F(TalkListTest, ShowsWhoAskedWhereAndHowManyAnswered) {
  const std::string thread = Open(metu_, "ada", "Fractions?");
  Exchange();
  Answer(granada_, "luis", thread, "With a pizza.", "es");

  const HtmlPage page = Checked(Get("/talk"));

  EXPECT_THAT(page.text(), HasSubstr("1 discussion"));
  EXPECT_THAT(page.text(), HasSubstr("Fractions?"));
  EXPECT_THAT(page.text(), HasSubstr("1 answer"));
  EXPECT_THAT(page.text(), HasSubstr("Ada Example, METU"));
  EXPECT_THAT(page.text(), HasSubstr("last: Luis Vega, UGR"));
  EXPECT_THAT(page.text(), HasSubstr("Spain"));
  EXPECT_THAT(page.text(), HasSubstr("Türkiye"));
}

TEST_F(TalkListTest, TheAddressHoldsTheFilter) {
  Open(granada_, "luis", "Open");
  const std::string answered = Open(granada_, "marta", "Answered");
  const std::string post = Answer(granada_, "luis", answered, "Yes.");
  community::v1::AcceptAnswerRequest accept;
  accept.set_thread(answered);
  accept.set_post(post);
  ASSERT_TRUE(granada_.discussions.publisher().AcceptAnswer(Educator("marta"), accept).ok());

  const std::string unanswered = TextOf("/talk?unanswered=1");
  EXPECT_THAT(unanswered, HasSubstr("Open"));
  EXPECT_THAT(unanswered, Not(HasSubstr("Answered")));
  EXPECT_THAT(TextOf("/talk?language=es"), HasSubstr("No discussion matches"));
  EXPECT_THAT(TextOf("/talk?language=en&language=<b>"), HasSubstr("2 discussions"));
  // Following is for those who are signed in.
  EXPECT_THAT(TextOf("/talk?followed=1"), HasSubstr("2 discussions"));
  TestBrowser browser = BrowserOf("marta");
  EXPECT_THAT(HtmlPage(browser.Get("/talk?followed=1").body).text(), HasSubstr("1 discussion"));
  EXPECT_EQ(Get("/talk?page=nonsense").status, 303);
}

TEST_F(TalkListTest, LongListsGoOnOnFurtherPages) {
  for (int i = 0; i < 55; ++i) {
    const std::string account = absl::StrCat("person-", i);
    Open(granada_, account, absl::StrCat("Question ", i, "."));
  }
  const HtmlPage first = Checked(Get("/talk"));
  EXPECT_THAT(first.text(), Not(HasSubstr("Question 4.")));
  std::string next;
  for (const HtmlTag* link : first.All("a")) {
    if (link->attributes.contains("rel") && link->attributes.at("rel") == "next") {
      next = link->attributes.at("href");
    }
  }
  EXPECT_THAT(Checked(Get(next)).text(), HasSubstr("Question 4."));
}

TEST_F(TalkListTest, APlanShowsWhatIsSaidAboutItAndInvitesToAsk) {
  community::v1::PublishPlanRequest request;
  *request.mutable_plan() = SamplePlan();
  const std::string plan = granada_.plans.Publish(Educator("marta"), request)->id();
  EXPECT_THAT(TextOf("/plans/" + plan), HasSubstr("Nobody has asked about this yet."));

  TestBrowser browser = BrowserOf("luis");
  browser.Get(absl::StrCat("/talk/new?practice=", plan, "&step=1"));
  EXPECT_THAT(HtmlPage(browser.shown().body).text(), HasSubstr(SamplePlan().steps(0).name()));
  browser.Send("/talk/new", {{"title", "Which pizza?"}, {"body", "Round or square?"}});
  browser.Follow();
  EXPECT_THAT(browser.shown().body, HasSubstr(absl::StrCat("href=\"/plans/", plan, "#step-1\"")));

  const HtmlPage page = Checked(Get("/plans/" + plan));
  EXPECT_THAT(page.text(), HasSubstr("Which pizza?"));
  EXPECT_THAT(Get("/plans/" + plan).body,
              HasSubstr(absl::StrCat("href=\"/talk/new?practice=", plan, "&amp;step=1\"")));
}

TEST_F(TalkListTest, WhatIsNewLeadsToTheFirstNewAnswer) {
  EXPECT_EQ(Get("/my/news").status, 303);
  const std::string thread = Open(granada_, "marta", "Fractions?");
  TestBrowser browser = BrowserOf("marta");
  EXPECT_THAT(Checked(browser.Get("/my/news")).text(), HasSubstr("Nothing new."));
  Exchange();
  const std::string post = Answer(metu_, "ada", thread, "With a pizza.");
  Exchange();

  const HtmlPage news = Checked(browser.Get("/my/news"));
  EXPECT_THAT(news.text(), HasSubstr("1 new answer"));
  EXPECT_THAT(browser.shown().body, HasSubstr("href=\"/posts/" + post + "\""));

  // Who has read it is not told again.
  browser.Get("/posts/" + post);
  EXPECT_EQ(browser.shown().Header("Location"), "/talk/" + thread + "#post-" + post);
  browser.Get("/talk/" + thread);
  EXPECT_THAT(Checked(browser.Get("/my/news")).text(), HasSubstr("Nothing new."));

  Answer(granada_, "luis", thread, "Or a cake.", "es");
  browser.Get("/my/news");
  browser.Send("/my/news");
  EXPECT_EQ(browser.shown().status, 303);
  EXPECT_THAT(Checked(browser.Follow()).text(), HasSubstr("Nothing new."));
}

}  // namespace
}  // namespace cledi
