// A person at a real node, with a browser without script: what no test in memory can show is
// what outlives a restart, and that all parts are tied together.

#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/node/http/raw_client.h"
#include "tests/node/web/html_checker.h"
#include "tests/node/web/test_browser.h"
#include "tests/support/process/partner_network.h"

namespace cledi {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr char kNode[] = "es-granada";
constexpr char kMarta[] =
    R"({"userName": "marta", "roles": ["USER_ROLE_EDUCATOR"], "profile": {"name": "Marta Ruiz"}})";

HttpResponse ParseResponse(const std::string& bytes) {
  HttpResponse response;
  response.status = 0;
  const size_t end = bytes.find("\r\n\r\n");
  if (end == std::string::npos || !absl::SimpleAtoi(bytes.substr(9, 3), &response.status)) {
    ADD_FAILURE() << "no response: " << bytes;
    return response;
  }
  for (const absl::string_view line : absl::StrSplit(bytes.substr(0, end), "\r\n")) {
    const std::pair<std::string, std::string> header =
        absl::StrSplit(line, absl::MaxSplits(": ", 1));
    response.headers.emplace_back(header);
  }
  response.body = bytes.substr(end + 4);
  return response;
}

class AccountsTest : public testing::Test {
 protected:
  AccountsTest() : network_({kNode}), passwords_(network_.folder() + "/passwords") {
    const CommandResult added =
        network_.Cledi(kNode, {"user", "import", "-", "--passwords", passwords_}, kMarta);
    EXPECT_EQ(added.exit_status, 0) << added.err;
  }

  std::string Password() const {
    std::ifstream file(passwords_);
    std::string user_name, role, password;
    file >> user_name >> role >> password;
    return password;
  }

  std::string Host() const { return absl::StrCat("127.0.0.1:", network_.ports(kNode).web); }

  TestBrowser NewBrowser() const {
    return TestBrowser(
        [this](HttpMethod method, std::string_view target, HttpHeaders headers, std::string body) {
          std::string request = absl::StrCat(ToAbsl(HttpMethodName(method)), " ", ToAbsl(target),
                                             " HTTP/1.1\r\nHost: ", Host(), "\r\n");
          for (const auto& [name, value] : headers) {
            absl::StrAppend(&request, name, ": ", value, "\r\n");
          }
          absl::StrAppend(&request, "Content-Length: ", body.size(), "\r\n\r\n", body);
          RawClient client(static_cast<uint16_t>(network_.ports(kNode).web));
          client.Send(request);
          return ParseResponse(client.ReadResponse());
        },
        "http://" + Host());
  }

  static std::string TextOf(const TestBrowser& browser) {
    const HtmlPage page(browser.shown().body);
    EXPECT_THAT(page.problems(), IsEmpty());
    return page.text();
  }

  PartnerNetwork network_;
  const std::string passwords_;
};

TEST_F(AccountsTest, APersonWorksOnAfterTheNodeWasStartedAgain) {
  TestBrowser browser = NewBrowser();
  browser.Get("/my");
  browser.Follow();
  browser.Send("/sign-in", {{"user_name", "Marta"}, {"password", "not this one"}});
  EXPECT_EQ(browser.shown().status, 422);
  browser.Send("/sign-in", {{"user_name", "Marta"}, {"password", Password()}});
  EXPECT_EQ(browser.shown().Header("Location"), "/my");
  browser.Follow();
  EXPECT_THAT(TextOf(browser), HasSubstr("Marta Ruiz"));

  browser.Get("/settings");
  network_.KillNode(kNode);
  network_.StartNode(kNode);
  // Typed on the page that was printed before.
  browser.Send("/settings/profile", {{"name", "Marta R. Ruiz"}, {"about", "Typed before it."}});

  EXPECT_EQ(browser.shown().Header("Location"), "/settings?saved=profile");
  browser.Follow();
  EXPECT_THAT(TextOf(browser), HasSubstr("Your profile is published."));
  browser.Get("/settings");
  EXPECT_EQ(browser.FormOf("/settings/profile").Get("about"), "Typed before it.");
  EXPECT_THAT(browser.shown().body, HasSubstr("Marta R. Ruiz"));

  const std::string session = browser.cookies()["__Host-session"];
  browser.Send("/sign-out");
  browser.cookies()["__Host-session"] = session;
  browser.Get("/");
  EXPECT_THAT(TextOf(browser), Not(HasSubstr("Marta")));
}

TEST_F(AccountsTest, ALinkMakesAnAccountAndAnotherItsNewPassword) {
  // As the command line prints it, without the site.
  const auto path_of = [&](const std::vector<std::string>& arguments) {
    const std::string link = network_.Ask(kNode, arguments)["link"];
    const size_t path = link.find('/', link.find("://") + 3);
    EXPECT_NE(path, std::string::npos) << link;
    return link.substr(std::min(path, link.size()));
  };
  const std::string welcome = path_of({"user", "invite", "--role", "educator"});
  TestBrowser browser = NewBrowser();
  browser.Get(welcome);
  EXPECT_EQ(browser.shown().status, 200) << welcome;
  browser.Send(welcome, {{"user_name", "marta"}, {"password", "short"}, {"name", "Luca"}});
  EXPECT_EQ(browser.shown().status, 422);
  EXPECT_THAT(TextOf(browser), HasSubstr("Password: at least 10 characters are needed"));
  browser.Send(welcome, {{"user_name", "luca"}, {"password", "nebbia tazza fiume"}});
  EXPECT_EQ(browser.shown().Header("Location"), "/my");
  browser.Follow();
  EXPECT_THAT(TextOf(browser), HasSubstr("Luca"));

  const std::string reset = path_of({"user", "reset-password", "luca"});
  TestBrowser elsewhere = NewBrowser();
  elsewhere.Get(reset);
  EXPECT_THAT(TextOf(elsewhere), HasSubstr("For the user name luca."));
  elsewhere.Send(reset, {{"password", "sasso vento pagina"}});
  EXPECT_EQ(elsewhere.shown().Header("Location"), "/my");
  browser.Get("/my");
  EXPECT_EQ(browser.shown().status, 303) << "the old session has ended";
  elsewhere.Get(reset);
  EXPECT_EQ(elsewhere.shown().status, 404) << "a link works once";
}

TEST_F(AccountsTest, EveryFormRefusesWhatDoesNotComeFromIt) {
  for (const std::string_view path :
       {"/sign-in", "/sign-out", "/settings", "/settings/profile", "/settings/password",
        "/welcome/x", "/reset/x", "/my/delete-draft"}) {
    const auto post = [&](std::string_view headers, std::string_view body, size_t length) {
      RawClient client(static_cast<uint16_t>(network_.ports(kNode).web));
      client.Send(absl::StrCat("POST ", ToAbsl(path), " HTTP/1.1\r\nHost: ", Host(), "\r\n",
                               ToAbsl(headers), "Content-Length: ", length, "\r\n\r\n",
                               ToAbsl(body)));
      return ParseResponse(client.ReadResponse()).status;
    };
    constexpr std::string_view kForm = "Content-Type: application/x-www-form-urlencoded\r\n";
    const std::string elsewhere = absl::StrCat(ToAbsl(kForm), "Origin: http://evil.example\r\n");
    const std::string here = absl::StrCat(ToAbsl(kForm), "Origin: http://", Host(), "\r\n");
    EXPECT_EQ(post(elsewhere, "a=b", 3), 403) << path;
    EXPECT_EQ(post(kForm, "a=b", 3), 403) << path;
    EXPECT_EQ(post(here, "a=%", 3), 400) << path;
    EXPECT_EQ(post("", "a=b", 3), 415) << path;
    EXPECT_EQ(post(here, "", 2 * 1024 * 1024), 413) << path;
  }
}

}  // namespace
}  // namespace cledi
