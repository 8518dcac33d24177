// Asking, answering, changing and taking back, with forms alone.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "node/web/words/word_book.h"
#include "tests/node/web/talk_fixture.h"

namespace cledi {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class TalkWritingTest : public TalkTest {
 protected:
  // What the page says, which must be whole.
  static std::string Text(const TestBrowser& browser) {
    const HtmlPage page(browser.shown().body);
    EXPECT_THAT(page.problems(), IsEmpty());
    return page.text();
  }
};

TEST_F(TalkWritingTest, AQuestionIsAskedAnsweredAndTheAnswerAccepted) {
  TestBrowser marta = BrowserOf("marta");
  marta.Get("/talk/new");
  EXPECT_EQ(marta.shown().status, 200);
  marta.Send("/talk/new", {{"title", "Fractions?"}, {"body", "How?"}, {"language", "es"}});
  ASSERT_EQ(marta.shown().status, 303);
  const std::string address(*marta.shown().Header("Location"));
  EXPECT_THAT((marta.Follow(), Text(marta)), HasSubstr("No answer yet"));

  TestBrowser luis = BrowserOf("luis");
  luis.Get(address);
  luis.Send(address + "/answer", {{"body", "With a pizza."}});
  ASSERT_EQ(luis.shown().status, 303);
  luis.Follow();
  EXPECT_THAT(Text(luis), HasSubstr("With a pizza."));
  EXPECT_THAT(Text(luis), Not(HasSubstr("This helped me")));

  marta.Get(address);
  marta.Send(address + "/accept");
  marta.Follow();
  EXPECT_THAT(Text(marta), HasSubstr("This helped"));
  EXPECT_THAT(Text(marta), HasSubstr("Answered"));
  EXPECT_TRUE(Read(address.substr(6)).posts(0).accepted());
}

TEST_F(TalkWritingTest, WhatIsWrongIsSaidAtItsFieldAndNothingIsLost) {
  TestBrowser browser = BrowserOf("marta");
  browser.Get("/talk/new");
  const std::string long_body(20'001, 'x');
  browser.Send("/talk/new", {{"title", ""}, {"body", long_body}, {"language", "it"}});

  EXPECT_EQ(browser.shown().status, 422);
  const std::string text = Text(browser);
  EXPECT_THAT(text, HasSubstr("There is a problem"));
  EXPECT_THAT(text, HasSubstr("please fill this in"));
  EXPECT_THAT(text, HasSubstr("this is too long"));
  EXPECT_THAT(browser.shown().body, HasSubstr("href=\"#title\""));
  EXPECT_THAT(browser.shown().body, HasSubstr("role=\"alert\""));
  EXPECT_THAT(browser.shown().body, HasSubstr(long_body));
  EXPECT_THAT(browser.shown().body, HasSubstr("value=\"it\" selected"));

  browser.Send("/talk/new", {{"title", "Now right"}, {"body", "Short"}});
  EXPECT_EQ(browser.shown().status, 303);
}

// A service tells what is wrong by its kind, which the page says in its own words.
TEST_F(TalkWritingTest, WhatIsWrongIsSaidInTheReadersLanguage) {
  const WordBook book = WordBook::Load("UTC").value();
  TestBrowser browser = BrowserOf("marta");
  const std::string post = Answer(granada_, "marta", Open(granada_, "marta", "Fractions?"), "How?");
  const std::string take_back = "/posts/" + post + "/take-back";
  for (const std::string& language : WordBook::Languages()) {
    const Words& words = book.In(language);
    browser.Get("/talk/new?lang=" + language);
    browser.Send("/talk/new", {{"title", " "}, {"body", "a\u0007b"}, {"language", "?"}});
    EXPECT_EQ(browser.shown().status, 422);
    const std::string text = Text(browser);
    for (const std::string_view problem :
         {"problem_needed", "problem_characters", "problem_language"}) {
      EXPECT_THAT(text, HasSubstr(words.Get(problem).text)) << language;
    }
    browser.Get(take_back + "?lang=" + language);
    browser.Send(take_back, {{"reason", std::string(1001, 'x')}});
    EXPECT_THAT(Text(browser),
                HasSubstr(words.Format("problem_too_long", {{"limit", int64_t{1000}}}).text))
        << language;
  }
}

TEST_F(TalkWritingTest, AnEmptyAnswerIsAskedForAgainWithWhatItRepliesTo) {
  const std::string thread = Open(granada_, "marta", "Fractions?");
  const std::string post = Answer(granada_, "marta", thread, "Myself.");
  TestBrowser browser = BrowserOf("luis");
  browser.Get("/talk/" + thread + "?reply=" + post);
  EXPECT_THAT(Text(browser), HasSubstr("You are replying to Marta Ruiz"));

  browser.Send("/talk/" + thread + "/answer", {{"body", " "}});
  EXPECT_EQ(browser.shown().status, 422);
  EXPECT_THAT(Text(browser), HasSubstr("You are replying to Marta Ruiz"));
  browser.Send("/talk/" + thread + "/answer", {{"body", "Why?"}});
  ASSERT_EQ(browser.shown().status, 303);
  browser.Follow();
  EXPECT_EQ(Read(thread).posts(1).reply_to(), post);
  EXPECT_THAT(Text(browser), HasSubstr("a reply to Marta Ruiz"));
}

TEST_F(TalkWritingTest, AFormThatIsSentTwiceIsCarriedOutOnce) {
  const std::string thread = Open(granada_, "marta", "Fractions?");
  TestBrowser browser = BrowserOf("luis");
  browser.Get("/talk/" + thread);
  TestBrowser impatient = browser;
  browser.Send("/talk/" + thread + "/answer", {{"body", "With a pizza."}});
  impatient.Send("/talk/" + thread + "/answer", {{"body", "With a pizza."}});

  EXPECT_EQ(impatient.shown().status, 303);
  EXPECT_EQ(impatient.shown().Header("Location"), browser.shown().Header("Location"));
  EXPECT_EQ(Read(thread).posts_size(), 1);
}

TEST_F(TalkWritingTest, AnAnswerOutlivesTheSession) {
  const std::string thread = Open(granada_, "marta", "Fractions?");
  TestBrowser browser = BrowserOf("luis");
  browser.Get("/talk/" + thread);
  people_.EndSessions();
  browser.Send("/talk/" + thread + "/answer",
               {{"body", "With a pizza, because everybody knows pizza and can share one."}});

  EXPECT_THAT(Text(browser), HasSubstr("because everybody knows pizza"));
  EXPECT_EQ(Read(thread).posts_size(), 0);
}

TEST_F(TalkWritingTest, AQuestionIsKeptAsADraftUntilItIsSent) {
  TestBrowser browser = BrowserOf("marta");
  browser.Get("/talk/new");
  browser.Send("/talk/new", {{"title", "Half a question"}, {"do", "draft"}});
  ASSERT_EQ(browser.shown().status, 303);
  EXPECT_EQ(people_.DraftsOf("marta").size(), 1u);

  browser.Get("/drafts/" + people_.DraftsOf("marta").begin()->first);
  browser.Follow();
  EXPECT_THAT(browser.shown().body, HasSubstr("value=\"Half a question\""));
  EXPECT_THAT(Text(browser), HasSubstr("This is your draft"));
  browser.Send("/talk/new", {{"body", "And the other half."}});
  EXPECT_EQ(browser.shown().status, 303);
  EXPECT_TRUE(people_.DraftsOf("marta").empty());
}

TEST_F(TalkWritingTest, AnAnswerIsKeptAsADraftAndFoundInItsDiscussion) {
  const std::string thread = Open(granada_, "marta", "Fractions?");
  TestBrowser browser = BrowserOf("luis");
  browser.Get("/talk/" + thread);
  browser.Send("/talk/" + thread + "/answer", {{"body", "With a"}, {"do", "draft"}});
  EXPECT_EQ(Read(thread).posts_size(), 0);
  EXPECT_EQ(people_.DraftsOf("luis").begin()->second.title(), "Fractions?");
  // What cannot be sent is kept as well.
  browser.Get("/talk/" + thread);
  browser.Send("/talk/" + thread + "/answer", {{"body", "With a pizza"}, {"language", "?"}});
  EXPECT_EQ(browser.shown().status, 422);

  browser.Get("/drafts/" + people_.DraftsOf("luis").begin()->first);
  browser.Follow();
  EXPECT_THAT(Text(browser), HasSubstr("With a pizza"));
  browser.Send("/talk/" + thread + "/answer", {{"body", "With a pizza."}, {"language", "es"}});
  EXPECT_EQ(browser.shown().status, 303);
  EXPECT_TRUE(people_.DraftsOf("luis").empty());
  EXPECT_EQ(Read(thread).posts(0).body(), "With a pizza.");
}

TEST_F(TalkWritingTest, OwnWordsAreChangedAndTheirHistoryCanBeRead) {
  TestBrowser browser = BrowserOf("marta");
  const std::string thread = Open(granada_, "marta", "Fractons?");
  browser.Get("/talk/" + thread + "/edit");
  EXPECT_THAT(browser.shown().body, HasSubstr("value=\"Fractons?\""));
  browser.Send("/talk/" + thread + "/edit", {{"title", "Fractions?"}});
  browser.Follow();
  EXPECT_THAT(Text(browser), HasSubstr("Changed on"));

  const std::string post = Answer(granada_, "marta", thread, "With a piza.");
  browser.Get("/posts/" + post + "/edit");
  browser.Send("/posts/" + post + "/edit", {{"body", "With a pizza."}});
  EXPECT_EQ(browser.shown().Header("Location"), "/talk/" + thread + "#post-" + post);

  browser.Get("/posts/" + post + "/history");
  EXPECT_THAT(Text(browser), HasSubstr("With a piza."));
  EXPECT_THAT(Text(browser), HasSubstr("With a pizza."));
  browser.Get("/posts/" + thread + "/history");
  EXPECT_THAT(Text(browser), HasSubstr("Fractons?"));
}

TEST_F(TalkWritingTest, OthersWordsAreNotChangedAndTheirFormsNotShown) {
  const std::string thread = Open(granada_, "marta", "Fractions?");
  const std::string post = Answer(granada_, "marta", thread, "Myself.");
  TestBrowser browser = BrowserOf("luis");
  for (const std::string& address :
       {"/talk/" + thread + "/edit", "/posts/" + post + "/edit", "/posts/" + post + "/take-back",
        "/posts/" + thread + "/take-back"}) {
    EXPECT_EQ(browser.Get(address).status, 403) << address;
    EXPECT_EQ(Get(address).status, 303) << address;
  }
  browser.Get("/talk/" + thread);
  EXPECT_THAT(browser.shown().body, Not(HasSubstr("/edit\"")));
  EXPECT_THAT(browser.shown().body, Not(HasSubstr("/accept\"")));

  // A form that is sent all the same.
  TestBrowser marta = BrowserOf("marta");
  marta.Get("/posts/" + post + "/edit");
  Query form = marta.FormOf("/posts/" + post + "/edit");
  browser.Get("/talk/" + thread);
  form.Remove("form_token");
  form.Add("form_token", std::string(*browser.FormOf("/sign-out").Get("form_token")));
  const HttpResponse forced =
      Ask(HttpMethod::kPost, "/posts/" + post + "/edit",
          {{"Content-Type", "application/x-www-form-urlencoded"},
           {"Origin", "http://granada.localhost:8441"},
           {"Cookie", "__Host-session=" + browser.cookies()["__Host-session"]}},
          form.Encode());
  EXPECT_EQ(forced.status, 403);
  EXPECT_EQ(Read(thread).posts(0).revision_count(), 1u);
}

TEST_F(TalkWritingTest, OwnWordsAreTakenBackWithAReason) {
  const std::string thread = Open(granada_, "marta", "Fractions?");
  const std::string post = Answer(granada_, "luis", thread, "Rubbish.");
  TestBrowser browser = BrowserOf("luis");
  browser.Get("/posts/" + post + "/take-back");
  EXPECT_THAT(Text(browser), HasSubstr("Rubbish."));
  browser.Send("/posts/" + post + "/take-back", {{"reason", std::string(1001, 'x')}});
  EXPECT_EQ(browser.shown().status, 422);
  browser.Send("/posts/" + post + "/take-back", {{"reason", "It was wrong."}});
  browser.Follow();

  EXPECT_THAT(Text(browser), HasSubstr("It was wrong."));
  EXPECT_THAT(Text(browser), Not(HasSubstr("Rubbish.")));
  // Once more leads back.
  EXPECT_EQ(browser.Get("/posts/" + post + "/take-back").status, 303);
}

TEST_F(TalkWritingTest, FollowingIsOneButton) {
  const std::string thread = Open(granada_, "marta", "Fractions?");
  TestBrowser browser = BrowserOf("luis");
  browser.Get("/talk/" + thread);
  browser.Send("/talk/" + thread + "/follow");
  browser.Follow();
  EXPECT_THAT(Text(browser), HasSubstr("Stop following"));
  browser.Send("/talk/" + thread + "/follow");
  browser.Follow();
  EXPECT_THAT(Text(browser), HasSubstr("Follow this discussion"));
}

TEST_F(TalkWritingTest, FormsFromElsewhereWriteNothing) {
  const std::string thread = Open(granada_, "marta", "Fractions?");
  TestBrowser browser = BrowserOf("luis");
  browser.Get("/talk/" + thread);
  const std::string form = browser.FormOf("/talk/" + thread + "/answer").Encode() + "&body=spam";
  const std::string session = "__Host-session=" + browser.cookies()["__Host-session"];
  for (const std::string origin : {"https://evil.example", "null"}) {
    EXPECT_EQ(Ask(HttpMethod::kPost, "/talk/" + thread + "/answer",
                  {{"Content-Type", "application/x-www-form-urlencoded"},
                   {"Origin", origin},
                   {"Cookie", session}},
                  form)
                  .status,
              403);
  }
  EXPECT_EQ(Read(thread).posts_size(), 0);
}

}  // namespace
}  // namespace cledi
