#include "node/connect/connect_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cledi/community/v1/field_problem.pb.h"
#include "federation/base/bytes.h"
#include "federation/rpc/status_detail.h"
#include "nlohmann/json.hpp"

namespace cledi {
namespace {

using nlohmann::json;

HttpResponse PageOfPages(const HttpRequest&, int status, std::string_view) {
  HttpResponse page;
  page.status = status;
  page.body = "<h1>a page</h1>";
  return page;
}

// The table of the protocol: https://connectrpc.com/docs/protocol#error-codes
TEST(ConnectErrorTest, EachCodeHasItsNameAndItsStatus) {
  struct Row {
    StatusCode code;
    std::string_view name;
    int http_status;
  };
  constexpr std::array<Row, 16> kTable = {
      {{StatusCode::kCancelled, "canceled", 499},
       {StatusCode::kUnknown, "unknown", 500},
       {StatusCode::kInvalidArgument, "invalid_argument", 400},
       {StatusCode::kDeadlineExceeded, "deadline_exceeded", 504},
       {StatusCode::kNotFound, "not_found", 404},
       {StatusCode::kAlreadyExists, "already_exists", 409},
       {StatusCode::kPermissionDenied, "permission_denied", 403},
       {StatusCode::kResourceExhausted, "resource_exhausted", 429},
       {StatusCode::kFailedPrecondition, "failed_precondition", 400},
       {StatusCode::kAborted, "aborted", 409},
       {StatusCode::kOutOfRange, "out_of_range", 400},
       {StatusCode::kUnimplemented, "unimplemented", 501},
       {StatusCode::kInternal, "internal", 500},
       {StatusCode::kUnavailable, "unavailable", 503},
       {StatusCode::kDataLoss, "data_loss", 500},
       {StatusCode::kUnauthenticated, "unauthenticated", 401}}};
  for (const Row& row : kTable) {
    const HttpResponse response = ConnectError(Status(row.code, "why"));
    EXPECT_EQ(response.status, row.http_status) << row.name;
    EXPECT_EQ(response.content_type, "application/json");
    EXPECT_EQ(json::parse(response.body), json({{"code", row.name}, {"message", "why"}}));
  }
}

TEST(ConnectErrorTest, ATextIsTextWhateverIsInIt) {
  const HttpResponse response = ConnectError(Invalid("\"è\" <b>\n\xff"));
  EXPECT_EQ(json::parse(response.body)["message"], "\"è\" <b>\n\xef\xbf\xbd");
}

TEST(ConnectErrorTest, DetailsTravelAsBytesAndInWords) {
  community::v1::InvalidFields fields;
  fields.add_problems()->set_field("plan.title");
  Status status = Invalid("plan.title: needed");
  SetDetail(status, fields);
  status.SetPayload("internal/trace", absl::Cord("not for others"));

  const json error = json::parse(ConnectError(status).body);

  ASSERT_EQ(error["details"].size(), 1U);
  const json& detail = error["details"][0];
  EXPECT_EQ(detail["type"], "cledi.community.v1.InvalidFields");
  EXPECT_EQ(detail["debug"]["problems"][0]["field"], "plan.title");
  std::string padded = detail["value"];
  EXPECT_THAT(padded, testing::Not(testing::HasSubstr("=")));
  padded.append((4 - padded.size() % 4) % 4, '=');
  EXPECT_EQ(Base64Decode(padded), fields.SerializeAsString());
}

TEST(ConnectErrorTest, ADetailThatThisProgramDoesNotKnowTravelsAsBytes) {
  Status status = Invalid("why");
  status.SetPayload("type.googleapis.com/made.up.Type", absl::Cord("\x01\x02"));
  const json error = json::parse(ConnectError(status).body);
  EXPECT_EQ(error["details"][0], json({{"type", "made.up.Type"}, {"value", "AQI"}}));
}

TEST(ConnectErrorTest, ProgramsAreToldWhatTheServerRefusesAndPeopleGetAPage) {
  const ErrorPage errors = ErrorsForPrograms(PageOfPages);
  HttpRequest person;
  EXPECT_EQ(errors(person, 404, "").body, "<h1>a page</h1>");
  HttpRequest program;
  program.headers = {{"connect-protocol-version", "1"}};
  const HttpResponse unknown = errors(program, 404, "");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(json::parse(unknown.body)["code"], "unimplemented");
  program.headers = {{"content-type", "application/json; charset=utf-8"}};
  EXPECT_EQ(json::parse(errors(program, 413, "").body)["code"], "resource_exhausted");
  EXPECT_EQ(json::parse(errors(program, 503, "").body)["code"], "unavailable");
  const HttpResponse misdirected = errors(program, 421, "This site is at x");
  EXPECT_EQ(misdirected.status, 421);
  EXPECT_EQ(json::parse(misdirected.body)["message"], "This site is at x");
}

}  // namespace
}  // namespace cledi
