#include "node/fields/field_checks.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/rpc/public_status.h"
#include "federation/rpc/status_detail.h"

namespace cledi {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(FieldProblemsTest, APathNamesEveryStepOfTheWay) {
  FieldProblems problems("plan");
  {
    const FieldProblems::Scope inclusion(problems, "inclusion");
    const FieldProblems::Scope entry(problems, "glossary", 3);
    problems.AddNeeded("term");
    problems.AddAt("translations", 7, FieldProblem::KIND_REPEATED, "odd");
  }
  problems.Add("minutes", FieldProblem::KIND_TOO_LARGE, "too many");

  EXPECT_THAT(problems.described(), ElementsAre("plan.inclusion.glossary[3].term: needed",
                                                "plan.inclusion.glossary[3].translations[7]: odd",
                                                "plan.minutes: too many"));
}

TEST(FieldProblemsTest, NoProblemsAreNoError) {
  EXPECT_TRUE(FieldProblems("plan").ToStatus().ok());
}

// A form says each problem in its reader's language, beside its field.
TEST(FieldProblemsTest, AProgramReadsWhatIsWrongFromTheStatus) {
  FieldProblems problems("plan");
  CheckText("challenge", "seven b", {.bytes_max = 5}, problems);
  CheckLanguage("language", "Italiano!", true, problems);
  CheckUrl("link", "htp://x", problems);
  CheckMinutes("minutes", 200'000, problems);
  const Status status = Annotate(problems.ToStatus(), "publishing");

  const auto detail = DetailOf<community::v1::InvalidFields>(
      PublicStatus(status, Caller(), "cledi.test.Service/Publish"));

  ASSERT_TRUE(detail.has_value());
  ASSERT_EQ(detail->problems_size(), 4);
  EXPECT_EQ(detail->problems(0).field(), "plan.challenge");
  EXPECT_EQ(detail->problems(0).kind(), FieldProblem::KIND_TOO_LONG);
  EXPECT_EQ(detail->problems(0).limit(), 5u);
  EXPECT_EQ(detail->problems(0).actual(), 7u);
  EXPECT_EQ(detail->problems(0).text(), "at most 5 bytes; this has 7");
  EXPECT_EQ(detail->problems(1).kind(), FieldProblem::KIND_NOT_A_LANGUAGE);
  EXPECT_EQ(detail->problems(2).kind(), FieldProblem::KIND_NOT_AN_ADDRESS);
  EXPECT_EQ(detail->problems(3).kind(), FieldProblem::KIND_TOO_LARGE);
  EXPECT_EQ(detail->more(), 0u);
}

TEST(FieldProblemsTest, ManyProblemsAreCounted) {
  FieldProblems problems;
  for (int i = 0; i < FieldProblems::kDescribedMax + 3; ++i) {
    problems.AddNeeded("title");
  }
  const Status status = problems.ToStatus();

  EXPECT_TRUE(Message(status).ends_with("; and 3 more"));
  const auto detail = DetailOf<community::v1::InvalidFields>(status);
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->problems_size(), FieldProblems::kDescribedMax);
  EXPECT_EQ(detail->more(), 3u);
}

TEST(FieldProblemsTest, NumbersAreWrittenForPeople) {
  EXPECT_EQ(WithCommas(0), "0");
  EXPECT_EQ(WithCommas(999), "999");
  EXPECT_EQ(WithCommas(1000), "1,000");
  EXPECT_EQ(WithCommas(1048576), "1,048,576");
  EXPECT_EQ(WithCommas(UINT64_MAX), "18,446,744,073,709,551,615");
}

TEST(FieldChecksTest, AddressesAreHttpAndHaveAHost) {
  for (const char* url :
       {"https://example.org", "http://example.org:8431/a?b=c#d", "https://[2001:db8::1]/x",
        "https://exämple.org/straße", "https://example.org/a(b)?q=%20"}) {
    EXPECT_TRUE(IsHttpUrl(url)) << url;
  }
  for (const char* url :
       {"", "http://", "https:///path", "HTTPS://example.org", "ftp://example.org", "//example.org",
        "javascript:alert(1)", "https://user:password@example.org/", "https://example.org/a b",
        "https://example.org/<script>", "https://example.org/\"", "https://example.org/\n",
        "https://example.org\\@evil.org/"}) {
    EXPECT_FALSE(IsHttpUrl(url)) << url;
  }
}

TEST(FieldChecksTest, LicencesAreCreativeCommonsAddressesOrSpdx) {
  const auto problems_of = [](std::string_view licence, bool required) {
    FieldProblems problems;
    CheckLicence("licence", licence, required, problems);
    return problems.described().size();
  };
  for (const char* licence :
       {"https://creativecommons.org/licenses/by-sa/4.0/", "http://creativecommons.org/x",
        "CC-BY-SA-4.0", "GPL-3.0-or-later", "PD-UN", "EUPL-1.2"}) {
    EXPECT_EQ(problems_of(licence, true), 0u) << licence;
  }
  EXPECT_EQ(problems_of("", false), 0u);
  for (const char* licence : {"", "all rights reserved", "https://example.org/licence",
                              "https://creativecommons.org/ by"}) {
    EXPECT_EQ(problems_of(licence, true), 1u) << licence;
  }
  EXPECT_EQ(problems_of(std::string(201, 'a'), true), 1u);
}

// Texts come through transports that do not all check them.
TEST(FieldChecksTest, PlainTextIsOneLineOfGoodUtf8) {
  const auto problems_of = [](std::string_view text, bool lines) {
    FieldProblems problems;
    CheckText("text", text, {.bytes_max = 100, .lines = lines}, problems);
    return problems.described();
  };
  EXPECT_THAT(problems_of("İstanbul’da – שלום – 日本 \u00a0", false), IsEmpty());
  EXPECT_THAT(problems_of("a\tb\r\nc", true), IsEmpty());
  for (const std::string& bad :
       {std::string("a\nb"), std::string("a\0b", 3), std::string("\x7f"), std::string("\xc2\x85"),
        std::string("\xff"), std::string("\xc0\xaf"), std::string("\xed\xa0\x80"),
        std::string("cut \xe2\x82")}) {
    EXPECT_EQ(problems_of(bad, false).size(), 1u);
  }
  EXPECT_EQ(problems_of(std::string("a\0b", 3), true).size(), 1u);
}

TEST(FieldChecksTest, HugeListsAreCountedAndNotWalked) {
  google::protobuf::RepeatedPtrField<std::string> texts;
  for (int i = 0; i < 60000; ++i) {
    texts.Add("");
  }
  FieldProblems problems;
  CheckTexts("words", texts, 30, {.bytes_max = 10, .required = true}, problems);

  EXPECT_EQ(problems.described().front(), "words: at most 30 of these; there are 60,000");
}

}  // namespace
}  // namespace cledi
