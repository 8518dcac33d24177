#include "node/web/pages/problem_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "federation/rpc/status_detail.h"
#include "node/web/words/word_book.h"

namespace cledi {
namespace {

using community::v1::FieldProblem;

class ProblemWordsTest : public testing::Test {
 protected:
  const WordBook book_ = WordBook::Load("UTC").value();
};

TEST_F(ProblemWordsTest, EveryKindIsSaidInTheReadersLanguage) {
  const auto& kinds = *FieldProblem::Kind_descriptor();
  for (const std::string& language : WordBook::Languages()) {
    for (int i = 0; i < kinds.value_count(); ++i) {
      FieldProblem problem;
      problem.set_kind(static_cast<FieldProblem::Kind>(kinds.value(i)->number()));
      problem.set_limit(300);
      problem.set_actual(412);
      problem.set_text("the service's own text");
      const Phrase said = SayProblem(book_.In(language), problem);
      EXPECT_FALSE(said.text.empty()) << kinds.value(i)->name();
      const bool named = problem.kind() != FieldProblem::KIND_UNSPECIFIED;
      EXPECT_EQ(said.text == problem.text(), !named) << kinds.value(i)->name();
      EXPECT_EQ(said.english, !named && language != "en");
    }
  }
}

TEST_F(ProblemWordsTest, ALimitIsNamed) {
  FieldProblem problem;
  problem.set_kind(FieldProblem::KIND_TOO_SHORT);
  problem.set_limit(10);
  EXPECT_EQ(SayProblem(book_.In("en"), problem).text, "at least 10 characters are needed");
}

TEST_F(ProblemWordsTest, ThoseOfAStatusAreItsDetails) {
  community::v1::InvalidFields fields;
  fields.add_problems()->set_field("profile.name");
  fields.add_problems()->set_field("password");
  Status status = Invalid("profile.name: needed");
  SetDetail(status, fields);
  const auto problems = ProblemsOf(status);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[1].field(), "password");

  const auto plain = ProblemsOf(Invalid("it is broken"));
  ASSERT_EQ(plain.size(), 1u);
  EXPECT_EQ(plain[0].field(), "");
  EXPECT_EQ(plain[0].text(), "it is broken");
}

}  // namespace
}  // namespace cledi
