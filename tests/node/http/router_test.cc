#include "node/http/router.h"

#include <gtest/gtest.h>

#include "node/http/http_target.h"

namespace cledi {
namespace {

HttpResponse Ask(const Router& router, HttpMethod method, std::string_view target) {
  const HttpTarget parsed = ParseTarget(target).value();
  HttpRequest request;
  request.method = method;
  request.path = parsed.path;
  request.segments = parsed.segments;
  request.query = parsed.query;
  HttpResponse answer;
  router.Route(std::make_shared<const HttpRequest>(std::move(request)),
               [&](HttpResponse response) { answer = std::move(response); });
  return answer;
}

Router::Handler Says(std::string text) {
  return [text = std::move(text)](const HttpRequest&, const PathParams& params) {
    HttpResponse response;
    response.body = text;
    for (const auto& [name, value] : params) {
      response.body += " " + name + "=" + value;
    }
    return response;
  };
}

class RouterTest : public testing::Test {
 protected:
  RouterTest() {
    router_.Add(HttpMethod::kGet, "/", Says("home"));
    router_.Add(HttpMethod::kGet, "/plans", Says("list"));
    router_.Add(HttpMethod::kPost, "/plans", Says("publish"));
    router_.Add(HttpMethod::kGet, "/plans/{id}", Says("plan"));
    router_.Add(HttpMethod::kGet, "/plans/new", Says("new"));
  }

  Router router_;
};

TEST_F(RouterTest, FindsTheHandlerAndItsParameters) {
  EXPECT_EQ(Ask(router_, HttpMethod::kGet, "/").body, "home");
  EXPECT_EQ(Ask(router_, HttpMethod::kGet, "/plans").body, "list");
  EXPECT_EQ(Ask(router_, HttpMethod::kPost, "/plans").body, "publish");
  EXPECT_EQ(Ask(router_, HttpMethod::kGet, "/plans/a%2Fb").body, "plan id=a/b");
  EXPECT_EQ(Ask(router_, HttpMethod::kHead, "/plans/x").body, "plan id=x");
}

TEST_F(RouterTest, ALiteralPartWinsOverAName) {
  EXPECT_EQ(Ask(router_, HttpMethod::kGet, "/plans/new").body, "new");
}

TEST_F(RouterTest, AnUnknownPathIsNotFound) {
  for (const std::string_view path : {"/nowhere", "/plans/x/y", "//plans", "//", "/PLANS"}) {
    EXPECT_EQ(Ask(router_, HttpMethod::kGet, path).status, 404) << path;
  }
}

TEST_F(RouterTest, AnotherMethodIsToldWhichAreAllowed) {
  const HttpResponse response = Ask(router_, HttpMethod::kDelete, "/plans");
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.Header("allow"), "GET, HEAD, POST");
}

TEST_F(RouterTest, ASlashTooManyIsTakenAway) {
  const HttpResponse response = Ask(router_, HttpMethod::kGet, "/plans/?lang=it");
  EXPECT_EQ(response.status, 308);
  EXPECT_EQ(response.Header("location"), "/plans?lang=it");
  EXPECT_EQ(Ask(router_, HttpMethod::kGet, "//evil.example/").status, 404);
}

TEST_F(RouterTest, AHandlerMayAnswerLater) {
  HttpAnswer kept;
  router_.AddLater(HttpMethod::kGet, "/later",
                   [&](std::shared_ptr<const HttpRequest>, const PathParams&, HttpAnswer answer) {
                     kept = std::move(answer);
                   });
  HttpRequest request;
  request.segments = {"later"};
  int status = 0;
  router_.Route(std::make_shared<const HttpRequest>(std::move(request)),
                [&](HttpResponse response) { status = response.status; });
  EXPECT_EQ(status, 0);
  kept(HttpResponse{});
  EXPECT_EQ(status, 200);
}

}  // namespace
}  // namespace cledi
