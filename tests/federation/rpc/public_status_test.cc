#include "federation/rpc/public_status.h"

#include "absl/strings/cord.h"
#include "gtest/gtest.h"

#include "cledi/community/v1/field_problem.pb.h"
#include "federation/rpc/limits.h"
#include "federation/rpc/status_detail.h"

namespace cledi {
namespace {

constexpr char kMethod[] = "cledi.test.Service/Echo";

TEST(PublicStatusTest, WhatTheCallerCanActOnIsTold) {
  const Status refused = Conflict("the plan has a newer revision");
  EXPECT_EQ(PublicStatus(refused, Caller(), kMethod), refused);
  EXPECT_TRUE(PublicStatus(absl::OkStatus(), Caller(), kMethod).ok());
}

TEST(PublicStatusTest, OurOwnMistakesAreToldToOperatorsOnly) {
  const Status mistake = absl::InternalError("/var/lib/cledi/log: LOCK held");
  const Status public_status = PublicStatus(mistake, Caller::Peer("tr-metu"), kMethod);
  EXPECT_EQ(public_status.code(), StatusCode::kInternal);
  EXPECT_EQ(Message(public_status).find("/var"), std::string_view::npos);
  EXPECT_EQ(Message(PublicStatus(mistake, Caller::Operator(), kMethod)), Message(mistake));
}

TEST(PublicStatusTest, PayloadsStayHere) {
  Status refused = Invalid("no title");
  refused.SetPayload("cledi.dev/where", absl::Cord("shelf 7"));
  EXPECT_FALSE(PublicStatus(refused, Caller(), kMethod).GetPayload("cledi.dev/where").has_value());
}

// Goal: programs get what they can act on, and no mistake of ours leaks through it.
TEST(PublicStatusTest, DetailsAreForCallersToo) {
  community::v1::InvalidFields fields;
  fields.add_problems()->set_field("plan.kind");
  Status refused = Invalid("no kind");
  SetDetail(refused, fields);
  const auto detail =
      DetailOf<community::v1::InvalidFields>(PublicStatus(refused, Caller(), kMethod));
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->problems(0).field(), "plan.kind");

  Status mistake = absl::InternalError("LOCK held");
  SetDetail(mistake, fields);
  EXPECT_FALSE(DetailOf<community::v1::InvalidFields>(PublicStatus(mistake, Caller(), kMethod)));

  fields.mutable_problems(0)->set_text(std::string(kErrorDetailBytesMax, 'x'));
  SetDetail(refused, fields);
  EXPECT_FALSE(DetailOf<community::v1::InvalidFields>(PublicStatus(refused, Caller(), kMethod)));
}

TEST(PublicStatusTest, ALongTextIsCutBetweenTwoCharacters) {
  std::string text(kErrorTextBytesMax - 1, 'x');
  text += "\u00e8 troppo lungo";
  const Status cut = PublicStatus(Invalid(text), Caller(), kMethod);
  EXPECT_EQ(Message(cut), std::string(kErrorTextBytesMax - 1, 'x'));
}

}  // namespace
}  // namespace cledi
