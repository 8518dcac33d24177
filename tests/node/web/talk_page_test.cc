// A discussion as it is read.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "tests/node/web/talk_fixture.h"

namespace cledi {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class TalkPageTest : public TalkTest {
 protected:
  // All answers stand in lists of this class.
  static size_t AnswersIn(const std::string& html) {
    const HtmlPage page(html);
    size_t count = 0;
    for (const HtmlTag* item : page.All("li")) {
      const auto type = item->attributes.find("class");
      count += type != item->attributes.end() && type->second.starts_with("post ") ? 1u : 0u;
    }
    return count;
  }
};

TEST_F(TalkPageTest, EachAnswerSaysWhoWroteItWhereAndInWhichLanguage) {
  const std::string thread = Open(granada_, "marta", "Fractions?", "How do *you* begin?");
  Exchange();
  Answer(metu_, "ada", thread, "Bir **pizza** ile.");
  Exchange();

  const HttpResponse response = Get("/talk/" + thread);

  EXPECT_EQ(response.status, 200);
  const HtmlPage page(response.body);
  EXPECT_THAT(page.problems(), IsEmpty());
  EXPECT_THAT(page.text(), HasSubstr("Marta Ruiz"));
  EXPECT_THAT(page.text(), HasSubstr("Ada Example"));
  EXPECT_THAT(page.text(), HasSubstr("Türkiye"));
  EXPECT_THAT(response.body, HasSubstr("<div class=\"prose\" lang=\"tr\"><p>Bir <strong>pizza"));
  EXPECT_THAT(page.text(), HasSubstr("Türkçe"));
  EXPECT_THAT(page.text(), HasSubstr("1 answer"));
  EXPECT_THAT(page.text(), HasSubstr("Sign in to answer"));
  EXPECT_THAT(page.text(), Not(HasSubstr("Send the answer")));
}

TEST_F(TalkPageTest, IsWholeInItalian) {
  const std::string thread = Open(granada_, "marta", "Fractions?");
  Answer(granada_, "luis", thread, "With a pizza.");
  TestBrowser browser = BrowserOf("luis");
  browser.headers() = {{"accept-language", "it"}};
  for (const std::string& address :
       {"/talk/" + thread, std::string("/talk"), std::string("/talk/new"), std::string("/my/news"),
        "/posts/" + thread + "/history"}) {
    browser.Get(address);
    EXPECT_EQ(browser.shown().status, 200) << address;
    EXPECT_THAT(HtmlPage(browser.shown().body).problems(), IsEmpty()) << address;
    EXPECT_THAT(browser.shown().body, Not(HasSubstr("<span lang=\"en\">"))) << address;
  }
}

TEST_F(TalkPageTest, LongDiscussionsStandOnNumberedPages) {
  const std::string thread = Open(granada_, "marta", "Fractions?");
  std::string last;
  for (int i = 1; i <= 45; ++i) {
    last = Answer(granada_, absl::StrCat("person-", i), thread, absl::StrCat("Answer ", i, "."));
  }
  const HttpResponse first = Get("/talk/" + thread);
  EXPECT_EQ(AnswersIn(first.body), 20u);
  EXPECT_THAT(HtmlPage(first.body).problems(), IsEmpty());
  const HttpResponse third = Get("/talk/" + thread + "?page=3");
  EXPECT_EQ(AnswersIn(third.body), 5u);
  EXPECT_THAT(third.body, HasSubstr("<ol class=\"posts\" start=\"41\">"));
  EXPECT_THAT(third.body, HasSubstr("aria-current=\"page\">3</a>"));
  EXPECT_EQ(AnswersIn(Get("/talk/" + thread + "?page=99").body), 5u);
  EXPECT_EQ(Get("/posts/" + last).Header("Location"),
            absl::StrCat("/talk/", thread, "?page=3#post-", last));
}

// Goal: federation never looks like indifference.
TEST_F(TalkPageTest, TellsFromWhereAnswersMayArriveLater) {
  const std::string thread = Open(metu_, "ada", "Fractions?");
  Exchange();
  auto* peer = source_->network()->add_peers();
  peer->set_node_id("tr-metu");
  peer->set_institution("ODTÜ");
  peer->set_last_contact_unix_ms(kSampleNowUnixMs - 95 * 60 * 1000);
  EXPECT_THAT(TextOf("/talk/" + thread),
              HasSubstr("Answers from ODTÜ may arrive later: last heard of 1 h 35 min ago."));

  peer->set_last_contact_unix_ms(kSampleNowUnixMs - int64_t{72} * 3600 * 1000);
  EXPECT_THAT(TextOf("/talk/" + thread), HasSubstr("last heard of on 21 November 2026"));
  peer->set_last_contact_unix_ms(0);
  EXPECT_THAT(TextOf("/talk/" + thread), HasSubstr("nothing has been heard from there yet"));
  peer->set_last_contact_unix_ms(kSampleNowUnixMs - 1000);
  EXPECT_THAT(TextOf("/talk/" + thread), Not(HasSubstr("may arrive later")));
  // Whoever takes no part is not spoken of.
  EXPECT_THAT(TextOf("/talk/" + Open(granada_, "marta", "Here")), Not(HasSubstr("ODTÜ")));
}

TEST_F(TalkPageTest, AFragmentHoldsTheAnswersAloneAndSaysTheirState) {
  const std::string thread = Open(granada_, "marta", "Fractions?");
  const std::string post = Answer(granada_, "luis", thread, "With a pizza.");
  const HttpResponse page = Get("/talk/" + thread);

  const HttpResponse fragment = Get("/talk/" + thread + "/posts?page=1");

  EXPECT_EQ(fragment.status, 200);
  EXPECT_THAT(fragment.body, StartsWith("<h2 id=\"answers\">1 answer</h2>"));
  EXPECT_THAT(fragment.body, HasSubstr("id=\"post-" + post + "\""));
  EXPECT_THAT(fragment.body, Not(HasSubstr("<html")));
  const std::string state(fragment.Header("Thread-State").value_or(""));
  EXPECT_EQ(state, Read(thread).state());
  EXPECT_THAT(page.body, HasSubstr("data-state=\"" + state + "\""));
  // What stands in the page is what the fragment would put there.
  EXPECT_THAT(page.body, HasSubstr(fragment.body));
  EXPECT_EQ(Get("/talk/aaaaaaaaaaaaaaaaaaaaaaaaaa/posts").status, 404);
}

TEST_F(TalkPageTest, WhatWasTakenBackIsNamedAndItsAnswersStay) {
  const std::string thread = Open(granada_, "marta", "Rubbish question");
  Answer(granada_, "luis", thread, "Still an answer.");
  community::v1::WithdrawThreadRequest request;
  request.set_id(thread);
  request.set_reason("asked <b>twice</b>");
  ASSERT_TRUE(granada_.discussions.publisher().WithdrawThread(Educator("marta"), request).ok());

  const HttpResponse page = Get("/talk/" + thread);

  EXPECT_EQ(page.status, 410);
  const HtmlPage read(page.body);
  EXPECT_THAT(read.problems(), IsEmpty());
  EXPECT_THAT(read.text(), Not(HasSubstr("Rubbish")));
  EXPECT_THAT(read.text(), HasSubstr("asked <b>twice</b>"));
  EXPECT_THAT(read.text(), HasSubstr("Still an answer."));
}

TEST_F(TalkPageTest, WhatIsNotHereIsNotFound) {
  for (const char* address :
       {"/talk/aaaaaaaaaaaaaaaaaaaaaaaaaa", "/posts/aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "/posts/aaaaaaaaaaaaaaaaaaaaaaaaaa/history"}) {
    EXPECT_EQ(Get(address).status, 404) << address;
  }
  EXPECT_EQ(Get("/talk/%3Cscript%3E").status, 400);
}

}  // namespace
}  // namespace cledi
