// The exact bytes of views. A change here changes what nodes compare: it needs a new version of
// the projection, so that nodes of the old and the new version do not call each other faulty.

#include <string>

#include "gtest/gtest.h"

#include "cledi/event/v1/type.pb.h"
#include "federation/base/sha256.h"
#include "tests/support/practice/practice_node.h"

namespace cledi {
namespace {

class DiscussionRowsTest : public ::testing::Test {
 protected:
  // Facts with fixed times, salts and payloads.
  DiscussionRowsTest() {
    event::v1::ThreadRevised thread;
    thread.set_author(std::string(16, 'a'));
    thread.set_idempotency_key("k");
    thread.mutable_thread()->set_title("Fractions?");
    thread.mutable_thread()->set_body("How do you begin?");
    thread.mutable_thread()->set_language("en");
    thread.mutable_thread()->mutable_anchor()->set_practice(std::string(32, 'p'));
    thread.mutable_thread()->mutable_anchor()->set_step(2);
    thread.mutable_thread()->mutable_anchor()->set_revision(std::string(32, 'r'));
    const std::string thread_id = Add(event::v1::EVENT_TYPE_THREAD_REVISED, thread);
    thread.mutable_thread()->set_title("Fractions with food?");
    thread.set_object(thread_id);
    thread.set_idempotency_key("l");
    Add(event::v1::EVENT_TYPE_THREAD_REVISED, thread);

    event::v1::PostRevised post;
    post.set_author(std::string(16, 'b'));
    post.mutable_post()->set_thread(thread_id);
    post.mutable_post()->set_body("With a pizza.");
    post.mutable_post()->set_language("es");
    const std::string post_id = Add(event::v1::EVENT_TYPE_POST_REVISED, post);
    post.mutable_post()->set_reply_to(post_id);
    post.clear_author();
    const std::string reply_id = Add(event::v1::EVENT_TYPE_POST_REVISED, post);

    event::v1::PostWithdrawn withdrawn;
    withdrawn.set_object(reply_id);
    withdrawn.set_reason("twice");
    Add(event::v1::EVENT_TYPE_POST_WITHDRAWN, withdrawn);
    event::v1::AnswerAccepted accepted;
    accepted.set_author(std::string(16, 'a'));
    accepted.set_object(thread_id);
    accepted.set_post(post_id);
    Add(event::v1::EVENT_TYPE_ANSWER_ACCEPTED, accepted);
  }

  template <class Fact>
  std::string Add(uint16_t type, const Fact& fact) {
    clock_.Advance(std::chrono::minutes(1));
    const TestEvent event =
        node_.log.MakeEvent(type, fact.SerializeAsString(), MakeHlc(clock_.Now(), 0));
    node_.Receive(event);
    return event.id().str();
  }
  std::string Rows(std::string_view projection) const { return node_.Rows(projection); }

  ManualClock clock_;
  PracticeNode node_{&clock_};
};

TEST_F(DiscussionRowsTest, ThreadsAreFoldedToTheseBytes) {
  EXPECT_EQ(node_.thread_views.version(), 1u);
  EXPECT_EQ(HexEncode(Sha256(Rows("threads")).view()),
            "89b0782b11be6860b35036e81d3658302fdaf189beb54c868a36eefac340ebbb")
      << Rows("threads");
}

TEST_F(DiscussionRowsTest, PostsAreFoldedToTheseBytes) {
  EXPECT_EQ(node_.post_views.version(), 1u);
  EXPECT_EQ(HexEncode(Sha256(Rows("posts")).view()),
            "76ccd2ff8fdc85b874834ec6ca89dffacf39c51c319aa78d17d9b779032c1d07")
      << Rows("posts");
}

}  // namespace
}  // namespace cledi
