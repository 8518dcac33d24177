#include "node/connect/connect_routes.h"

#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "cledi/community/v1/draft_service.pb.h"
#include "federation/base/bytes.h"
#include "federation/base/clock.h"
#include "nlohmann/json.hpp"
#include "node/http/content_coding.h"
#include "node/http/http_target.h"

namespace cledi {
namespace {

using namespace std::chrono_literals;  // NOLINT(build/namespaces): the literals only.
using community::v1::DeleteDraftRequest;
using community::v1::DeleteDraftResponse;
using community::v1::GetDraftRequest;
using community::v1::GetDraftResponse;
using community::v1::ListDraftsRequest;
using community::v1::ListDraftsResponse;
using nlohmann::json;
using testing::HasSubstr;

constexpr std::string_view kGet = "/cledi.community.v1.DraftService/GetDraft";
constexpr std::string_view kList = "/cledi.community.v1.DraftService/ListDrafts";
constexpr std::string_view kDelete = "/cledi.community.v1.DraftService/DeleteDraft";

const google::protobuf::ServiceDescriptor* DraftService() {
  return GetDraftRequest::descriptor()->file()->service(0);
}

// A table with three methods behind the routes: GetDraft reads and tells who called, DeleteDraft
// is for educators and fails as its key says, ListDrafts answers when the test does.
class ConnectRoutesTest : public testing::Test {
 protected:
  ConnectRoutesTest() {
    table_.Add<GetDraftRequest, GetDraftResponse>(
        "cledi.community.v1.DraftService/GetDraft", Role::kVisitor,
        [](const Call& call, const GetDraftRequest& request) -> StatusOr<GetDraftResponse> {
          GetDraftResponse response;
          response.mutable_draft()->set_key(request.key());
          response.mutable_draft()->set_title(call.caller().id);
          return response;
        });
    table_.Add<DeleteDraftRequest, DeleteDraftResponse>(
        "cledi.community.v1.DraftService/DeleteDraft", Role::kEducator,
        [this](const Call&, const DeleteDraftRequest&) -> StatusOr<DeleteDraftResponse> {
          ++deleted_;
          return failure_.ok() ? StatusOr<DeleteDraftResponse>(DeleteDraftResponse()) : failure_;
        });
    table_.AddLater<ListDraftsRequest, ListDraftsResponse>(
        "cledi.community.v1.DraftService/ListDrafts", Role::kVisitor,
        [this](std::shared_ptr<Call> call, const ListDraftsRequest&,
               MethodTable::Answer<ListDraftsResponse> answer) {
          waiting_call_ = std::move(call);
          waiting_ = std::move(answer);
        });
    routes_.RegisterWith(router_);
  }

  static HttpRequest Request(HttpMethod method, std::string_view target) {
    StatusOr<HttpTarget> parsed = ParseTarget(target);
    EXPECT_TRUE(parsed.ok()) << parsed.status();
    HttpRequest request;
    request.method = method;
    request.path = parsed->path;
    request.segments = parsed->segments;
    request.query = parsed->query;
    request.host = "school.example";
    request.client = std::make_shared<ClientPresence>();
    return request;
  }

  static HttpRequest Post(std::string_view path, std::string body,
                          std::string_view type = "application/json") {
    HttpRequest request = Request(HttpMethod::kPost, path);
    request.headers = {{"content-type", std::string(type)}};
    request.body = std::move(body);
    return request;
  }

  static HttpRequest Get(std::string_view query) {
    return Request(HttpMethod::kGet, absl::StrCat(ToAbsl(kGet), "?", ToAbsl(query)));
  }

  void Send(const HttpRequest& request) {
    answer_.reset();
    router_.Route(std::make_shared<const HttpRequest>(request),
                  [this](HttpResponse response) { answer_ = std::move(response); });
  }

  HttpResponse Ask(const HttpRequest& request) {
    Send(request);
    EXPECT_TRUE(answer_.has_value());
    return answer_.value_or(HttpResponse());
  }

  // "400 invalid_argument".
  std::string Verdict(const HttpRequest& request) {
    const HttpResponse response = Ask(request);
    const json error = json::parse(response.body, nullptr, false);
    return absl::StrCat(response.status, " ", error.value("code", ""));
  }

  static HttpRequest With(HttpRequest request, std::string name, std::string value) {
    request.headers.emplace_back(std::move(name), std::move(value));
    return request;
  }

  static std::optional<Caller> CallerWith(std::string_view token) {
    if (token != "ada-token") {
      return std::nullopt;
    }
    Caller ada;
    ada.id = "ada";
    ada.Add(Role::kEducator);
    return ada;
  }

  ManualClock clock_;
  MethodTable table_;
  Router router_;
  const ConnectRoutes routes_{{.methods = &table_,
                               .services = {DraftService()},
                               .callers = CallerWith,
                               .session_cookie = "session",
                               .clock = &clock_,
                               .message_bytes_max = 1000}};
  Status failure_;
  int deleted_ = 0;
  std::shared_ptr<Call> waiting_call_;
  MethodTable::Answer<ListDraftsResponse> waiting_;
  std::optional<HttpResponse> answer_;
};

TEST_F(ConnectRoutesTest, AnswersInTheEncodingOfTheRequest) {
  const HttpResponse in_json = Ask(Post(kGet, R"({"key":"k"})", "application/json; charset=utf-8"));
  EXPECT_EQ(in_json.status, 200);
  EXPECT_EQ(in_json.content_type, "application/json");
  EXPECT_EQ(json::parse(in_json.body)["draft"]["key"], "k");

  GetDraftRequest request;
  request.set_key("k");
  const HttpResponse in_proto = Ask(Post(kGet, request.SerializeAsString(), "Application/Proto"));
  EXPECT_EQ(in_proto.content_type, "application/proto");
  GetDraftResponse response;
  ASSERT_TRUE(response.ParseFromString(in_proto.body));
  EXPECT_EQ(response.draft().key(), "k");
}

TEST_F(ConnectRoutesTest, GetCallsWhatHasNoSideEffects) {
  EXPECT_EQ(
      json::parse(Ask(Get("encoding=json&message=%7B%22key%22%3A%22k%22%7D")).body)["draft"]["key"],
      "k");
  GetDraftRequest request;
  request.set_key("key");
  const std::string bytes = request.SerializeAsString();
  for (const std::string& message :
       {Base64UrlEncode(bytes),
        Base64UrlEncode(bytes) + std::string((4 - Base64UrlEncode(bytes).size() % 4) % 4, '=')}) {
    const HttpResponse response =
        Ask(Get(absl::StrCat("connect=v1&encoding=proto&base64=1&message=", message)));
    EXPECT_EQ(response.status, 200) << message;
    EXPECT_THAT(response.body, HasSubstr("key"));
  }
  const std::string packed =
      Base64UrlEncode(Compress(R"({"key":"k"})", ContentCoding::kGzip, CompressionEffort::kFast));
  EXPECT_EQ(Ask(Get("connect=v1&encoding=json&compression=gzip&base64=1&message=" + packed)).status,
            200);
}

TEST_F(ConnectRoutesTest, AMalformedGetIsRefused) {
  EXPECT_EQ(Verdict(Get("")), "400 invalid_argument");
  EXPECT_EQ(Verdict(Get("encoding=json")), "400 invalid_argument");
  EXPECT_EQ(Verdict(Get("message=%7B%7D")), "400 invalid_argument");
  EXPECT_EQ(Verdict(Get("connect=v2&encoding=json&message=%7B%7D")), "400 invalid_argument");
  EXPECT_EQ(Verdict(Get("encoding=json&base64=1&message=*")), "400 invalid_argument");
  EXPECT_EQ(Verdict(Get("encoding=json&base64=2&message=%7B%7D")), "400 invalid_argument");
  EXPECT_EQ(Verdict(Get("encoding=json&message=")), "400 invalid_argument");
  EXPECT_EQ(Verdict(Get("encoding=json&compression=gzip&message=%7B%7D")), "400 invalid_argument");
  EXPECT_EQ(Verdict(Get("encoding=json&compression=br&message=%7B%7D")), "501 unimplemented");
  EXPECT_EQ(Ask(Get("encoding=xml&message=%7B%7D")).status, 415);
}

TEST_F(ConnectRoutesTest, AnUnknownPathIsUnimplemented) {
  EXPECT_EQ(Verdict(Post("/cledi.community.v1.DraftService/Nothing", "{}")), "404 unimplemented");
  // Neither is what this table has but the routes were not given.
  EXPECT_EQ(Ask(Post("/cledi.admin.v1.NodeService/GetStatus", "{}")).status, 404);
  // Declared, and without a handler.
  EXPECT_EQ(Verdict(Post("/cledi.community.v1.DraftService/SaveDraft", "{}")), "501 unimplemented");
}

TEST_F(ConnectRoutesTest, AWrongVerbIsToldTheRightOnes) {
  for (const HttpMethod method : {HttpMethod::kGet, HttpMethod::kPut, HttpMethod::kPatch,
                                  HttpMethod::kDelete, HttpMethod::kOptions, HttpMethod::kHead}) {
    const HttpResponse response = Ask(Request(method, kDelete));
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(response.Header("Allow"), "POST");
  }
  EXPECT_EQ(Ask(Request(HttpMethod::kPut, kGet)).Header("Allow"), "POST, GET, HEAD");
  EXPECT_EQ(deleted_, 0);
}

TEST_F(ConnectRoutesTest, AWrongTypeIsToldTheRightOnes) {
  for (const std::string_view type :
       {"", "text/plain", "application/x-www-form-urlencoded", "application/jsonp",
        "application/connect+json", "application/grpc-web+proto"}) {
    const HttpResponse response = Ask(Post(kGet, "{}", type));
    EXPECT_EQ(response.status, 415) << type;
    EXPECT_EQ(response.Header("Accept-Post"), "application/json, application/proto");
  }
}

TEST_F(ConnectRoutesTest, AMessageThatIsTooLargeIsRefusedHoweverItIsPacked) {
  EXPECT_EQ(Verdict(Post(kGet, std::string(1001, ' '))), "413 resource_exhausted");
  const std::string bomb =
      Compress(std::string(1 << 24, ' '), ContentCoding::kGzip, CompressionEffort::kBest);
  EXPECT_EQ(Verdict(With(Post(kGet, bomb), "content-encoding", "gzip")), "413 resource_exhausted");
}

TEST_F(ConnectRoutesTest, UnpacksGzipAndNothingElse) {
  const std::string packed =
      Compress(R"({"key":"k"})", ContentCoding::kGzip, CompressionEffort::kFast);
  EXPECT_EQ(Ask(With(Post(kGet, packed), "content-encoding", "gzip")).status, 200);
  EXPECT_EQ(Ask(With(Post(kGet, "{}"), "content-encoding", "identity")).status, 200);
  EXPECT_EQ(Ask(With(Post(kGet, "", "application/proto"), "content-encoding", "gzip")).status, 200);
  for (const std::string& broken : {packed.substr(0, 10), packed + "x", std::string("{}")}) {
    EXPECT_EQ(Verdict(With(Post(kGet, broken), "content-encoding", "gzip")),
              "400 invalid_argument");
  }
  const HttpResponse unknown = Ask(With(Post(kGet, "{}"), "content-encoding", "zstd"));
  EXPECT_EQ(unknown.status, 501);
  EXPECT_EQ(unknown.Header("Accept-Encoding"), "gzip");
}

TEST_F(ConnectRoutesTest, ABodyThatIsNoMessageIsRefused) {
  for (const std::string_view body : {"", "{", "[]", R"({"kee":"k"})"}) {
    EXPECT_EQ(Verdict(Post(kGet, std::string(body))), "400 invalid_argument") << body;
  }
  EXPECT_EQ(Verdict(Post(kGet, "\xff", "application/proto")), "400 invalid_argument");
}

TEST_F(ConnectRoutesTest, AnotherVersionOfTheProtocolIsRefused) {
  EXPECT_EQ(Ask(With(Post(kGet, "{}"), "connect-protocol-version", "1")).status, 200);
  EXPECT_EQ(Verdict(With(Post(kGet, "{}"), "connect-protocol-version", "2")),
            "400 invalid_argument");
}

TEST_F(ConnectRoutesTest, ATimeoutIsANumber) {
  EXPECT_EQ(Ask(With(Post(kGet, "{}"), "connect-timeout-ms", "9999999999")).status, 200);
  for (const char* timeout : {"", "-1", "1.5", "1s", "12345678901"}) {
    EXPECT_EQ(Verdict(With(Post(kGet, "{}"), "connect-timeout-ms", timeout)),
              "400 invalid_argument")
        << timeout;
  }
}

TEST_F(ConnectRoutesTest, FailuresOfAMethodKeepTheirCode) {
  const HttpRequest request = With(Post(kDelete, "{}"), "authorization", "Bearer ada-token");
  EXPECT_EQ(Ask(request).status, 200);
  for (const auto code : {StatusCode::kAborted, StatusCode::kNotFound, StatusCode::kDataLoss}) {
    failure_ = Status(code, "why");
    EXPECT_EQ(json::parse(Ask(request).body)["message"], "why");
  }
  failure_ = absl::InternalError("a path of our disk");
  const HttpResponse ours = Ask(request);
  EXPECT_EQ(ours.status, 500);
  EXPECT_THAT(ours.body, testing::Not(HasSubstr("a path of our disk")));
}

TEST_F(ConnectRoutesTest, ATokenSaysWhoCalls) {
  EXPECT_EQ(
      json::parse(
          Ask(With(Post(kGet, "{}"), "authorization", "bearer ada-token")).body)["draft"]["title"],
      "ada");
  EXPECT_EQ(Verdict(Post(kDelete, "{}")), "401 unauthenticated");
  for (const char* value : {"Bearer", "Bearer ", "Bearer wrong", "Basic ada-token", "ada-token"}) {
    const HttpResponse response = Ask(With(Post(kGet, "{}"), "authorization", value));
    EXPECT_EQ(response.status, 401) << value;
    EXPECT_EQ(response.Header("WWW-Authenticate"), "Bearer");
  }
}

TEST_F(ConnectRoutesTest, ACookieCountsForOurOwnPagesOnly) {
  const HttpRequest request = With(Post(kDelete, "{}"), "cookie", "session=ada-token");
  EXPECT_EQ(Ask(With(request, "sec-fetch-site", "same-origin")).status, 200);
  EXPECT_EQ(Ask(With(request, "origin", "https://school.example")).status, 200);
  const int before = deleted_;
  for (const char* site : {"cross-site", "same-site", "none", ""}) {
    EXPECT_EQ(Verdict(With(request, "sec-fetch-site", site)), "403 permission_denied") << site;
  }
  for (const char* origin : {"null", "https://evil.example", "https://school.example.evil.example",
                             "https://school.example:8443", "school.example"}) {
    EXPECT_EQ(Verdict(With(request, "origin", origin)), "403 permission_denied") << origin;
  }
  EXPECT_EQ(Verdict(request), "403 permission_denied");
  // The newer header wins over the older.
  EXPECT_EQ(Verdict(With(With(request, "sec-fetch-site", "cross-site"), "origin",
                         "https://school.example")),
            "403 permission_denied");
  EXPECT_EQ(deleted_, before);
}

TEST_F(ConnectRoutesTest, ReadingWithACookieIsForEverybodyButOtherSites) {
  const HttpRequest request =
      With(Get("encoding=json&message=%7B%7D"), "cookie", "lang=it; session=ada-token");
  for (const char* site : {"same-origin", "none"}) {
    EXPECT_EQ(json::parse(Ask(With(request, "sec-fetch-site", site)).body)["draft"]["title"],
              "ada");
  }
  EXPECT_EQ(Verdict(With(request, "sec-fetch-site", "cross-site")), "403 permission_denied");
  EXPECT_EQ(Ask(With(Get("encoding=json&message=%7B%7D"), "cookie", "session=ended")).status, 200);
}

TEST_F(ConnectRoutesTest, OnlyWhatEverybodyMayReadIsKept) {
  const HttpResponse everybodys = Ask(Get("encoding=json&message=%7B%7D"));
  EXPECT_EQ(everybodys.Header("Cache-Control"), "public, max-age=5");
  EXPECT_EQ(everybodys.Header("Vary"), "Authorization, Cookie");
  for (const HttpRequest& request :
       {Post(kGet, "{}"),
        With(Get("encoding=json&message=%7B%7D"), "authorization", "Bearer ada-token"),
        Get("encoding=json&message=")}) {
    EXPECT_EQ(Ask(request).Header("Cache-Control"), "no-store");
  }
}

TEST_F(ConnectRoutesTest, AMethodThatAnswersLaterIsWaitedFor) {
  Send(Post(kList, "{}"));
  EXPECT_FALSE(answer_.has_value());
  waiting_(ListDraftsResponse());
  ASSERT_TRUE(answer_.has_value());
  EXPECT_EQ(answer_->status, 200);
}

TEST_F(ConnectRoutesTest, AMethodLearnsThatItsCallerLeft) {
  const HttpRequest request = Post(kList, "{}");
  Send(request);
  request.client->Cancel();
  EXPECT_TRUE(waiting_call_->cancelled());
  EXPECT_EQ(answer_->status, 503);
  waiting_(ListDraftsResponse());  // Too late; nobody is told twice.
  EXPECT_EQ(answer_->status, 503);
}

TEST_F(ConnectRoutesTest, AMethodHasTheTimeThatItsCallerGives) {
  std::optional<std::chrono::milliseconds> patience;
  HttpRequest request = With(Post(kList, "{}"), "connect-timeout-ms", "250");
  request.client = std::make_shared<ClientPresence>(
      [&patience](std::chrono::milliseconds time) { patience = time; });
  Send(request);
  EXPECT_EQ(patience, 250ms);
  EXPECT_EQ(waiting_call_->deadline(), clock_.Monotonic() + 250ms);

  clock_.Advance(250ms);
  request.client->Cancel();

  EXPECT_TRUE(waiting_call_->cancelled());
  EXPECT_EQ(answer_->status, 504);
  EXPECT_EQ(json::parse(answer_->body)["code"], "deadline_exceeded");
}

TEST_F(ConnectRoutesTest, AHandlerThatForgetsItsAnswerIsOurMistake) {
  Send(Post(kList, "{}"));
  waiting_ = nullptr;
  ASSERT_TRUE(answer_.has_value());
  EXPECT_EQ(json::parse(answer_->body)["code"], "internal");
}

}  // namespace
}  // namespace cledi
