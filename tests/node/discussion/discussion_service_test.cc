// Discussions as people and programs read and write them.

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/node/discussion/discussion_fixture.h"

namespace cledi {
namespace {

using community::v1::GetPostRequest;
using community::v1::ListThreadsRequest;
using community::v1::ListThreadsResponse;
using community::v1::PublishPostRequest;
using community::v1::PublishThreadRequest;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class DiscussionServiceTest : public DiscussionFixture {
 protected:
  static ListThreadsResponse List(const PracticeNode& node, const ListThreadsRequest& request = {},
                                  const Caller& caller = Caller()) {
    const auto response = node.discussions.ListThreads(caller, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.value_or(ListThreadsResponse());
  }
  static std::vector<std::string> Titles(const ListThreadsResponse& list) {
    std::vector<std::string> titles;
    for (const community::v1::ThreadCard& card : list.threads()) {
      titles.push_back(card.title());
    }
    return titles;
  }
  static std::vector<std::string> Bodies(const community::v1::GetThreadResponse& thread) {
    std::vector<std::string> bodies;
    for (const community::v1::PostView& post : thread.posts()) {
      bodies.push_back(post.body());
    }
    return bodies;
  }
};

TEST_F(DiscussionServiceTest, AQuestionIsAnsweredFromAnotherInstitution) {
  DescribeInstitution(metu_, "TR");
  DescribeInstitution(granada_, "ES");
  Introduce(metu_, ada_, "Ada");
  Introduce(granada_, bea_, "Bea");
  const std::string thread = Open(metu_, ada_, Question("Fractions?"));
  Exchange();
  const std::string post = Write(granada_, bea_, thread, "With a *pizza*.");
  Exchange();

  for (const PracticeNode* node : {&metu_, &granada_}) {
    const auto shown = Read(*node, thread);
    EXPECT_EQ(shown.thread().title(), "Fractions?");
    EXPECT_EQ(shown.opening().body(), "How do you begin?");
    EXPECT_EQ(shown.opening().author().name(), "Ada");
    EXPECT_EQ(shown.opening().author().country(), "TR");
    ASSERT_EQ(shown.posts_size(), 1);
    EXPECT_EQ(shown.posts(0).id(), post);
    EXPECT_EQ(shown.posts(0).body(), "With a *pizza*.");
    EXPECT_EQ(shown.posts(0).language(), "es");
    EXPECT_EQ(shown.posts(0).author().name(), "Bea");
    EXPECT_EQ(shown.posts(0).author().institution_id(), "es-granada");
    EXPECT_EQ(shown.posts(0).author().person_id(),
              PersonIdOf("es-granada", NamedAuthors::AuthorOf("bea")));
    const auto list = List(*node);
    ASSERT_EQ(list.threads_size(), 1);
    EXPECT_EQ(list.threads(0).posts(), 1u);
    EXPECT_THAT(list.threads(0).countries(), ElementsAre("ES", "TR"));
    EXPECT_EQ(list.threads(0).last_author().name(), "Bea");
    EXPECT_FALSE(list.threads(0).answered());
  }
  EXPECT_EQ(Read(metu_, thread).state(), Read(granada_, thread).state());
}

TEST_F(DiscussionServiceTest, APostWaitsForItsThread) {
  event::v1::ThreadRevised question;
  question.set_idempotency_key("q");
  question.mutable_thread()->set_title("Fractions?");
  question.mutable_thread()->set_body("How?");
  question.mutable_thread()->set_language("en");
  const auto state = [&](uint16_t type, const auto& fact) {
    clock_.Advance(std::chrono::seconds(1));
    return metu_.log.MakeEvent(type, fact.SerializeAsString(), MakeHlc(clock_.Now(), 0));
  };
  const TestEvent first = state(event::v1::EVENT_TYPE_THREAD_REVISED, question);
  const TestEvent retry = state(event::v1::EVENT_TYPE_THREAD_REVISED, question);
  event::v1::PostRevised answer;
  answer.mutable_post()->set_thread(retry.id().str());  // What the writer knew.
  answer.mutable_post()->set_body("With a pizza.");
  answer.mutable_post()->set_language("es");
  const TestEvent post = state(event::v1::EVENT_TYPE_POST_REVISED, answer);
  GetPostRequest request;
  request.set_id(ShortId(post.id()));

  granada_.Receive(post);
  EXPECT_EQ(granada_.discussions.GetPost(Caller(), request).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(List(granada_).total(), 0u);

  granada_.Receive(first);
  EXPECT_EQ(Read(granada_, ShortId(first.id())).posts_size(), 0);

  granada_.Receive(retry);
  EXPECT_THAT(Bodies(Read(granada_, ShortId(first.id()))), ElementsAre("With a pizza."));
  EXPECT_EQ(granada_.discussions.GetPost(Caller(), request)->thread_id(), ShortId(first.id()));
}

TEST_F(DiscussionServiceTest, ThreadsAreListedByWhenSomethingWasLastWritten) {
  const std::string first = Open(metu_, ada_, Question("First"));
  Open(metu_, ada_, Question("Second"));
  EXPECT_THAT(Titles(List(metu_)), ElementsAre("Second", "First"));

  const std::string post = Write(metu_, ali_, first, "Still there?");
  EXPECT_THAT(Titles(List(metu_)), ElementsAre("First", "Second"));

  // What was taken back moves nothing to the top.
  WithdrawPost(metu_, ali_, post);
  EXPECT_THAT(Titles(List(metu_)), ElementsAre("Second", "First"));
  EXPECT_EQ(List(metu_).threads(1).posts(), 0u);
}

TEST_F(DiscussionServiceTest, AListGoesOnWhereAPageEnded) {
  for (int i = 0; i < 5; ++i) {
    Open(metu_, ada_, Question(std::to_string(i)));
  }
  ListThreadsRequest request;
  request.mutable_page()->set_size(2);
  std::vector<std::string> titles;
  do {
    const ListThreadsResponse page = List(metu_, request);
    EXPECT_EQ(page.total(), 5u);
    for (const std::string& title : Titles(page)) {
      titles.push_back(title);
    }
    request.mutable_page()->set_token(page.next_page_token());
  } while (!request.page().token().empty());
  EXPECT_THAT(titles, ElementsAre("4", "3", "2", "1", "0"));

  request.mutable_page()->set_token(List(metu_,
                                         [] {
                                           ListThreadsRequest first;
                                           first.mutable_page()->set_size(2);
                                           return first;
                                         }())
                                        .next_page_token());
  request.set_unanswered(true);
  EXPECT_EQ(metu_.discussions.ListThreads(Caller(), request).status().code(),
            StatusCode::kInvalidArgument);
}

TEST_F(DiscussionServiceTest, ListsAreFilteredByEachField) {
  const std::string plan = PublishPlan(metu_, ada_);
  PublishThreadRequest about = Question("About the plan");
  about.set_practice(plan);
  Open(metu_, ada_, about);
  about.set_title("About its first step");
  about.set_step(1);
  Open(metu_, ali_, about);
  PublishThreadRequest british = Question("Colour");
  british.set_language("en-GB");
  const std::string colour = Open(metu_, ali_, british);
  PublishThreadRequest spanish = Question("Fracciones");
  spanish.set_language("es");
  Open(granada_, bea_, spanish);
  Exchange();
  Accept(metu_, ali_, colour, Write(metu_, ada_, colour, "With u."));

  ListThreadsRequest request;
  request.add_languages("en");
  EXPECT_EQ(List(metu_, request).total(), 3u);
  request.Clear();
  request.add_institutions("es-granada");
  EXPECT_THAT(Titles(List(metu_, request)), ElementsAre("Fracciones"));
  request.Clear();
  request.set_practice(plan);
  EXPECT_EQ(List(granada_, request).total(), 2u);
  request.set_step(1);
  EXPECT_THAT(Titles(List(granada_, request)), ElementsAre("About its first step"));
  request.Clear();
  request.set_person(PersonIdOf("tr-metu", NamedAuthors::AuthorOf("ada")));
  EXPECT_THAT(Titles(List(metu_, request)), ElementsAre("About the plan"));
  request.Clear();
  request.set_unanswered(true);
  EXPECT_EQ(List(metu_, request).total(), 3u);
  request.Clear();
  request.set_followed(true);
  EXPECT_THAT(Titles(List(metu_, request, ada_)), ElementsAre("Colour", "About the plan"));
  EXPECT_EQ(metu_.discussions.ListThreads(Caller(), request).status().code(),
            StatusCode::kUnauthenticated);
}

TEST_F(DiscussionServiceTest, ListsWhereSomebodyTookPart) {
  Open(metu_, ada_, Question("Asked by Ada"));
  const std::string answered = Open(metu_, ali_, Question("Answered by Ada"));
  Open(metu_, ali_, Question("Ali alone"));
  const std::string elsewhere = Open(granada_, bea_, Question("Answered far away"));
  Exchange();
  const std::string first = Write(metu_, ada_, answered, "Begin slowly.");
  const std::string second = Write(metu_, ada_, answered, "And repeat.");
  Write(metu_, ada_, elsewhere, "Like here.");
  Exchange();
  ListThreadsRequest request;
  request.set_participant(PersonIdOf("tr-metu", NamedAuthors::AuthorOf("ada")));

  for (const PracticeNode* node : {&metu_, &granada_}) {
    EXPECT_THAT(Titles(List(*node, request)),
                ElementsAre("Answered far away", "Answered by Ada", "Asked by Ada"));
  }
  // One answer is enough; what was taken back is none.
  ASSERT_EQ(WithdrawPost(metu_, ada_, first), StatusCode::kOk);
  EXPECT_EQ(List(metu_, request).total(), 3u);
  ASSERT_EQ(WithdrawPost(metu_, ada_, second), StatusCode::kOk);
  EXPECT_THAT(Titles(List(metu_, request)), ElementsAre("Answered far away", "Asked by Ada"));
  // With the other filters; and page by page.
  request.add_institutions("es-granada");
  EXPECT_THAT(Titles(List(metu_, request)), ElementsAre("Answered far away"));
  request.clear_institutions();
  request.mutable_page()->set_size(1);
  const ListThreadsResponse page = List(metu_, request);
  EXPECT_EQ(page.total(), 2u);
  request.mutable_page()->set_token(page.next_page_token());
  EXPECT_THAT(Titles(List(metu_, request)), ElementsAre("Asked by Ada"));
  // The token goes on in this person's list only.
  request.set_participant(PersonIdOf("tr-metu", NamedAuthors::AuthorOf("ali")));
  EXPECT_EQ(metu_.discussions.ListThreads(Caller(), request).status().code(),
            StatusCode::kInvalidArgument);
  request.clear_page();
  request.set_participant("nobody");
  EXPECT_EQ(List(metu_, request).total(), 0u);
}

TEST_F(DiscussionServiceTest, AnAnchorNamesThePracticeAndItsStep) {
  const std::string plan = PublishPlan(metu_, ada_);
  PublishThreadRequest request = Question("This step");
  request.set_practice(plan);
  request.set_step(1);
  const std::string thread = Open(metu_, ada_, request);

  const auto anchor = Read(metu_, thread).thread().anchor();

  EXPECT_EQ(anchor.practice_id(), plan);
  EXPECT_EQ(anchor.title(), SamplePlan().description().title());
  EXPECT_EQ(anchor.step(), 1u);
  EXPECT_EQ(anchor.step_name(), SamplePlan().steps(0).name());
  EXPECT_FALSE(anchor.resource());

  request.set_step(99);
  const auto beyond = metu_.discussions.publisher().PublishThread(ada_, request);
  EXPECT_EQ(beyond.status().code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(Message(beyond.status())), HasSubstr("step"));
}

// Goal: an anchor that somebody elsewhere made up shows no words of theirs as a step's name.
TEST_F(DiscussionServiceTest, AnAnchorAtAForeignRevisionNamesNoStep) {
  const std::string plan = PublishPlan(metu_, ada_);
  Exchange();
  event::v1::PlanRevised forged;
  *forged.mutable_plan() = SamplePlan();
  forged.mutable_plan()->mutable_steps(0)->set_name("Buy here");
  community::v1::GetPlanRequest get;
  get.set_id(plan);
  const std::string object = *HexDecode(metu_.plans.Get(Caller(), get)->plan().object_id());
  forged.set_object(object);
  const TestEvent revision = granada_.log.MakeEvent(
      event::v1::EVENT_TYPE_PLAN_REVISED, forged.SerializeAsString(), MakeHlc(clock_.Now(), 0));
  granada_.Receive(revision);
  event::v1::ThreadRevised fact;
  fact.mutable_thread()->set_title("Look");
  fact.mutable_thread()->set_body("Here");
  fact.mutable_thread()->set_language("en");
  fact.mutable_thread()->mutable_anchor()->set_practice(object);
  fact.mutable_thread()->mutable_anchor()->set_step(1);
  fact.mutable_thread()->mutable_anchor()->set_revision(revision.id().str());
  const TestEvent thread = granada_.log.MakeEvent(
      event::v1::EVENT_TYPE_THREAD_REVISED, fact.SerializeAsString(), MakeHlc(clock_.Now(), 1));
  granada_.Receive(thread);
  Exchange();

  const auto anchor = Read(metu_, ShortId(thread.id())).thread().anchor();
  EXPECT_EQ(anchor.practice_id(), plan);
  EXPECT_EQ(anchor.step_name(), "");
}

TEST_F(DiscussionServiceTest, PostsStandOnNumberedPages) {
  const std::string thread = Open(metu_, ada_, Question("Fractions?"));
  for (int i = 1; i <= 25; ++i) {
    Write(metu_, i % 2 == 0 ? ada_ : ali_, thread, std::to_string(i));
  }
  community::v1::GetThreadRequest request;
  request.set_id(thread);
  request.set_page_size(10);
  request.set_page_number(3);

  const auto last = metu_.discussions.GetThread(Caller(), request);
  EXPECT_EQ(last->page_number(), 3u);
  EXPECT_EQ(last->page_count(), 3u);
  EXPECT_THAT(Bodies(*last), ElementsAre("21", "22", "23", "24", "25"));

  request.set_page_number(99);
  EXPECT_EQ(metu_.discussions.GetThread(Caller(), request)->page_number(), 3u);
  request.set_page_size(1000);
  EXPECT_EQ(metu_.discussions.GetThread(Caller(), request)->posts_size(), 25);
}

TEST_F(DiscussionServiceTest, AReplyNamesAPostOfTheSameThread) {
  const std::string thread = Open(metu_, ada_, Question("Fractions?"));
  const std::string other = Open(metu_, ada_, Question("Decimals?"));
  const std::string post = Write(metu_, ali_, thread, "With a pizza.");
  PublishPostRequest reply = Answer(thread, "Which one?");
  reply.set_reply_to(post);
  ASSERT_TRUE(metu_.discussions.publisher().PublishPost(ada_, reply).ok());

  EXPECT_EQ(Read(metu_, thread).posts(1).reply_to(), post);

  reply.set_thread(other);
  EXPECT_EQ(metu_.discussions.publisher().PublishPost(ada_, reply).status().code(),
            StatusCode::kNotFound);
}

TEST_F(DiscussionServiceTest, ARetryPublishesOnce) {
  PublishThreadRequest question = Question("Fractions?");
  question.set_key("q");
  const std::string thread = Open(metu_, ada_, question);
  EXPECT_EQ(Open(metu_, ada_, question), thread);
  EXPECT_EQ(List(metu_).total(), 1u);

  PublishPostRequest answer = Answer(thread, "With a pizza.");
  answer.set_key("a");
  const auto first = metu_.discussions.publisher().PublishPost(ali_, answer);
  const auto again = metu_.discussions.publisher().PublishPost(ali_, answer);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->id(), first->id());
  EXPECT_EQ(Read(metu_, thread).posts_size(), 1);

  // Another person's key is another key.
  EXPECT_TRUE(metu_.discussions.publisher().PublishPost(ada_, answer).ok());
  EXPECT_EQ(Read(metu_, thread).posts_size(), 2);
}

TEST_F(DiscussionServiceTest, AKeyThatMeantSomethingElseIsRefused) {
  PublishThreadRequest question = Question("Fractions?");
  question.set_key("k");
  const std::string thread = Open(metu_, ada_, question);
  PublishPostRequest answer = Answer(thread, "Myself.");
  answer.set_key("k");
  EXPECT_EQ(metu_.discussions.publisher().PublishPost(ada_, answer).status().code(),
            StatusCode::kAlreadyExists);
  question.set_revises(thread);
  EXPECT_EQ(metu_.discussions.publisher().PublishThread(ada_, question).status().code(),
            StatusCode::kAlreadyExists);
}

TEST_F(DiscussionServiceTest, APostKeepsItsHistoryUntilItIsTakenBack) {
  const std::string thread = Open(metu_, ada_, Question("Fractions?"));
  const std::string post = Write(metu_, ali_, thread, "With a piza.");
  clock_.Advance(std::chrono::minutes(1));
  RevisePost(metu_, ali_, post);
  GetPostRequest request;
  request.set_id(post);

  const auto shown = metu_.discussions.GetPost(Caller(), request);
  ASSERT_TRUE(shown.ok());
  EXPECT_EQ(shown->thread_id(), thread);
  EXPECT_EQ(shown->post().body(), "Revised");
  EXPECT_EQ(shown->position(), 1u);
  EXPECT_EQ(shown->post().revision_count(), 2u);
  ASSERT_EQ(shown->revisions_size(), 2);
  EXPECT_EQ(shown->revisions(0).body(), "With a piza.");
  EXPECT_EQ(shown->revisions(1).body(), "Revised");
  EXPECT_EQ(shown->revisions(1).written_unix_ms(), shown->post().revised_unix_ms());
  EXPECT_LT(shown->revisions(0).written_unix_ms(), shown->revisions(1).written_unix_ms());

  WithdrawPost(metu_, ali_, post);
  const auto gone = metu_.discussions.GetPost(Caller(), request);
  EXPECT_TRUE(gone->post().withdrawn());
  EXPECT_EQ(gone->post().withdrawn_reason(), "not kind");
  EXPECT_EQ(gone->post().body(), "");
  EXPECT_EQ(gone->revisions_size(), 0);

  request.set_id(thread);
  EXPECT_EQ(metu_.discussions.GetPost(Caller(), request)->title(), "Fractions?");
}

TEST_F(DiscussionServiceTest, AWithdrawnThreadKeepsItsAnswersAndTakesNoMore) {
  const std::string thread = Open(metu_, ada_, Question("Fractions?"));
  Write(metu_, ali_, thread, "With a pizza.");
  WithdrawThread(metu_, ada_, thread);

  EXPECT_EQ(List(metu_).total(), 0u);
  const auto shown = Read(metu_, thread);
  EXPECT_TRUE(shown.thread().withdrawn());
  EXPECT_EQ(shown.thread().title(), "");
  EXPECT_EQ(shown.opening().body(), "");
  EXPECT_THAT(Bodies(shown), ElementsAre("With a pizza."));
  EXPECT_EQ(metu_.discussions.publisher().PublishPost(ali_, Answer(thread, "More")).status().code(),
            StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReviseThread(metu_, ada_, thread), StatusCode::kFailedPrecondition);
}

TEST_F(DiscussionServiceTest, AnAcceptedAnswerThatIsTakenBackAnswersNoMore) {
  const std::string thread = Open(metu_, ada_, Question("Fractions?"));
  const std::string post = Write(metu_, ali_, thread, "With a pizza.");
  ASSERT_EQ(Accept(metu_, ada_, thread, post), StatusCode::kOk);
  EXPECT_TRUE(List(metu_).threads(0).answered());

  WithdrawPost(metu_, ali_, post);
  EXPECT_FALSE(List(metu_).threads(0).answered());
  EXPECT_EQ(Accept(metu_, ada_, thread, post), StatusCode::kFailedPrecondition);

  const std::string better = Write(metu_, ali_, thread, "With a cake.");
  Accept(metu_, ada_, thread, better);
  EXPECT_EQ(Accept(metu_, ada_, thread, ""), StatusCode::kOk);
  EXPECT_FALSE(Read(metu_, thread).posts(1).accepted());
}

TEST_F(DiscussionServiceTest, ErrorsNameEachFieldThatIsWrong) {
  PublishThreadRequest question;
  question.set_body(std::string(20'001, 'x'));
  question.set_key(std::string(65, 'k'));
  const Status status = metu_.discussions.publisher().PublishThread(ada_, question).status();
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  for (const char* field : {"title", "body", "language", "key"}) {
    EXPECT_THAT(std::string(Message(status)), HasSubstr(field));
  }
  const Status post = metu_.discussions.publisher().PublishPost(ada_, Answer("", "x")).status();
  EXPECT_THAT(std::string(Message(post)), HasSubstr("thread"));
  PublishPostRequest moved = Answer("elsewhere", "x");
  moved.set_revises("something");
  EXPECT_EQ(metu_.discussions.publisher().PublishPost(ada_, moved).status().code(),
            StatusCode::kInvalidArgument);
}

TEST_F(DiscussionServiceTest, OneAccountCannotFloodTheNetwork) {
  const std::string thread = Open(metu_, ada_, Question("Fractions?"));
  PublishPostRequest answer = Answer(thread, "again");
  StatusCode code = StatusCode::kOk;
  int written = 0;
  for (int i = 0; i < 100 && code == StatusCode::kOk; ++i) {
    answer.set_key(absl::StrCat("k", i));
    code = metu_.discussions.publisher().PublishPost(ali_, answer).status().code();
    written += code == StatusCode::kOk ? 1 : 0;
  }
  EXPECT_EQ(code, StatusCode::kResourceExhausted);
  EXPECT_EQ(written, 30);

  // A retry is no further post, and others write on.
  answer.set_key("k3");
  EXPECT_TRUE(metu_.discussions.publisher().PublishPost(ali_, answer).ok());
  EXPECT_TRUE(metu_.discussions.publisher().PublishPost(ada_, answer).ok());
}

TEST_F(DiscussionServiceTest, LiveReadersAreWokenByWhatIsWrittenInTheirThread) {
  const std::string thread = Open(metu_, ada_, Question("Fractions?"));
  const std::string other = Open(metu_, ada_, Question("Decimals?"));
  Exchange();
  int woken = 0;
  const auto ticket = granada_.thread_watch.Watch(thread, [&] { ++woken; });
  const std::string before = Read(granada_, thread).state();

  Write(metu_, ali_, other, "Elsewhere.");
  Exchange();
  EXPECT_EQ(woken, 0);
  EXPECT_EQ(Read(granada_, thread).state(), before);

  Write(metu_, ali_, thread, "With a pizza.");
  Exchange();
  EXPECT_EQ(woken, 1);
  EXPECT_NE(Read(granada_, thread).state(), before);
}

TEST_F(DiscussionServiceTest, StateChangesWithEveryRevisionAndReturnsToNothingKnown) {
  const std::string thread = Open(metu_, ada_, Question("Fractions?"));
  const std::string post = Write(metu_, ali_, thread, "With a pizza.");
  std::set<std::string> states{Read(metu_, thread).state()};
  RevisePost(metu_, ali_, post);
  states.insert(Read(metu_, thread).state());
  Accept(metu_, ada_, thread, post);
  states.insert(Read(metu_, thread).state());
  ReviseThread(metu_, ada_, thread);
  states.insert(Read(metu_, thread).state());
  WithdrawPost(metu_, ali_, post);
  states.insert(Read(metu_, thread).state());
  EXPECT_EQ(states.size(), 5u);
}

TEST_F(DiscussionServiceTest, TheIndexAfterAStartIsTheOneFromBefore) {
  const std::string thread = Open(metu_, ada_, Question("Fractions?"));
  Write(metu_, ali_, thread, "With a pizza.");
  const std::string listed = List(metu_).SerializeAsString();
  const std::string shown = Read(metu_, thread).SerializeAsString();

  ASSERT_TRUE(metu_.threads.OnViewsReplaced(*metu_.views.Read()).ok());

  EXPECT_EQ(List(metu_).SerializeAsString(), listed);
  EXPECT_EQ(Read(metu_, thread).SerializeAsString(), shown);
}

}  // namespace
}  // namespace cledi
