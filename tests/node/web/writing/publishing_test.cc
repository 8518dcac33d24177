// Publishing a new practice, and what becomes of a form that cannot be published.

#include "tests/node/web/writing/writing_fixture.h"

namespace cledi {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class PublishingTest : public WritingTest {};

TEST_F(PublishingTest, VisitorsSignInFirstAndComeBack) {
  TestBrowser browser = Visitor();
  for (const char* address : {"/suggest", "/plans/new"}) {
    EXPECT_EQ(browser.Get(address).status, 303);
    EXPECT_THAT(std::string(browser.shown().Header("Location").value_or("")),
                StartsWith("/sign-in?next="));
  }
}

TEST_F(PublishingTest, AFewFieldsAreEnoughForAPlan) {
  TestBrowser browser = BrowserOf("ada");
  ASSERT_EQ(browser.Get("/plans/new").status, 200);
  ExpectGoodPage(browser);
  ASSERT_EQ(browser.Send("/plans/new", FewFields()).status, 303);
  const community::v1::PlanView plan = Plan(IdIn(browser.shown()));

  EXPECT_EQ(plan.plan().description().title(), "Half a pizza each");
  EXPECT_EQ(plan.plan().kind(), event::v1::PLAN_KIND_LESSON);
  EXPECT_EQ(plan.plan().description().language(), "en");
  EXPECT_EQ(plan.plan().description().authors(0).name(), "Ada Yılmaz");
  EXPECT_EQ(plan.plan().steps(0).procedure(), "Cut it.\n\nCompare the parts.");
  EXPECT_THAT(plan.person_id(), Not(IsEmpty()));

  ASSERT_EQ(browser.Follow().status, 200);
  ExpectGoodPage(browser);
  EXPECT_THAT(TextOf(browser), HasSubstr("It is published"));
}

TEST_F(PublishingTest, WhatIsMissingIsSaidGentlyToWhoMayFillItIn) {
  TestBrowser browser = BrowserOf("ada");
  browser.Get("/plans/new");
  browser.Send("/plans/new", FewFields());
  const std::string id = IdIn(browser.shown());
  browser.Follow();
  EXPECT_THAT(browser.shown().body,
              HasSubstr("href=\"/plans/" + id + "/edit?open=levels#levels\""));

  ASSERT_EQ(browser.Get("/plans/" + id + "/edit?open=levels").status, 200);
  EXPECT_THAT(browser.shown().body, HasSubstr("<details class=\"fold\" open>"));
  ExpectGoodPage(browser);

  TestBrowser visitor = Visitor();
  visitor.Get("/plans/" + id + "?published=1");
  EXPECT_THAT(TextOf(visitor), Not(HasSubstr("If you have two minutes")));
  EXPECT_THAT(TextOf(visitor), Not(HasSubstr("It is published")));
  EXPECT_THAT(visitor.shown().body, Not(HasSubstr("/edit")));
  EXPECT_THAT(visitor.shown().body, HasSubstr("/adapt"));
}

TEST_F(PublishingTest, AResourceIsPublishedWithALinkOrAText) {
  TestBrowser browser = BrowserOf("ada");
  ASSERT_EQ(browser.Get("/suggest").status, 200);
  ExpectGoodPage(browser);
  const Typed typed = {{"do", "publish"},
                       {"title", "Two languages, one lesson"},
                       {"type", "RESOURCE_TYPE_VIDEO"},
                       {"summary", "How to teach in both."}};
  EXPECT_EQ(browser.Send("/suggest", typed).status, 422);
  EXPECT_THAT(TextOf(browser), HasSubstr("give a link or write the text"));
  EXPECT_THAT(browser.shown().body, HasSubstr("<a href=\"#body\">"));

  ASSERT_EQ(browser
                .Send("/suggest", {{"do", "publish"},
                                   {"links", "https://example.org/film\n https://example.org/b"},
                                   {"levels", "EDUCATION_LEVEL_PRIMARY"},
                                   {"levels", "EDUCATION_LEVEL_ADULT"}})
                .status,
            303);
  ASSERT_EQ(browser.Follow().status, 200);
  EXPECT_THAT(TextOf(browser), HasSubstr("Two languages, one lesson"));
  EXPECT_THAT(TextOf(browser), HasSubstr("https://example.org/b"));
  EXPECT_THAT(TextOf(browser), HasSubstr("Adult education"));
}

TEST_F(PublishingTest, BadInputNamesItsFieldInTheReadersLanguageAndKeepsWhatWasTyped) {
  for (const auto& [language, minutes, address] :
       {std::tuple("en", "please write a whole number", "line 2: this is not an address"),
        std::tuple("it", "scrivi un numero intero", "riga 2: ")}) {
    TestBrowser browser = BrowserOf("ada");
    browser.cookies()["lang"] = language;
    browser.Get("/suggest");
    browser.Send("/suggest", {{"do", "publish"},
                              {"title", "A \"title\" & <more>"},
                              {"type", "RESOURCE_TYPE_TEXT"},
                              {"summary", "\n\n  Spaces stay.\n"},
                              {"links", "https://example.org\nhtp://wrong"},
                              {"minutes", "an hour"}});
    EXPECT_EQ(browser.shown().status, 422);
    ExpectGoodPage(browser);
    EXPECT_THAT(TextOf(browser), HasSubstr(minutes));
    EXPECT_THAT(browser.shown().body, HasSubstr("<a href=\"#minutes\">"));
    Query form = browser.FormOf("/suggest");
    EXPECT_EQ(form.Get("title"), "A \"title\" & <more>");
    EXPECT_EQ(form.Get("summary"), "\n\n  Spaces stay.\n");
    EXPECT_EQ(form.Get("minutes"), "an hour");

    // What only the node's rules know comes once everything can be read.
    browser.Send("/suggest", {{"do", "publish"}, {"minutes", ""}});
    EXPECT_EQ(browser.shown().status, 422);
    EXPECT_THAT(TextOf(browser), HasSubstr(address));
    EXPECT_THAT(browser.shown().body, HasSubstr("aria-invalid=\"true\""));
    EXPECT_EQ(browser.FormOf("/suggest").Get("links"), "https://example.org\nhtp://wrong");
  }
  EXPECT_EQ(node_.resources.List({})->total(), 0u);
}

TEST_F(PublishingTest, AnEmptyFormSaysAllThatIsNeededAtOnce) {
  TestBrowser browser = BrowserOf("ada");
  browser.Get("/plans/new");
  EXPECT_EQ(browser.Send("/plans/new", {{"do", "publish"}}).status, 422);
  ExpectGoodPage(browser);
  const std::string& body = browser.shown().body;
  for (const char* control : {"title", "summary", "step-1-procedure"}) {
    EXPECT_THAT(body, HasSubstr("<a href=\"#" + std::string(control) + "\">"));
  }
  EXPECT_THAT(TextOf(browser), HasSubstr("a plan needs at least one step"));
}

TEST_F(PublishingTest, PressingTwiceOrReloadingPublishesOnce) {
  TestBrowser browser = BrowserOf("ada");
  browser.Get("/plans/new");
  const HttpResponse page = browser.shown();
  TestBrowser twin = browser;  // The same page, sent again.
  ASSERT_EQ(browser.Send("/plans/new", FewFields()).status, 303);
  const std::string location(*browser.shown().Header("Location"));
  ASSERT_EQ(twin.Send("/plans/new", FewFields()).status, 303);
  EXPECT_EQ(twin.shown().Header("Location"), location);
  EXPECT_EQ(PlanCount(), 1u);
}

// Who goes back and changes something meant something else: it must not be dropped silently.
TEST_F(PublishingTest, WhatWasChangedAfterGoingBackIsPublishedToo) {
  TestBrowser browser = BrowserOf("ada");
  browser.Get("/plans/new");
  TestBrowser back = browser;
  browser.Send("/plans/new", FewFields());
  Typed changed = FewFields();
  changed[1].second = "A third of a pizza each";
  ASSERT_EQ(back.Send("/plans/new", changed).status, 303);
  EXPECT_EQ(PlanCount(), 2u);
}

TEST_F(PublishingTest, ADraftIsKeptFoundAgainAndGoneOncePublished) {
  TestBrowser browser = BrowserOf("ada");
  browser.Get("/plans/new");
  ASSERT_EQ(browser
                .Send("/plans/new", {{"do", "draft"},
                                     {"title", "Kept"},
                                     {"minutes", "soon"},
                                     {"step-1-name", "Half a step"}})
                .status,
            303);
  ASSERT_EQ(browser.Follow().status, 200);
  ExpectGoodPage(browser);
  EXPECT_THAT(TextOf(browser), HasSubstr("Your draft is kept"));
  EXPECT_EQ(browser.FormOf("/plans/new").Get("minutes"), "soon");

  // Another day, from the start.
  TestBrowser later = BrowserOf("ada");
  later.Get("/plans/new");
  EXPECT_THAT(TextOf(later), HasSubstr("You began something here"));
  EXPECT_THAT(TextOf(later), HasSubstr("Kept, kept on "));
  std::string go_on;
  const HtmlPage page(later.shown().body);
  for (const HtmlTag* link : page.All("a")) {
    if (link->attributes.at("href").starts_with("/plans/new?draft=")) {
      go_on = link->attributes.at("href");
    }
  }
  ASSERT_EQ(later.Get(go_on).status, 200);
  EXPECT_EQ(later.FormOf("/plans/new").Get("step-1-name"), "Half a step");

  ASSERT_EQ(
      later.Send("/plans/new", {{"do", "publish"}, {"summary", "S"}, {"minutes", "20"}}).status,
      303);
  later.Get("/plans/new");
  EXPECT_THAT(TextOf(later), Not(HasSubstr("You began something here")));
  EXPECT_THAT(TextOf(later), Not(HasSubstr("Kept")));
}

TEST_F(PublishingTest, ADraftLeadsToItsForm) {
  TestBrowser browser = BrowserOf("ada");
  for (const auto& [key, address] :
       {std::pair("plan.new.07", "/plans/new"), std::pair("plan.edit.abc", "/plans/abc/edit"),
        std::pair("plan.adapt.abc", "/plans/abc/adapt"), std::pair("resource.new.07", "/suggest"),
        std::pair("resource.edit.abc", "/resources/abc/edit")}) {
    ASSERT_EQ(browser.Get("/drafts/" + std::string(key)).status, 303);
    EXPECT_EQ(browser.shown().Header("Location"),
              std::string(address) + "?draft=" + std::string(key));
  }
  for (const char* key : {"plan", "plan.new.", "resource.adapt.x", "soup.new.x", "%2F%2Fx"}) {
    EXPECT_EQ(browser.Get("/drafts/" + std::string(key)).status, 404) << key;
  }
}

TEST_F(PublishingTest, NobodySeesTheDraftsOfOthers) {
  TestBrowser ada = BrowserOf("ada");
  ada.Get("/plans/new");
  ada.Send("/plans/new", {{"do", "draft"}, {"title", "Secret"}});
  const std::string address(*ada.shown().Header("Location"));
  TestBrowser bo = BrowserOf("bo");
  bo.Get(address);
  EXPECT_THAT(bo.shown().body, Not(HasSubstr("Secret")));
}

TEST_F(PublishingTest, ADraftCanBeThrownAway) {
  TestBrowser browser = BrowserOf("ada");
  browser.Get("/suggest");
  browser.Send("/suggest", {{"do", "draft"}, {"title", "Not that good"}});
  browser.Follow();
  ASSERT_EQ(browser.Send("/suggest", {{"do", "discard"}}).status, 303);
  browser.Get("/suggest");
  EXPECT_THAT(browser.shown().body, Not(HasSubstr("Not that good")));
}

TEST_F(PublishingTest, WhatCannotBePublishedIsADraftWithoutAsking) {
  TestBrowser browser = BrowserOf("ada");
  browser.Get("/suggest");
  browser.Send("/suggest", {{"do", "publish"}, {"title", "Half done"}});
  ASSERT_EQ(browser.shown().status, 422);
  browser.Get("/suggest");
  EXPECT_THAT(TextOf(browser), HasSubstr("Half done, kept on "));
}

TEST_F(PublishingTest, WhenTheSessionEndedTheFormIsKeptThroughSigningIn) {
  TestBrowser browser = BrowserOf("ada");
  browser.Get("/plans/new");
  people_.EndSessions();
  EXPECT_EQ(browser.Send("/plans/new", FewFields()).status, 403);
  browser.Send("/sign-in", {{"user_name", "ada"}, {"password", "a long password"}});
  ASSERT_EQ(browser.shown().status, 200);
  ASSERT_EQ(browser.Send("/plans/new").status, 303) << "one more press";
  EXPECT_EQ(Plan(IdIn(browser.shown())).plan().description().title(), "Half a pizza each");
}

TEST_F(PublishingTest, StepButtonsWorkWithoutScriptAndKeepEverything) {
  TestBrowser browser = BrowserOf("ada");
  browser.Get("/plans/new");
  const Typed typed = {{"do", "step-add"},
                       {"title", "T & T"},
                       {"licence", "https://creativecommons.org/licenses/by-sa/4.0/"},
                       {"levels", "EDUCATION_LEVEL_PRIMARY"},
                       {"step-1-name", "First"},
                       {"step-1-duration", "ten"}};
  ASSERT_EQ(browser.Send("/plans/new", typed).status, 200);
  ExpectGoodPage(browser);
  ASSERT_EQ(browser.Send("/plans/new", {{"do", "step-add"}, {"step-2-name", "Second"}}).status,
            200);
  ASSERT_EQ(browser.Send("/plans/new", {{"do", "step-up-2"}}).status, 200);
  Query form = browser.FormOf("/plans/new");
  EXPECT_EQ(form.Get("step-1-name"), "Second");
  EXPECT_EQ(form.Get("step-2-name"), "First");
  EXPECT_EQ(form.Get("step-2-duration"), "ten");
  EXPECT_EQ(form.Get("title"), "T & T");
  EXPECT_THAT(form.GetAll("levels"), ElementsAre("EDUCATION_LEVEL_PRIMARY"));
  EXPECT_EQ(form.Get("licence"), "https://creativecommons.org/licenses/by-sa/4.0/");

  browser.Send("/plans/new", {{"do", "step-remove-1"}});
  EXPECT_EQ(browser.FormOf("/plans/new").Get("step-1-name"), "First");
  browser.Send("/plans/new", {{"do", "step-restore"}});
  ExpectGoodPage(browser);
  EXPECT_EQ(browser.FormOf("/plans/new").Get("step-3-name"), "Second");
  EXPECT_EQ(PlanCount(), 0u);
}

TEST_F(PublishingTest, AStepInTheWayIsNamed) {
  TestBrowser browser = BrowserOf("ada");
  browser.Get("/plans/new");
  Typed typed = FewFields();
  typed.push_back({"step-4-name", "Later"});
  typed.push_back({"step-4-duration", "200000"});
  EXPECT_EQ(browser.Send("/plans/new", typed).status, 422);
  ExpectGoodPage(browser);
  EXPECT_THAT(TextOf(browser), HasSubstr("Step 2, Minutes: at most 100,000"));
  EXPECT_THAT(browser.shown().body, HasSubstr("<a href=\"#step-2-duration\">"));
}

TEST_F(PublishingTest, HostileTextStaysText) {
  const std::string hostile = "\"><script>alert(1)</script>{{t.form_keep}}<!--'";
  for (const char* address : {"/suggest", "/plans/new"}) {
    TestBrowser browser = BrowserOf("ada");
    browser.Get(address);
    Typed typed = {{"do", "step-add"}};
    const Query form = browser.FormOf(address);
    for (const auto& [name, value] : form.pairs()) {
      if (name != "form_token") {
        typed.emplace_back(name, hostile);
      }
    }
    for (const char* name : {"levels", "subjects", "type", "kind", "step-1-id", "step-2-name",
                             "removed-step-procedure", "seen", "why", "step-<b>-name"}) {
      typed.emplace_back(name, hostile);
    }
    browser.Send(address, typed);
    EXPECT_THAT(HtmlPage(browser.shown().body).problems(), IsEmpty()) << address;
    EXPECT_THAT(browser.shown().body, Not(HasSubstr("<script>alert")));
    typed[0].second = "publish";
    browser.Send(address, typed);
    EXPECT_EQ(browser.shown().status, 422);
    EXPECT_THAT(HtmlPage(browser.shown().body).problems(), IsEmpty()) << address;
    EXPECT_THAT(browser.shown().body, Not(HasSubstr("<script>alert")));
  }
}

TEST_F(PublishingTest, ATextThatIsTooLongIsKept) {
  TestBrowser browser = BrowserOf("ada");
  browser.Get("/plans/new");
  Typed typed = FewFields();
  typed[2].second = std::string(5000, 'x');
  EXPECT_EQ(browser.Send("/plans/new", typed).status, 422);
  EXPECT_THAT(TextOf(browser), HasSubstr("this is too long"));
  EXPECT_EQ(browser.FormOf("/plans/new").Get("summary")->size(), 5000u);
}

}  // namespace
}  // namespace cledi
