// What was begun in a discussion and not sent is there again.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "node/web/pages/form_drafts.h"
#include "tests/node/web/talk_fixture.h"

namespace cledi {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class TalkDraftsTest : public TalkTest {
 protected:
  void Keep(const std::string& key, const Query& form) {
    people_.DraftsOf("marta")[key].set_key(key);
    people_.DraftsOf("marta")[key].set_form(form.Encode());
  }

  // A form as script keeps it: with what its writer typed.
  static Query Typed(const TestBrowser& browser, std::string_view action, std::string_view body) {
    Query form = browser.FormOf(action);
    form.Remove("form_token");
    form.Remove("body");
    form.Add("body", std::string(body));
    return form;
  }
};

TEST_F(TalkDraftsTest, AnAnswerThatWasBegunIsThereAgainAndGoneWhenItIsSent) {
  const std::string thread = Open(metu_, "ada", "Fractions?");
  Exchange();
  const std::string address = "/talk/" + thread;
  TestBrowser marta = BrowserOf("marta");
  marta.Get(address);
  EXPECT_THAT(marta.shown().body, HasSubstr("data-draft=\"post.answer." + thread + "\""));
  Keep("post.answer." + thread, Typed(marta, address + "/answer", "With a pizza"));

  marta.Get(address);
  EXPECT_EQ(marta.shown().status, 200);
  EXPECT_EQ(marta.FormOf(address + "/answer").Get("body"), "With a pizza");

  marta.Send(address + "/answer");
  EXPECT_EQ(marta.shown().status, 303);
  EXPECT_THAT(people_.DraftsOf("marta"), IsEmpty());
  ASSERT_THAT(Read(thread).posts(), SizeIs(1));
  EXPECT_EQ(Read(thread).posts(0).body(), "With a pizza");
}

TEST_F(TalkDraftsTest, NobodyElseSeesWhatWasBegun) {
  const std::string thread = Open(granada_, "luis", "Fractions?");
  TestBrowser marta = BrowserOf("marta");
  marta.Get("/talk/" + thread);
  Keep("post.answer." + thread, Typed(marta, "/talk/" + thread + "/answer", "half a thought"));
  TestBrowser luis = BrowserOf("luis");
  EXPECT_THAT(luis.Get("/talk/" + thread).body, Not(HasSubstr("half a thought")));
  EXPECT_THAT(NewBrowser().Get("/talk/" + thread).body, Not(HasSubstr("half a thought")));
}

TEST_F(TalkDraftsTest, ABegunQuestionGoesOnAndIsAskedOnce) {
  TestBrowser marta = BrowserOf("marta");
  marta.Get("/talk/new");
  Query form = Typed(marta, "/talk/new", "How do you begin?");
  form.Remove("title");
  form.Add("title", "Fractions?");
  const std::string key = absl::StrCat("thread.new.", ToAbsl(form.Get("key").value()));
  EXPECT_THAT(marta.shown().body, HasSubstr(absl::StrCat("data-draft=\"", key, "\"")));
  Keep(key, form);

  marta.Get(DraftAddress(key));
  EXPECT_EQ(marta.FormOf("/talk/new").Get("title"), "Fractions?");
  EXPECT_EQ(marta.FormOf("/talk/new").Get("key"), form.Get("key"));
  marta.Send("/talk/new");
  EXPECT_EQ(marta.shown().status, 303);
  EXPECT_THAT(people_.DraftsOf("marta"), IsEmpty());
}

TEST_F(TalkDraftsTest, AThreadThatIsOpenIsLive) {
  const std::string thread = Open(granada_, "luis", "Fractions?");
  const std::string page = NewBrowser().Get("/talk/" + thread).body;
  EXPECT_THAT(page, HasSubstr("data-state=\"" + Read(thread).state() + "\""));
  EXPECT_THAT(page, HasSubstr("/static/live."));
  EXPECT_THAT(page, Not(HasSubstr("/static/draft.")));
  EXPECT_THAT(BrowserOf("marta").Get("/talk/" + thread).body, HasSubstr("/static/draft."));
}

}  // namespace
}  // namespace cledi
