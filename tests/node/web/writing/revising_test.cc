// Changing and taking back what was published.

#include "tests/node/web/writing/writing_fixture.h"

namespace cledi {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::UnorderedElementsAre;

class RevisingTest : public WritingTest {
 protected:
  RevisingTest()
      : id_(Publish("ada", SamplePlan("Sharing fairly"))), edit_("/plans/" + id_ + "/edit") {}

  const std::string id_;
  const std::string edit_;
};

TEST_F(RevisingTest, ARevisionKeepsWhatTheFormDoesNotShow) {
  const event::v1::LessonPlan before = Plan(id_).plan();
  TestBrowser browser = BrowserOf("ada");
  ASSERT_EQ(browser.Get(edit_).status, 200);
  ExpectGoodPage(browser);
  ASSERT_EQ(browser
                .Send(edit_, {{"do", "publish"},
                              {"title", "Sharing more fairly"},
                              {"change_note", "A better title."}})
                .status,
            303);
  EXPECT_EQ(IdIn(browser.shown()), id_);
  const community::v1::PlanView after = Plan(id_);
  event::v1::LessonPlan expected = before;
  expected.mutable_description()->set_title("Sharing more fairly");
  EXPECT_EQ(after.plan().SerializeAsString(), expected.SerializeAsString());
  ASSERT_EQ(after.revisions_size(), 2);
  EXPECT_EQ(after.revisions(1).change_note(), "A better title.");
}

TEST_F(RevisingTest, AnOlderVersionIsTakenUpAgainAsTheNewest) {
  const std::string first = Plan(id_).revision();
  TestBrowser browser = BrowserOf("ada");
  browser.Get(edit_);
  ASSERT_EQ(browser.Send(edit_, {{"do", "publish"}, {"title", "A mistake"}}).status, 303);

  browser.Get("/plans/" + id_ + "/history");
  const std::string restore = edit_ + "?revision=" + first;
  ASSERT_THAT(browser.shown().body, HasSubstr("href=\"" + restore + "\""));
  ASSERT_EQ(browser.Get(restore).status, 200);
  ASSERT_EQ(browser.FormOf(edit_).Get("title"), "Sharing fairly");
  ASSERT_EQ(browser.Send(edit_, {{"do", "publish"}, {"change_note", "As it was."}}).status, 303);

  const community::v1::PlanView after = Plan(id_);
  EXPECT_EQ(after.plan().description().title(), "Sharing fairly");
  EXPECT_EQ(after.revisions_size(), 3);
  EXPECT_EQ(after.heads_size(), 1);
}

TEST_F(RevisingTest, OnlyWhoMayChangesIt) {
  TestBrowser bo = BrowserOf("bo");
  EXPECT_EQ(bo.Get(edit_).status, 403);
  EXPECT_EQ(bo.Get("/plans/" + id_ + "/withdraw").status, 403);
  bo.Get("/plans/" + id_);
  EXPECT_THAT(bo.shown().body, Not(HasSubstr("/edit")));

  // Nor by sending what another's page would send.
  bo.Get("/plans/new");
  Query form = bo.FormOf("/plans/new");
  TestBrowser ada = BrowserOf("ada");
  ada.Get(edit_);
  const HttpResponse sent = Ask(HttpMethod::kPost, edit_,
                                {{"Content-Type", "application/x-www-form-urlencoded"},
                                 {"Origin", "http://granada.localhost:8441"},
                                 {"Cookie", "__Host-session=" + bo.cookies()["__Host-session"]}},
                                [&] {
                                  Query stolen = ada.FormOf(edit_);
                                  stolen.Remove("form_token");
                                  stolen.Add("form_token", std::string(*form.Get("form_token")));
                                  stolen.Add("do", "publish");
                                  return stolen.Encode();
                                }());
  EXPECT_EQ(sent.status, 403);
  EXPECT_EQ(Plan(id_).revisions_size(), 1);
}

TEST_F(RevisingTest, PressingTwiceRevisesOnce) {
  TestBrowser browser = BrowserOf("ada");
  browser.Get(edit_);
  TestBrowser twin = browser;
  ASSERT_EQ(browser.Send(edit_, {{"do", "publish"}, {"title", "New"}}).status, 303);
  EXPECT_EQ(twin.Send(edit_, {{"do", "publish"}, {"title", "New"}}).status, 303);
  EXPECT_EQ(Plan(id_).revisions_size(), 2);
}

TEST_F(RevisingTest, TwoWhoChangeDifferentFieldsAreBroughtTogetherAfterALook) {
  TestBrowser first = BrowserOf("ada");
  TestBrowser second = BrowserOf("ada");
  first.Get(edit_);
  second.Get(edit_);
  ASSERT_EQ(first.Send(edit_, {{"do", "publish"}, {"title", "First's title"}}).status, 303);

  EXPECT_EQ(second.Send(edit_, {{"do", "publish"}, {"assessment", "Second's way"}}).status, 409);
  ExpectGoodPage(second);
  EXPECT_THAT(TextOf(second), HasSubstr("that are now in your form: Title"));
  EXPECT_EQ(second.FormOf(edit_).Get("title"), "First's title");
  EXPECT_EQ(Plan(id_).revisions_size(), 2) << "nothing is published without a look";

  const std::string seen = Plan(id_).revision();
  ASSERT_EQ(second.Send(edit_, {{"do", "publish"}}).status, 303);
  const community::v1::PlanView plan = Plan(id_);
  EXPECT_EQ(plan.plan().description().title(), "First's title");
  EXPECT_EQ(plan.plan().assessment(), "Second's way");
  EXPECT_EQ(plan.heads_size(), 1);
  EXPECT_THAT(plan.revisions(2).parents(),
              UnorderedElementsAre(plan.revisions(0).event_id(), seen));
}

TEST_F(RevisingTest, TwoWhoChangeTheSameFieldAreAsked) {
  TestBrowser first = BrowserOf("ada");
  TestBrowser second = BrowserOf("ada");
  first.Get(edit_);
  second.Get(edit_);
  first.Send(edit_, {{"do", "publish"}, {"title", "First's title"}});
  EXPECT_EQ(second.Send(edit_, {{"do", "publish"}, {"title", "Second's title"}}).status, 409);
  ExpectGoodPage(second);
  EXPECT_EQ(second.FormOf(edit_).Get("title"), "Second's title");
  EXPECT_THAT(TextOf(second), HasSubstr("First's title"));
  ASSERT_EQ(second.Send(edit_, {{"do", "publish"}}).status, 303);
  EXPECT_EQ(Plan(id_).plan().description().title(), "Second's title");
}

TEST_F(RevisingTest, ADraftOfAChangeIsFoundOnItsPage) {
  TestBrowser browser = BrowserOf("ada");
  browser.Get(edit_);
  browser.Send(edit_, {{"do", "draft"}, {"title", "Not yet"}});
  browser.Get(edit_);
  EXPECT_EQ(browser.FormOf(edit_).Get("title"), "Sharing fairly") << "the draft waits to be asked";
  EXPECT_THAT(TextOf(browser), HasSubstr("Not yet, kept on "));
  browser.Get(edit_ + "?draft=plan.edit." + id_);
  EXPECT_EQ(browser.FormOf(edit_).Get("title"), "Not yet");
}

TEST_F(RevisingTest, AResourceIsRevisedLikeAPlan) {
  community::v1::PublishResourceRequest request;
  *request.mutable_resource() = SampleResource("Cards");
  const auto published = node_.resources.Publish(Educator("ada"), request);
  ASSERT_TRUE(published.ok()) << published.status();
  const std::string edit = "/resources/" + published->id() + "/edit";
  TestBrowser first = BrowserOf("ada");
  TestBrowser second = BrowserOf("ada");
  ASSERT_EQ(first.Get(edit).status, 200);
  ExpectGoodPage(first);
  second.Get(edit);
  ASSERT_EQ(first.Send(edit, {{"do", "publish"}, {"title", "Cards to print"}}).status, 303);
  EXPECT_EQ(second.Send(edit, {{"do", "publish"}, {"title", "Cards to cut"}}).status, 409);
  EXPECT_THAT(TextOf(second), HasSubstr("Cards to print"));

  community::v1::GetResourceRequest get;
  get.set_id(published->id());
  const auto read = node_.resources.Get(Caller(), get);
  event::v1::TrainingResource expected = SampleResource("Cards to print");
  EXPECT_EQ(read->resource().resource().files_size(), expected.files_size());
}

TEST_F(RevisingTest, WhatIsTakenBackLeavesANote) {
  const std::string address = "/plans/" + id_ + "/withdraw";
  TestBrowser browser = BrowserOf("ada");
  ASSERT_EQ(browser.Get(address).status, 200);
  ExpectGoodPage(browser);
  EXPECT_EQ(browser.Send(address, {{"reason", std::string(2000, 'x')}}).status, 422);
  ExpectGoodPage(browser);
  ASSERT_EQ(browser.Send(address, {{"reason", "A better one is on its way."}}).status, 303);
  browser.Follow();
  EXPECT_EQ(browser.shown().status, 410);
  EXPECT_THAT(TextOf(browser), HasSubstr("A better one is on its way."));
  EXPECT_EQ(browser.Get(address).status, 303);
  EXPECT_EQ(browser.Get(edit_).status, 404);
}

TEST_F(RevisingTest, EveryFormIsWholeInBothLanguages) {
  TestBrowser browser = BrowserOf("ada");
  for (const char* language : {"en", "it", "sl"}) {
    browser.cookies()["lang"] = language;
    for (const std::string& address :
         {std::string("/suggest"), std::string("/plans/new"), edit_, "/plans/" + id_ + "/adapt",
          "/plans/" + id_ + "/translate", "/plans/" + id_ + "/withdraw", "/plans/" + id_}) {
      ASSERT_EQ(browser.Get(address).status, 200) << address;
      ExpectGoodPage(browser);
    }
  }
}

}  // namespace
}  // namespace cledi
