#ifndef CLEDI_TESTS_NODE_WEB_WRITING_WRITING_FIXTURE_H_
#define CLEDI_TESTS_NODE_WEB_WRITING_WRITING_FIXTURE_H_

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "node/http/http_target.h"
#include "node/http/router.h"
#include "node/web/pages/web_pages.h"
#include "tests/node/web/html_checker.h"
#include "tests/node/web/sample_people.h"
#include "tests/node/web/sample_source.h"
#include "tests/node/web/test_browser.h"
#include "tests/support/practice/practice_node.h"
#include "tests/support/practice/samples.h"

namespace cledi {

// The site over a folding node in memory with its real services for practices; people and their
// drafts are samples. Ada and Bo may publish.
class WritingTest : public testing::Test {
 protected:
  using Typed = TestBrowser::Typed;

  WritingTest() {
    people_.Add("ada", "a long password").mutable_profile()->set_name("Ada Yılmaz");
    people_.Add("bo", "a long password").mutable_profile()->set_name("Bo Rossi");
    node_.plans.RegisterWith(methods_);
    node_.resources.RegisterWith(methods_);
    node_.institutions.RegisterWith(methods_);
    node_.discussions.RegisterWith(methods_);
    people_.RegisterWith(methods_);
    auto pages = WebPages::Create(
        {.site = {.institution = "Universidad de Granada",
                  .version = "0.1.0",
                  .address = "http://granada.localhost:8441",
                  .addresses = {"http://granada.localhost:8441"}},
         .time_zone = "Europe/Madrid",
         .on_missing_name =
             [](std::string_view page, std::string_view name) {
               ADD_FAILURE() << page << " names \"" << name << "\", which is not set";
             }},
        {.methods = &methods_, .node = &source_, .callers = people_.resolver(), .random = &random_},
        router_);
    EXPECT_TRUE(pages.ok()) << pages.status();
    pages_ = *std::move(pages);
  }

  HttpResponse Ask(HttpMethod method, std::string_view target, HttpHeaders headers,
                   std::string body) const {
    const HttpTarget parsed = ParseTarget(target.substr(0, target.find('#'))).value();
    HttpRequest request;
    request.method = method;
    request.path = parsed.path;
    request.segments = parsed.segments;
    request.query = parsed.query;
    request.host = "granada.localhost:8441";
    request.headers = std::move(headers);
    request.body = std::move(body);
    const auto shared = std::make_shared<const HttpRequest>(std::move(request));
    HttpResponse answer;
    router_.Route(shared, [&](HttpResponse response) { answer = std::move(response); });
    return answer;
  }

  TestBrowser BrowserOf(std::string_view user_name) {
    TestBrowser browser = Visitor();
    browser.cookies()["__Host-session"] = people_.OpenSession(user_name);
    return browser;
  }
  TestBrowser Visitor() const {
    return TestBrowser(
        [this](HttpMethod method, std::string_view target, HttpHeaders headers, std::string body) {
          return Ask(method, target, std::move(headers), std::move(body));
        });
  }

  // What is enough to publish.
  static Typed FewFields() {
    return {{"do", "publish"},
            {"title", "Half a pizza each"},
            {"summary", "Pupils share a pizza fairly."},
            {"step-1-procedure", "Cut it.\n\nCompare the parts."}};
  }

  // Publishes in the name of `user_name`; the id.
  std::string Publish(const std::string& user_name, const event::v1::LessonPlan& plan) {
    community::v1::PublishPlanRequest request;
    *request.mutable_plan() = plan;
    const auto response = node_.plans.Publish(Educator(user_name), request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->id() : "";
  }

  community::v1::PlanView Plan(const std::string& id, const Caller& caller = Caller()) {
    community::v1::GetPlanRequest request;
    request.set_id(id);
    const auto response = node_.plans.Get(caller, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->plan() : community::v1::PlanView();
  }

  uint32_t PlanCount() const { return node_.plans.List({})->total(); }

  // The id in the address that an answer leads to.
  static std::string IdIn(const HttpResponse& response) {
    const std::string location(response.Header("Location").value_or(""));
    const size_t begin = location.find('/', 1) + 1;
    return location.substr(begin, location.find('?') - begin);
  }

  // A page that a browser shows has no mistake, and every entry of its summary of problems leads
  // to a control that says so too.
  static void ExpectGoodPage(const TestBrowser& browser) {
    const HtmlPage page(browser.shown().body);
    EXPECT_THAT(page.problems(), testing::IsEmpty());
    EXPECT_THAT(page.text(), testing::Not(testing::HasSubstr("{")));
  }

  // What a browser shows, as its reader sees it.
  static std::string TextOf(const TestBrowser& browser) {
    return HtmlPage(browser.shown().body).text();
  }

  ManualClock clock_;
  PracticeNode node_{&clock_};
  SamplePeople people_;
  SampleSource source_;
  SeededRandom random_{1};
  MethodTable methods_;
  Router router_;
  std::unique_ptr<WebPages> pages_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_NODE_WEB_WRITING_WRITING_FIXTURE_H_
