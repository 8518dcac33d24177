// /admin/people: the accounts of an institution, over its real UserService.

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "node/web/words/word_book.h"
#include "tests/node/person/people_node.h"
#include "tests/node/web/site_fixture.h"

namespace cledi {
namespace {

using community::v1::UserRole;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view kPage = "/admin/people";

// The site of a node whose accounts are real: Chief administers it.
class AccountsPageTest : public SiteTest {
 protected:
  AccountsPageTest() {
    source_ = std::make_unique<SampleSource>();
    methods_ = std::make_unique<MethodTable>();
    router_ = std::make_unique<Router>();
    node_.persons.RegisterWith(*methods_);
    node_.drafts.RegisterWith(*methods_);
    node_.users.RegisterWith(*methods_);
    callers_ = [this](std::string_view token) { return node_.desk->Resolve(token); };
    OpenPages();
    node_.Add("chief", UserRole::USER_ROLE_ADMINISTRATOR);
    node_.Add("ada");
  }

  TestBrowser SignedIn(const std::string& user_name) {
    TestBrowser browser = NewBrowser();
    browser.cookies()["__Host-session"] = node_.SignIn(user_name)->session_token();
    return browser;
  }
  TestBrowser Chief() {
    TestBrowser browser = SignedIn("chief");
    browser.Get(kPage);
    return browser;
  }
  // Any form, whether or not a page offers it: with the token of one that was printed.
  HttpResponse Post(TestBrowser& browser, const std::string& path, const Query& genuine,
                    const TestBrowser::Typed& typed) const {
    Query form;
    form.Add("form_token", std::string(genuine.Get("form_token").value_or("")));
    for (const auto& [name, value] : typed) {
      form.Add(name, value);
    }
    std::string cookies;
    for (const auto& [name, value] : browser.cookies()) {
      absl::StrAppend(&cookies, name, "=", value, "; ");
    }
    return Ask(HttpMethod::kPost, path,
               {{"Content-Type", "application/x-www-form-urlencoded"},
                {"Sec-Fetch-Site", "same-origin"},
                {"Cookie", cookies}},
               form.Encode());
  }
  static std::string TextShown(const TestBrowser& browser) {
    return HtmlPage(browser.shown().body).text();
  }
  StoredAccount AccountOf(const std::string& user_name) const {
    return **FindAccountByName(*node_.rows.Read(), user_name);
  }
  std::vector<int> RolesOf(const std::string& user_name) const {
    const auto account = AccountOf(user_name);
    return {account.row.roles().begin(), account.row.roles().end()};
  }
  // The link on the page; empty: there is none.
  static std::string LinkShown(const TestBrowser& browser) {
    const HtmlPage page(browser.shown().body);
    for (const HtmlTag* input : page.All("input")) {
      if (const auto id = input->attributes.find("id");
          id != input->attributes.end() && id->second == "handover") {
        return input->attributes.at("value");
      }
    }
    return "";
  }
  static std::string PathOf(const std::string& link) {
    EXPECT_TRUE(link.starts_with("https://granada.example/")) << link;
    return link.substr(std::string_view("https://granada.example").size());
  }

  PeopleNode node_{&clock_};
};

TEST_F(AccountsPageTest, ShowsTheAccountsInEveryLanguage) {
  node_.Add("lena", UserRole::USER_ROLE_COORDINATOR);
  TestBrowser browser = SignedIn("chief");
  for (const std::string& language : WordBook::Languages()) {
    browser.cookies()["lang"] = language;
    browser.Get(kPage);
    EXPECT_EQ(browser.shown().status, 200);
    EXPECT_THAT(HtmlPage(browser.shown().body).problems(), IsEmpty()) << language;
    EXPECT_THAT(TextShown(browser),
                AllOf(HasSubstr("Name of ada"), HasSubstr("ada"), HasSubstr("Name of lena")));
    EXPECT_THAT(browser.shown().body,
                AllOf(HasSubstr("content=\"noindex\""), Not(HasSubstr("<span lang=\"en\">"))));
  }
}

// Goal: who sees the page, and who may do each thing on it, is what the service says.
TEST_F(AccountsPageTest, OnlyAdministratorsSeeThePageAndCanUseItsForms) {
  node_.Add("mona", UserRole::USER_ROLE_MODERATOR);
  node_.Add("lena", UserRole::USER_ROLE_COORDINATOR);
  node_.Add("target");
  const std::map<std::string, TestBrowser::Typed> actions = {
      {"/admin/people/invite", {{"roles", "USER_ROLE_EDUCATOR"}}},
      {"/admin/people/reset", {{"user_name", "target"}}},
      {"/admin/people/roles", {{"user_name", "target"}, {"roles-target", "USER_ROLE_MODERATOR"}}},
      {"/admin/people/suspend", {{"user_name", "target"}, {"suspended", "1"}}}};
  for (const std::string who : {"", "ada", "mona", "lena", "chief"}) {
    const bool may = who == "chief";
    TestBrowser browser = who.empty() ? NewBrowser() : SignedIn(who);
    browser.Get(kPage);
    EXPECT_EQ(browser.shown().status, may ? 200 : who.empty() ? 303 : 403) << who;
    if (who.empty()) {
      EXPECT_EQ(browser.shown().Header("Location"), "/sign-in?next=%2Fadmin%2Fpeople");
    }
    browser.Get("/about");
    EXPECT_EQ(browser.shown().body.find("/admin/people") != std::string::npos, may) << who;
    browser.Get("/sign-in");  // Visitors find a form's token there, all others on any page.
    if (!who.empty()) {
      browser.Get("/about");
    }
    const Query genuine = browser.FormOf(who.empty() ? "/sign-in" : "/sign-out");
    for (const auto& [path, typed] : actions) {
      const HttpResponse answer = Post(browser, path, genuine, typed);
      EXPECT_EQ(answer.status, may ? 303 : 403) << who << " " << path;
      const bool hands_over = path.ends_with("invite") || path.ends_with("reset");
      EXPECT_EQ(answer.Header("Set-Cookie").value_or("").starts_with("__Host-handover="),
                may && hands_over)
          << who << " " << path;
    }
    EXPECT_EQ(AccountOf("target").row.suspended(), may) << who;
    EXPECT_THAT(RolesOf("target"),
                ElementsAre(may ? UserRole::USER_ROLE_MODERATOR : UserRole::USER_ROLE_EDUCATOR));
  }
}

TEST_F(AccountsPageTest, AnInvitationIsHandedOverOnceAndMakesAnAccount) {
  TestBrowser browser = Chief();
  EXPECT_EQ(browser.FormOf("/admin/people/invite").GetAll("roles"),
            std::vector<std::string>{"USER_ROLE_EDUCATOR"});
  browser.Send(
      "/admin/people/invite",
      {{"user_name", "luca"}, {"roles", "USER_ROLE_EDUCATOR"}, {"roles", "USER_ROLE_MODERATOR"}});
  EXPECT_EQ(browser.shown().status, 303);
  EXPECT_EQ(browser.shown().Header("Location"), kPage) << "no secret in an address";
  browser.Follow();
  const std::string link = LinkShown(browser);
  EXPECT_THAT(HtmlPage(browser.shown().body).problems(), IsEmpty());
  EXPECT_EQ(browser.shown().Header("Cache-Control"), "no-store");
  EXPECT_THAT(TextShown(browser), HasSubstr("luca · educator and moderator"));
  browser.Get(kPage);
  EXPECT_EQ(LinkShown(browser), "");
  EXPECT_THAT(browser.shown().body, Not(HasSubstr(link)));

  TestBrowser luca = NewBrowser();
  const std::string path = PathOf(link);
  luca.Get(path);
  luca.Send(path, {{"password", std::string(kGoodPassword)}, {"name", "Luca"}});
  EXPECT_EQ(luca.shown().status, 303);
  EXPECT_THAT(RolesOf("luca"),
              ElementsAre(UserRole::USER_ROLE_EDUCATOR, UserRole::USER_ROLE_MODERATOR));
}

TEST_F(AccountsPageTest, WhatIsWrongWithAnInvitationIsSaidAndWhatWasTypedStays) {
  TestBrowser browser = Chief();
  browser.cookies()["lang"] = "it";
  browser.Send("/admin/people/invite",
               {{"user_name", "\"<b>1</b>"}, {"roles", "USER_ROLE_MODERATOR"}});
  EXPECT_EQ(browser.shown().status, 422);
  EXPECT_THAT(HtmlPage(browser.shown().body).problems(), IsEmpty());
  EXPECT_THAT(browser.shown().body, HasSubstr("<a href=\"#user_name\">"));
  EXPECT_EQ(browser.FormOf("/admin/people/invite").Get("user_name"), "\"<b>1</b>");
  EXPECT_EQ(browser.FormOf("/admin/people/invite").GetAll("roles"),
            std::vector<std::string>{"USER_ROLE_MODERATOR"});

  browser.Send("/admin/people/invite", {{"user_name", "ada"}, {"roles", "USER_ROLE_EDUCATOR"}});
  EXPECT_EQ(browser.shown().status, 422);
  EXPECT_THAT(TextShown(browser), HasSubstr("Nome utente: qui qualcuno ha già questo nome"));
  browser.Send("/admin/people/invite", {{"user_name", ""}, {"roles", "USER_ROLE_KING"}});
  EXPECT_EQ(browser.shown().status, 422);
  EXPECT_THAT(browser.shown().body, HasSubstr("<a href=\"#roles\">"));
  EXPECT_THAT(LinkShown(browser), IsEmpty());
}

TEST_F(AccountsPageTest, APasswordLinkIsMadeForWhoeverMaySignIn) {
  TestBrowser browser = Chief();
  TestBrowser other_tab = browser;
  browser.Send("/admin/people/reset", {{"user_name", "ada"}});
  browser.Follow();
  EXPECT_THAT(TextShown(browser), HasSubstr("Give this link to ada, and to nobody else."));
  const std::string path = PathOf(LinkShown(browser));
  TestBrowser ada = NewBrowser();
  ada.Get(path);
  ada.Send(path, {{"password", "another long one"}});
  EXPECT_TRUE(node_.SignIn("ada", "another long one").ok());

  browser.Send("/admin/people/suspend", {{"user_name", "ada"}});
  other_tab.Send("/admin/people/reset", {{"user_name", "ada"}});
  EXPECT_EQ(other_tab.shown().status, 409);
  EXPECT_THAT(TextShown(other_tab), HasSubstr("this account is shut out; let it in again first"));
}

TEST_F(AccountsPageTest, RolesAreChangedAndOneStaysAtLeast) {
  TestBrowser browser = Chief();
  browser.Send("/admin/people/roles",
               {{"user_name", "ada"}, {"roles-ada", "USER_ROLE_ADMINISTRATOR"}});
  EXPECT_EQ(browser.shown().Header("Location"), "/admin/people?done=roles");
  browser.Follow();
  EXPECT_THAT(TextShown(browser), HasSubstr("The roles are changed."));
  EXPECT_THAT(RolesOf("ada"), ElementsAre(UserRole::USER_ROLE_ADMINISTRATOR));

  browser.Send("/admin/people/roles", {{"user_name", "ada"}, {"roles-ada", ""}});
  EXPECT_EQ(browser.shown().status, 422);
  EXPECT_THAT(HtmlPage(browser.shown().body).problems(), IsEmpty());
  EXPECT_THAT(browser.shown().body,
              AllOf(HasSubstr("<a href=\"#roles-ada\">"), HasSubstr("<details open>")));
  EXPECT_EQ(browser.FormOf("/admin/people/invite").Get("user_name"), "");
}

TEST_F(AccountsPageTest, ShuttingOutEndsSessionsUntilTheAccountIsLetInAgain) {
  TestBrowser ada = SignedIn("ada");
  TestBrowser browser = Chief();
  browser.Send("/admin/people/suspend", {{"user_name", "ada"}});
  EXPECT_EQ(browser.shown().Header("Location"), "/admin/people?done=suspended");
  browser.Follow();
  EXPECT_THAT(TextShown(browser), HasSubstr("The account is shut out"));
  ada.Get("/settings");
  EXPECT_EQ(ada.shown().status, 303) << "to the sign-in page";
  EXPECT_FALSE(node_.SignIn("ada").ok());
  browser.Send("/admin/people/suspend", {{"user_name", "ada"}});
  EXPECT_EQ(browser.shown().Header("Location"), "/admin/people?done=readmitted");
  EXPECT_TRUE(node_.SignIn("ada").ok());
}

TEST_F(AccountsPageTest, NobodyRaisesOrShutsOutThemselves) {
  TestBrowser browser = Chief();
  EXPECT_THAT(TextShown(browser), HasSubstr("This is you."));
  EXPECT_THAT(browser.shown().body, Not(HasSubstr("roles-chief")));
  const Query genuine = browser.FormOf("/sign-out");
  for (const auto& [path, typed] : std::vector<std::pair<std::string, TestBrowser::Typed>>{
           {"/admin/people/suspend", {{"user_name", "chief"}, {"suspended", "1"}}},
           {"/admin/people/roles", {{"user_name", "chief"}, {"roles-chief", "USER_ROLE_EDUCATOR"}}},
           {"/admin/people/roles",
            {{"user_name", "chief"},
             {"roles-chief", "USER_ROLE_ADMINISTRATOR"},
             {"roles-chief", "USER_ROLE_COORDINATOR"}}},
           {"/admin/people/invite", {{"roles", "USER_ROLE_COORDINATOR"}}}}) {
    const HttpResponse answer = Post(browser, path, genuine, typed);
    EXPECT_EQ(answer.status, 403) << path;
    EXPECT_THAT(HtmlPage(answer.body).problems(), IsEmpty()) << path;
  }
  EXPECT_FALSE(AccountOf("chief").row.suspended());
  EXPECT_THAT(RolesOf("chief"), ElementsAre(UserRole::USER_ROLE_ADMINISTRATOR));
}

// Goal: what an account may do beyond its administrator stays, whatever else she changes.
TEST_F(AccountsPageTest, ARoleBeyondTheReaderStays) {
  node_.Add("lena", UserRole::USER_ROLE_COORDINATOR);  // The last one on the page.
  TestBrowser browser = Chief();
  EXPECT_THAT(TextShown(browser), HasSubstr("This account has a role that you do not have."));
  EXPECT_EQ(browser.FormOf("/admin/people/reset").Get("user_name"), "ada");
  EXPECT_EQ(browser.FormOf("/admin/people/roles").GetAll("roles-lena"),
            std::vector<std::string>{"USER_ROLE_COORDINATOR"});
  browser.Send("/admin/people/roles",
               {{"roles-lena", "USER_ROLE_COORDINATOR"}, {"roles-lena", "USER_ROLE_EDUCATOR"}});
  EXPECT_EQ(browser.shown().status, 303);
  EXPECT_THAT(RolesOf("lena"),
              ElementsAre(UserRole::USER_ROLE_COORDINATOR, UserRole::USER_ROLE_EDUCATOR));
}

TEST_F(AccountsPageTest, AHandoverThatIsNoneIsText) {
  TestBrowser browser = SignedIn("chief");
  for (const std::string& cookie :
       {std::string("%%%"), Base64UrlEncode("link=%zz"), Base64UrlEncode("a=b"),
        Base64UrlEncode("link=\"><script>&name=<b>&ends=now")}) {
    browser.cookies()["__Host-handover"] = cookie;
    browser.Get(kPage);
    EXPECT_EQ(browser.shown().status, 200) << cookie;
    const HtmlPage page(browser.shown().body);
    EXPECT_THAT(page.problems(), IsEmpty()) << cookie;
    EXPECT_THAT(page.All("script"), IsEmpty()) << cookie;
  }
}

}  // namespace
}  // namespace cledi
