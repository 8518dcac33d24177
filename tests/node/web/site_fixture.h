#ifndef CLEDI_TESTS_NODE_WEB_SITE_FIXTURE_H_
#define CLEDI_TESTS_NODE_WEB_SITE_FIXTURE_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "federation/base/random.h"
#include "node/http/http_target.h"
#include "node/http/router.h"
#include "node/web/pages/web_pages.h"
#include "tests/node/web/html_checker.h"
#include "tests/node/web/sample_people.h"
#include "tests/node/web/sample_source.h"
#include "tests/node/web/sample_talk.h"
#include "tests/node/web/test_browser.h"

namespace cledi {

// The whole site over a source in memory, asked without a network. A template that names what
// its view lacks fails the test.
class SiteTest : public testing::Test {
 protected:
  SiteTest() { Open(SampleSource()); }

  void Open(SampleSource source) {
    router_ = std::make_unique<Router>();
    source_ = std::make_unique<SampleSource>(std::move(source));
    methods_ = std::make_unique<MethodTable>();
    source_->RegisterWith(*methods_);
    people_.RegisterWith(*methods_);
    source_->AlsoKnow([this](std::string_view id) { return people_.FindPerson(id); });
    talk_.RegisterWith(*methods_);
    OpenPages();
  }

  // Over the methods and the source that are there.
  void OpenPages() {
    auto pages = WebPages::Create(
        {.site = {.institution = "Universidad de Granada",
                  .version = "0.1.0",
                  .address = "http://granada.localhost:8441",
                  .addresses = {"http://granada.localhost:8441", "https://escuela.example"}},
         .time_zone = "Europe/Madrid",
         .on_missing_name =
             [](std::string_view page, std::string_view name) {
               ADD_FAILURE() << page << " names \"" << name << "\", which is not set";
             }},
        {.methods = methods_.get(),
         .node = source_.get(),
         .callers = callers_,
         .random = &random_,
         .clock = &clock_,
         .state = state_},
        *router_);
    ASSERT_TRUE(pages.ok()) << pages.status();
    pages_ = *std::move(pages);
  }

  // As the server asks the router, with its error pages.
  HttpResponse Ask(HttpMethod method, std::string_view target, HttpHeaders headers = {},
                   std::string body = "") const {
    const HttpTarget parsed = ParseTarget(target).value();
    HttpRequest request;
    request.method = method;
    request.path = parsed.path;
    request.segments = parsed.segments;
    request.query = parsed.query;
    request.host = "granada.localhost:8441";
    request.headers = std::move(headers);
    request.body = std::move(body);
    if (const auto host = request.Header("host")) {
      request.host = *host;
    }
    const auto shared = std::make_shared<const HttpRequest>(std::move(request));
    HttpResponse answer;
    router_->Route(shared, [&](HttpResponse response) { answer = std::move(response); });
    if (answer.status >= 400 && answer.body.empty()) {  // As the server does.
      HttpResponse page = pages_->error_page()(*shared, answer.status, answer.detail);
      page.status = answer.status;
      answer = std::move(page);
    }
    return answer;
  }

  HttpResponse Get(std::string_view target, HttpHeaders headers = {}) const {
    return Ask(HttpMethod::kGet, target, std::move(headers));
  }

  // The page's text as a reader sees it.
  std::string TextOf(std::string_view target) const { return HtmlPage(Get(target).body).text(); }

  TestBrowser NewBrowser() const {
    return TestBrowser(
        [this](HttpMethod method, std::string_view target, HttpHeaders headers, std::string body) {
          return Ask(method, target, std::move(headers), std::move(body));
        });
  }
  // Where somebody with an account (SamplePeople) is signed in.
  TestBrowser BrowserOf(std::string_view user_name) {
    TestBrowser browser = NewBrowser();
    browser.cookies()["__Host-session"] = people_.OpenSession(user_name);
    return browser;
  }

  SamplePeople people_;
  CallerResolver callers_ = people_.resolver();
  SampleTalk talk_{&people_};
  SeededRandom random_{1};
  ManualClock clock_;
  std::function<uint64_t()> state_;  // PageBackend's.
  std::unique_ptr<Router> router_;
  std::unique_ptr<SampleSource> source_;
  std::unique_ptr<MethodTable> methods_;
  std::unique_ptr<WebPages> pages_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_NODE_WEB_SITE_FIXTURE_H_
