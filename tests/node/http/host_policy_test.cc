#include "node/http/host_policy.h"

#include <gtest/gtest.h>

namespace cledi {
namespace {

using Verdict = HostPolicy::Verdict;

TEST(HostPolicyTest, AnswersToItsPublicNamesOnly) {
  const HostPolicy policy =
      HostPolicy::Create({"http://Bicocca.localhost:8431/", "https://school.example"}, false, 9)
          .value();
  EXPECT_EQ(policy.main_address(), "http://bicocca.localhost:8431");
  EXPECT_EQ(policy.Judge("bicocca.localhost:8431"), Verdict::kOurs);
  EXPECT_EQ(policy.Judge("bicocca.localhost.:8431"), Verdict::kOurs);
  EXPECT_EQ(policy.Judge("school.example"), Verdict::kOurs);
  EXPECT_EQ(policy.Judge("school.example:443"), Verdict::kOurs);
  EXPECT_EQ(policy.Judge(""), Verdict::kMissing);
  for (const std::string_view foreign :
       {"bicocca.localhost", "bicocca.localhost:8441", "school.example:80", "evil.example",
        "localhost:9", "127.0.0.1:9", "school.example@evil.example",
        "school.example."
        "evil.example",
        ":", "."}) {
    EXPECT_EQ(policy.Judge(foreign), Verdict::kForeign) << foreign;
  }
}

TEST(HostPolicyTest, LoopbackNamesNeedTheServersOwnPort) {
  const HostPolicy policy = HostPolicy::Create({}, true, 8431).value();
  EXPECT_EQ(policy.Judge("localhost:8431"), Verdict::kOurs);
  EXPECT_EQ(policy.Judge("127.0.0.1:8431"), Verdict::kOurs);
  EXPECT_EQ(policy.Judge("[::1]:8431"), Verdict::kOurs);
  EXPECT_EQ(policy.Judge("localhost"), Verdict::kForeign);
  EXPECT_EQ(policy.Judge("localhost:80"), Verdict::kForeign);
}

TEST(HostPolicyTest, RefusesAddressesThatAreNone) {
  for (const std::string address :
       {"school.example", "ftp://school.example", "http://", "http://a/b", "http://a:123456",
        "http://a b", "https://user@a"}) {
    EXPECT_FALSE(HostPolicy::Create({address}, true, 1).ok()) << address;
  }
  EXPECT_FALSE(HostPolicy::Create({}, false, 1).ok());
}

}  // namespace
}  // namespace cledi
