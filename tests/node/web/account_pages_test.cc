// Making an account, and what belongs to one person: /welcome, /reset, /settings, /my.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "node/web/words/word_book.h"
#include "tests/node/web/site_fixture.h"

namespace cledi {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class AccountPagesTest : public SiteTest {
 protected:
  AccountPagesTest() { people_.Add("marta", "a long password"); }

  static std::string TextShown(const TestBrowser& browser) {
    return HtmlPage(browser.shown().body).text();
  }
};

TEST_F(AccountPagesTest, EveryPageIsWholeInEnglishAndItalian) {
  people_.DraftsOf("marta")["plan.new.1"].set_title("Aves");
  people_.NewsFor("marta").emplace_back().mutable_thread()->set_title("Kuşlar?");
  const std::string invitation = people_.MakeLink("");
  const std::string reset = people_.MakeLink("marta");
  for (const std::string language : {"en", "it"}) {
    EXPECT_THAT(WordBook::Load("UTC")->In(language).untranslated(), IsEmpty());
    TestBrowser browser = BrowserOf("marta");
    browser.cookies()["lang"] = language;
    for (const std::string& path :
         {std::string("/"), std::string("/my"), std::string("/settings"),
          std::string("/settings?saved=profile"), "/welcome/" + invitation, "/reset/" + reset,
          std::string("/welcome/none")}) {
      browser.Get(path);
      EXPECT_EQ(browser.shown().status, path == "/welcome/none" ? 404 : 200) << path;
      const HtmlPage page(browser.shown().body);
      EXPECT_THAT(page.problems(), IsEmpty()) << path << " in " << language;
      EXPECT_EQ(page.tags().front().attributes.at("lang"), language);
      EXPECT_THAT(browser.shown().body, HasSubstr("content=\"noindex\"")) << path;
    }
  }
}

TEST_F(AccountPagesTest, VisitorsAreAskedToSignIn) {
  for (const std::string_view path : {"/my", "/settings"}) {
    const HttpResponse answer = Get(path);
    EXPECT_EQ(answer.status, 303) << path;
    EXPECT_EQ(answer.Header("Location"), "/sign-in?next=" + PercentEncode(path));
  }
}

TEST_F(AccountPagesTest, AnInvitationMakesAnAccountAndSignsIn) {
  TestBrowser browser = NewBrowser();
  browser.headers() = {{"Accept-Language", "it"}};
  const std::string path = "/welcome/" + people_.MakeLink("");
  browser.Get(path);
  EXPECT_EQ(browser.FormOf(path).GetAll("reading"), std::vector<std::string>{"it"});

  browser.Send(path, {{"user_name", "luca"},
                      {"password", "tre parole lunghe"},
                      {"name", "Luca Bianchi"},
                      {"occupation", "insegnante di scienze"},
                      {"reading", "it"},
                      {"reading", "ca"}});

  EXPECT_EQ(browser.shown().Header("Location"), "/my");
  browser.Follow();
  EXPECT_THAT(TextShown(browser), HasSubstr("Luca Bianchi"));
  const community::v1::Account* account = people_.Find("luca");
  ASSERT_NE(account, nullptr);
  EXPECT_EQ(account->profile().occupation(), "insegnante di scienze");
  EXPECT_EQ(account->profile().language(), "it");
  EXPECT_THAT(account->settings().reading_languages(), ElementsAre("it", "ca"));
  browser.Get(path);
  EXPECT_EQ(browser.shown().status, 404) << "a link works once";
}

TEST_F(AccountPagesTest, AnInvitationSaysWhatIsWrongAndKeepsWhatWasTyped) {
  TestBrowser browser = NewBrowser();
  browser.cookies()["lang"] = "it";
  const std::string path = "/welcome/" + people_.MakeLink("");
  browser.Get(path);
  browser.Send(path, {{"user_name", "luca"},
                      {"password", "short"},
                      {"name", "Luca"},
                      {"occupation", "a \"teacher\""},
                      {"reading", "sl"}});

  EXPECT_EQ(browser.shown().status, 422);
  const HtmlPage page(browser.shown().body);
  EXPECT_THAT(page.problems(), IsEmpty());
  EXPECT_THAT(page.text(), HasSubstr("Password: servono almeno 10 caratteri"));
  EXPECT_THAT(browser.shown().body,
              AllOf(HasSubstr("<a href=\"#password\">"), HasSubstr("aria-invalid=\"true\"")));
  const Query form = browser.FormOf(path);
  EXPECT_EQ(form.Get("user_name"), "luca");
  EXPECT_EQ(form.Get("occupation"), "a \"teacher\"");
  EXPECT_EQ(form.GetAll("reading"), std::vector<std::string>{"sl"});
  EXPECT_EQ(form.Get("password"), "");
  EXPECT_THAT(browser.shown().body, Not(HasSubstr("short")));

  browser.Send(path, {{"user_name", "marta"}, {"password", "long enough now"}});
  EXPECT_EQ(browser.shown().status, 422);
  EXPECT_THAT(browser.shown().body, HasSubstr("<span lang=\"en\">somebody here has this name"));
}

TEST_F(AccountPagesTest, AnOldInvitationPageKeepsAllButThePassword) {
  TestBrowser browser = NewBrowser();
  const std::string path = "/welcome/" + people_.MakeLink("");
  browser.Get(path);
  browser.cookies()["__Host-visit"] = std::string(64, '0');
  browser.Send(path, {{"user_name", "luca"}, {"password", "tre parole lunghe"}, {"name", "Luca"}});
  EXPECT_EQ(browser.shown().status, 403);
  EXPECT_THAT(HtmlPage(browser.shown().body).problems(), IsEmpty());
  EXPECT_EQ(browser.FormOf(path).Get("name"), "Luca");
  EXPECT_THAT(browser.shown().body, Not(HasSubstr("tre parole")));
  EXPECT_EQ(people_.Find("luca"), nullptr);
}

TEST_F(AccountPagesTest, AResetLinkSetsThePasswordAndEndsOtherSessions) {
  const std::string elsewhere = people_.OpenSession("marta");
  TestBrowser browser = NewBrowser();
  const std::string token = people_.MakeLink("marta");
  browser.Get("/welcome/" + token);  // The wrong one of both leads to the right one.
  browser.Follow();
  EXPECT_THAT(TextShown(browser), HasSubstr("For the user name marta."));
  const std::string path = "/reset/" + token;
  browser.Send(path, {{"password", "short"}});
  EXPECT_EQ(browser.shown().status, 422);
  browser.Send(path, {{"password", "another long one"}});
  EXPECT_EQ(browser.shown().Header("Location"), "/my");
  EXPECT_FALSE(people_.resolver()(elsewhere).has_value());
  browser.Follow();
  EXPECT_EQ(browser.shown().status, 200);
}

TEST_F(AccountPagesTest, SettingsAreKeptAndTheLanguageChangesAtOnce) {
  TestBrowser browser = BrowserOf("marta");
  browser.Get("/settings");
  browser.Send("/settings", {{"interface_language", "it"}, {"reading", "es"}, {"reading", "tr"}});
  EXPECT_EQ(browser.shown().Header("Location"), "/settings?saved=languages");
  EXPECT_THAT(people_.Find("marta")->settings().reading_languages(), ElementsAre("es", "tr"));
  browser.Follow();
  EXPECT_THAT(TextShown(browser), HasSubstr("Le tue lingue sono salvate."));
  EXPECT_EQ(browser.FormOf("/settings").Get("interface_language"), "it");
  EXPECT_EQ(browser.FormOf("/settings").GetAll("reading"), (std::vector<std::string>{"es", "tr"}));
}

TEST_F(AccountPagesTest, AProfileIsPublishedWhole) {
  event::v1::Profile& profile = *people_.Find("marta")->mutable_profile();
  profile.set_institution_id("es-granada-cei");
  profile.add_languages("gl");  // Not among those that are offered first.
  TestBrowser browser = BrowserOf("marta");
  browser.Get("/settings");
  browser.Send("/settings/profile", {{"name", "Marta R."},
                                     {"subjects", " física \r\n\r\nquímica"},
                                     {"about", "Me gusta *trabajar* con otras."}});
  EXPECT_EQ(browser.shown().Header("Location"), "/settings?saved=profile");
  EXPECT_EQ(profile.name(), "Marta R.");
  EXPECT_THAT(profile.subjects(), ElementsAre("física", "química"));
  EXPECT_THAT(profile.languages(), ElementsAre("gl"));
  EXPECT_EQ(profile.institution_id(), "es-granada-cei") << "what the form does not ask for stays";
}

TEST_F(AccountPagesTest, AProfileWithoutANameSaysSoAndKeepsTheRest) {
  TestBrowser browser = BrowserOf("marta");
  browser.Get("/settings");
  browser.Send("/settings/profile", {{"name", ""}, {"about", "\nOne\nTwo </textarea><b>"}});
  EXPECT_EQ(browser.shown().status, 422);
  EXPECT_THAT(HtmlPage(browser.shown().body).problems(), IsEmpty());
  EXPECT_THAT(TextShown(browser), HasSubstr("Your name: please fill this in"));
  EXPECT_EQ(browser.FormOf("/settings/profile").Get("about"), "\nOne\nTwo </textarea><b>");
  EXPECT_EQ(people_.Find("marta")->profile().name(), "Marta Ruiz");
}

TEST_F(AccountPagesTest, APasswordIsChangedByWhoKnowsIt) {
  TestBrowser browser = BrowserOf("marta");
  browser.Get("/settings");
  browser.Send("/settings/password",
               {{"old_password", "guessed wrong"}, {"new_password", "long enough now"}});
  EXPECT_EQ(browser.shown().status, 422);
  EXPECT_THAT(browser.shown().body, HasSubstr("<a href=\"#old_password\">"));
  EXPECT_THAT(browser.shown().body,
              AllOf(Not(HasSubstr("guessed wrong")), Not(HasSubstr("long enough now"))));
  browser.Send("/settings/password",
               {{"old_password", "a long password"}, {"new_password", "long enough now"}});
  EXPECT_EQ(browser.shown().Header("Location"), "/settings?saved=password");
}

TEST_F(AccountPagesTest, AProfileOutlivesTheEndOfASession) {
  TestBrowser browser = BrowserOf("marta");
  browser.Get("/settings");
  people_.EndSessions();
  browser.Send("/settings/profile",
               {{"about", "A long text about me that I will not type twice."}});
  EXPECT_EQ(browser.shown().status, 403);
  browser.Send("/sign-in", {{"user_name", "marta"}, {"password", "a long password"}});
  browser.Send("/settings/profile");
  EXPECT_EQ(browser.shown().status, 303);
  EXPECT_EQ(people_.Find("marta")->profile().about(),
            "A long text about me that I will not type twice.");
}

TEST_F(AccountPagesTest, MyWorkIsEmptyAtFirstAndHelpsOn) {
  TestBrowser browser = BrowserOf("marta");
  browser.Get("/my");
  EXPECT_THAT(TextShown(browser),
              AllOf(HasSubstr("What you begin to write is kept here"),
                    HasSubstr("The easiest beginning is a plan"), HasSubstr("None yet.")));
}

TEST_F(AccountPagesTest, MyWorkListsWhatIsMine) {
  community::v1::Draft& draft = people_.DraftsOf("marta")["plan.new.x7"];
  draft.set_key("plan.new.x7");
  draft.set_kind("plan");
  draft.set_title("<b>Aves</b>");
  draft.set_saved_unix_ms(kSampleNowUnixMs);
  community::v1::PracticeCard card;
  card.set_id("abcdefghijklmnopqrstuvwxyz");
  card.set_title("Los pájaros");
  card.set_language("es");
  card.set_plan_kind(event::v1::PLAN_KIND_LESSON);
  people_.PracticesOf("marta").push_back(card);
  community::v1::ThreadCard thread;
  thread.set_id("zyxwvutsrqponmlkjihgfedcba");
  thread.set_title("Kuşlar?");
  thread.set_language("tr");
  thread.set_posts(3);
  people_.FollowedBy("marta").push_back(thread);

  TestBrowser browser = BrowserOf("marta");
  browser.Get("/my");

  EXPECT_THAT(HtmlPage(browser.shown().body).problems(), IsEmpty());
  EXPECT_THAT(TextShown(browser), AllOf(HasSubstr("<b>Aves</b>"), HasSubstr("Los pájaros"),
                                        HasSubstr("Kuşlar?"), HasSubstr("3 answers")));
  EXPECT_THAT(browser.shown().body,
              AllOf(HasSubstr("href=\"/drafts/plan.new.x7\""),
                    HasSubstr("href=\"/plans/abcdefghijklmnopqrstuvwxyz\" lang=\"es\""),
                    HasSubstr("href=\"/talk/zyxwvutsrqponmlkjihgfedcba\" lang=\"tr\"")));
  browser.Send("/my/delete-draft");
  browser.Follow();
  EXPECT_THAT(TextShown(browser), HasSubstr("What you begin to write is kept here"));
  EXPECT_THAT(people_.DraftsOf("marta"), IsEmpty());
}

class WeekPageTest : public AccountPagesTest {
 protected:
  WeekPageTest() { Open(SampleSource::FromSamples()); }

  std::vector<std::string> LinksShown(const TestBrowser& browser) {
    std::vector<std::string> links;
    const HtmlPage page(browser.shown().body);
    for (const HtmlTag* link : page.All("a")) {
      links.push_back(link->attributes.at("href"));
    }
    return links;
  }
};

TEST_F(WeekPageTest, ShowsPracticesInTheLanguagesThatOneReads) {
  auto& settings = *people_.Find("marta")->mutable_settings();
  settings.add_reading_languages("it");
  settings.add_reading_languages("es");
  TestBrowser browser = BrowserOf("marta");
  browser.Get("/");
  EXPECT_THAT(TextShown(browser), AllOf(HasSubstr("Good to see you, Marta Ruiz."),
                                        Not(HasSubstr("You have not said yet"))));
  EXPECT_THAT(LinksShown(browser), testing::Contains("/plans?language=it&language=es"));
  size_t cards = 0;
  const HtmlPage page(browser.shown().body);
  for (const HtmlTag* title : page.All("h3")) {
    EXPECT_FALSE(title->text.empty());
    ++cards;
  }
  EXPECT_EQ(cards, 8u);
  for (const std::string& link : LinksShown(browser)) {
    if (link.starts_with("/plans/")) {
      EXPECT_THAT(source_->plan(link.substr(7))->plan().description().language(),
                  testing::AnyOf("it", "es"));
    }
  }
}

TEST_F(WeekPageTest, AsksForLanguagesWhereNoneAreSaid) {
  TestBrowser browser = BrowserOf("marta");
  browser.Get("/");
  EXPECT_THAT(TextShown(browser), HasSubstr("You have not said yet which languages you read"));
  EXPECT_THAT(LinksShown(browser), testing::Contains("/plans"));
}

TEST_F(WeekPageTest, SaysWhenThereIsNothingInThem) {
  people_.Find("marta")->mutable_settings()->add_reading_languages("wo");
  TestBrowser browser = BrowserOf("marta");
  browser.Get("/");
  EXPECT_THAT(TextShown(browser), HasSubstr("No lesson plans in the languages that you read yet"));
}

TEST_F(WeekPageTest, BeginsWithWhatIsNewAndWithDrafts) {
  community::v1::NewsItem& item = people_.NewsFor("marta").emplace_back();
  item.mutable_thread()->set_id("zyxwvutsrqponmlkjihgfedcba");
  item.mutable_thread()->set_title("<i>Kuşlar</i>");
  item.mutable_thread()->set_language("tr");
  item.set_new_posts(2);
  people_.DraftsOf("marta")["plan.new.1"].set_kind("plan");
  TestBrowser browser = BrowserOf("marta");
  browser.Get("/");
  EXPECT_THAT(HtmlPage(browser.shown().body).problems(), IsEmpty());
  EXPECT_THAT(TextShown(browser),
              AllOf(HasSubstr("<i>Kuşlar</i> 2 new answers"), HasSubstr("What I am writing")));
  EXPECT_THAT(LinksShown(browser), testing::Contains("/talk/zyxwvutsrqponmlkjihgfedcba"));
}

TEST_F(AccountPagesTest, ALinkIsNeverMoreThanItsText) {
  for (const std::string_view token : {"%3Cscript%3E", "..", "%2F%2Fevil.example", "a%0d%0ab"}) {
    for (const std::string_view path : {"/welcome/", "/reset/"}) {
      const HttpResponse response = Get(absl::StrCat(ToAbsl(path), ToAbsl(token)));
      EXPECT_EQ(response.status, 404) << token;
      const HtmlPage page(response.body);
      EXPECT_THAT(page.problems(), IsEmpty());
      EXPECT_THAT(page.All("script"), IsEmpty());
    }
  }
}

}  // namespace
}  // namespace cledi
