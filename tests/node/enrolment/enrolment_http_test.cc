#include "node/enrolment/enrolment_http.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/trust/membership.h"
#include "federation/trust/renewal.h"
#include "tests/node/enrolment/enrolment_port.h"

namespace cledi {
namespace {

using federation::v1::EnrolError;
using federation::v1::EnrolResponse;
using federation::v1::JoinToken;
using federation::v1::RenewResponse;
using ::testing::HasSubstr;

class EnrolmentHttpTest : public ::testing::Test {
 protected:
  EnrolmentHttpResponse Post(std::string_view path, std::string_view body) {
    return AnswerEnrolment({.post = true, .path = path, .body = body, .remote = "192.0.2.7"},
                           *port_.desk);
  }
  std::string CodeIn(const EnrolmentHttpResponse& response) {
    EnrolError error;
    EXPECT_TRUE(error.ParseFromString(response.body));
    return error.code();
  }

  EnrolmentPort port_;
  SigningKey log_key_ = SigningKey::Generate(port_.federation.random());
  TlsKey tls_key_ = TlsKey::Generate();
  JoiningNode node_{.log_key = log_key_, .tls_key = tls_key_};
};

TEST_F(EnrolmentHttpTest, EnrolsAndRenews) {
  const JoinToken token = port_.Invite("tr-metu");

  const EnrolmentHttpResponse enrolled =
      Post("/enrol", MakeEnrolRequest(token, node_).SerializeAsString());
  const EnrolmentHttpResponse renewed =
      Post("/renew", MakeRenewRequest("cledi.example", "tr-metu", log_key_, tls_key_,
                                      port_.federation.clock().Now(), port_.federation.random())
                         .SerializeAsString());

  EXPECT_EQ(enrolled.status, 200);
  EXPECT_EQ(enrolled.content_type, "application/x-protobuf");
  EXPECT_TRUE(EnrolResponse().ParseFromString(enrolled.body));
  EXPECT_EQ(renewed.status, 200);
  EXPECT_TRUE(RenewResponse().ParseFromString(renewed.body));
}

TEST_F(EnrolmentHttpTest, EachRefusalHasItsStatus) {
  JoinToken token = port_.Invite("tr-metu");
  const std::string request = MakeEnrolRequest(token, node_).SerializeAsString();
  token.set_secret(std::string(16, 'x'));
  const EnrolmentHttpResponse unknown =
      Post("/enrol", MakeEnrolRequest(token, node_).SerializeAsString());
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(CodeIn(unknown), "token_unknown");

  ASSERT_EQ(Post("/enrol", request).status, 200);
  port_.federation.clock().Advance(std::chrono::hours(2));
  EXPECT_EQ(Post("/enrol", request).status, 409);

  EXPECT_EQ(Post("/enrol", "no protobuf").status, 400);
  const EnrolmentHttpResponse stranger =
      Post("/renew", MakeRenewRequest("cledi.example", "at-wien", log_key_, tls_key_,
                                      port_.federation.clock().Now(), port_.federation.random())
                         .SerializeAsString());
  EXPECT_EQ(stranger.status, 403);
  EXPECT_EQ(CodeIn(stranger), "not_a_member");
}

TEST_F(EnrolmentHttpTest, ATokenThatExpiredIsGone) {
  const JoinToken token = port_.Invite("tr-metu");
  port_.federation.clock().Advance(std::chrono::hours(73));
  EXPECT_EQ(Post("/enrol", MakeEnrolRequest(token, node_).SerializeAsString()).status, 410);
}

TEST_F(EnrolmentHttpTest, OtherPathsAndMethodsAreToldSo) {
  EXPECT_EQ(Post("/", "").status, 404);
  EXPECT_EQ(Post("/enrol/", "").status, 404);
  const EnrolmentHttpResponse get =
      AnswerEnrolment({.post = false, .path = "/enrol", .remote = "192.0.2.7"}, *port_.desk);
  EXPECT_EQ(get.status, 405);
  EXPECT_THAT(std::string(get.content_type), HasSubstr("text/plain"));
}

}  // namespace
}  // namespace cledi
