// Discussions as an operator lists, reads and writes them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "cledi/community/v1/discussion_service.pb.h"
#include "tests/admin/cli/fake_node.h"

namespace cledi {
namespace {

using community::v1::GetThreadRequest;
using community::v1::GetThreadResponse;
using community::v1::ListThreadsRequest;
using community::v1::ListThreadsResponse;
using community::v1::PublishPostRequest;
using community::v1::PublishPostResponse;
using community::v1::PublishThreadRequest;
using community::v1::PublishThreadResponse;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class TalkVerbsTest : public testing::Test {
 protected:
  TalkVerbsTest() {
    node_.On<ListThreadsRequest, ListThreadsResponse>(
        "cledi.community.v1.DiscussionService/ListThreads", [](const ListThreadsRequest& request) {
          ListThreadsResponse response;
          const int first = request.page().token().empty() ? 0 : std::stoi(request.page().token());
          const int last = std::min<int>(first + static_cast<int>(request.page().size()), 130);
          for (int i = first; i < last; ++i) {
            auto& card = *response.add_threads();
            card.set_id(absl::StrCat("thread", i));
            card.set_title(absl::StrCat("Question ", i, "\x1b[31m"));
            card.set_language(request.languages().empty() ? "en" : request.languages(0));
            card.mutable_author()->set_institution_id("tr-metu");
            card.set_posts(3);
            card.set_answered(i == 0);
          }
          response.set_total(130);
          response.set_next_page_token(last < 130 ? absl::StrCat(last) : "");
          return response;
        });
    node_.On<GetThreadRequest, GetThreadResponse>(
        "cledi.community.v1.DiscussionService/GetThread", [](const GetThreadRequest& request) {
          GetThreadResponse response;
          response.mutable_thread()->set_id(request.id());
          response.mutable_thread()->set_title("Fractions?");
          response.mutable_opening()->set_body("How?");
          auto& post = *response.add_posts();
          post.set_id(absl::StrCat("post", request.page_number()));
          post.set_body(absl::StrCat("Answer ", request.page_number(), "\x1b[2J"));
          post.mutable_author()->set_person_id("p");
          post.mutable_author()->set_name("Bea");
          post.mutable_author()->set_institution_id("es-granada");
          post.set_accepted(request.page_number() == 2);
          response.set_page_number(request.page_number());
          response.set_page_count(3);
          return response;
        });
    node_.On<PublishThreadRequest, PublishThreadResponse>(
        "cledi.community.v1.DiscussionService/PublishThread",
        [this](const PublishThreadRequest& request) {
          asked_ = absl::StrCat(request.title(), "|", request.body(), "|", request.language(), "|",
                                request.practice(), "|", request.step());
          EXPECT_FALSE(request.key().empty());
          PublishThreadResponse response;
          response.set_id("newthread");
          return response;
        });
    node_.On<PublishPostRequest, PublishPostResponse>(
        "cledi.community.v1.DiscussionService/PublishPost",
        [this](const PublishPostRequest& request) {
          asked_ = absl::StrCat(request.thread(), "|", request.body(), "|", request.reply_to());
          PublishPostResponse response;
          response.set_id("newpost");
          return response;
        });
  }

  FakeNode node_;
  std::string asked_;
};

TEST_F(TalkVerbsTest, ListsAsManyAsWereAskedForOverSeveralPages) {
  const auto some = node_.Run({"thread", "list"});
  EXPECT_EQ(some.exit_status, 0);
  EXPECT_THAT(some.out, HasSubstr("50 of 130 discussions; --count 0 lists all"));
  EXPECT_THAT(some.out, HasSubstr("3 ok"));
  EXPECT_THAT(some.out, Not(HasSubstr("\x1b")));

  const auto all = node_.Run({"thread", "list", "--count", "0", "--language", "sl"});
  EXPECT_THAT(all.out, HasSubstr("130 of 130 discussions\n"));
  EXPECT_THAT(all.out, HasSubstr("thread129"));
  EXPECT_THAT(all.out, HasSubstr("sl"));
}

TEST_F(TalkVerbsTest, ShowsAllPagesOfADiscussion) {
  const auto shown = node_.Run({"thread", "show", "t"});
  EXPECT_EQ(shown.exit_status, 0);
  EXPECT_THAT(shown.out, HasSubstr("Fractions?"));
  EXPECT_THAT(shown.out, HasSubstr("Answer 1"));
  EXPECT_THAT(shown.out, HasSubstr("Answer 3"));
  EXPECT_THAT(shown.out, HasSubstr("Bea, es-granada"));
  EXPECT_THAT(shown.out, HasSubstr("(this helped)"));
  EXPECT_THAT(shown.out, Not(HasSubstr("\x1b")));
  EXPECT_LT(shown.out.find("Answer 1"), shown.out.find("Answer 3"));

  const auto json = node_.Run({"--json", "thread", "show", "t"});
  EXPECT_THAT(json.out, HasSubstr("post3"));
}

TEST_F(TalkVerbsTest, OpensADiscussionAsSomebody) {
  const auto opened = node_.Run({"--as-user", "ada", "thread", "open", "-", "--title", "Fractions?",
                                 "--language", "en", "--practice", "plan", "--step", "2"},
                                "How do you begin?\n");
  EXPECT_EQ(opened.exit_status, 0) << opened.err;
  EXPECT_EQ(node_.calling, "ada");
  EXPECT_EQ(asked_, "Fractions?|How do you begin?\n|en|plan|2");
  EXPECT_THAT(opened.out, HasSubstr("Published newthread"));
}

TEST_F(TalkVerbsTest, AnswersADiscussion) {
  const auto posted = node_.Run(
      {"thread", "post", "-", "--thread", "t", "--reply-to", "post1", "--language", "es"}, "Pizza");
  EXPECT_EQ(posted.exit_status, 0) << posted.err;
  EXPECT_EQ(asked_, "t|Pizza|post1");
  EXPECT_THAT(posted.out, HasSubstr("Published newpost"));
  EXPECT_EQ(node_.Run({"thread", "post", "-", "--language", "es"}, "Pizza").exit_status, 2);
}

}  // namespace
}  // namespace cledi
