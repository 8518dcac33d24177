// Discussions among honest nodes and hostile ones: nodes that received the same facts in
// different ways hold the same bytes and show the same pages.

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "google/protobuf/stubs/logging.h"
#include "gtest/gtest.h"

#include "cledi/event/v1/type.pb.h"
#include "tests/support/practice/practice_node.h"

namespace cledi {
namespace {

class DiscussionPropertyTest : public ::testing::Test {
 protected:
  template <class Value>
  Value Pick(const std::vector<Value>& values) {
    return values[random_.Below(values.size())];
  }
  // An event of the world, mostly one that may be meant; sometimes none.
  std::string Some(const std::vector<TestEvent>& events) {
    return events.empty() || random_.Below(4) == 0 ? "" : Pick(events).id().str();
  }
  // The same, mostly a thread.
  std::string SomeThread(const std::vector<TestEvent>& events) {
    std::vector<TestEvent> threads;
    std::ranges::copy_if(events, std::back_inserter(threads), [](const TestEvent& event) {
      return HeaderOf(event.record.leaf).type == event::v1::EVENT_TYPE_THREAD_REVISED;
    });
    return Some(threads.empty() || random_.Below(5) == 0 ? events : threads);
  }
  template <class Fact>
  std::string Payload(Fact fact, const std::string& object) {
    fact.set_object(object);
    fact.set_author(Pick<std::string>({"", std::string(16, 'a'), std::string(16, 'b')}));
    fact.set_idempotency_key(Pick<std::string>({"", "", "", "k", "l"}));
    return fact.SerializeAsString();
  }

  TestEvent RandomFact(FakeLog& log, const std::vector<TestEvent>& events) {
    const std::string words = absl::StrCat("words ", random_.Below(1000));
    std::string payload;
    uint16_t type = 0;
    switch (random_.Below(8)) {
      case 0:
      case 1: {
        type = event::v1::EVENT_TYPE_THREAD_REVISED;
        event::v1::ThreadRevised fact;
        fact.mutable_thread()->set_title(words);
        fact.mutable_thread()->set_body(words);
        fact.mutable_thread()->set_language(Pick<std::string>({"en", "es"}));
        payload = Payload(fact, random_.Below(2) == 0 ? "" : Some(events));
        break;
      }
      case 2: {
        type = event::v1::EVENT_TYPE_THREAD_WITHDRAWN;
        payload = Payload(event::v1::ThreadWithdrawn(), Some(events));
        break;
      }
      case 3: {
        type = event::v1::EVENT_TYPE_ANSWER_ACCEPTED;
        event::v1::AnswerAccepted fact;
        fact.set_post(Some(events));
        payload = Payload(fact, Some(events));
        break;
      }
      case 4: {
        type = event::v1::EVENT_TYPE_POST_WITHDRAWN;
        payload = Payload(event::v1::PostWithdrawn(), Some(events));
        break;
      }
      default: {
        type = event::v1::EVENT_TYPE_POST_REVISED;
        event::v1::PostRevised fact;
        fact.mutable_post()->set_thread(SomeThread(events));
        fact.mutable_post()->set_reply_to(Some(events));
        fact.mutable_post()->set_body(words);
        fact.mutable_post()->set_language("tr");
        payload = Payload(fact, random_.Below(3) != 0 ? "" : Some(events));
      }
    }
    Spoil(payload, type);
    return log.MakeEvent(type, payload, MakeHlc(clock_.Now(), 0) + random_.Below(30),
                         Pick<std::string>({"es-granada", "tr-metu"}));
  }

  // What a hostile member with a valid key may write.
  void Spoil(std::string& payload, uint16_t& type) {
    if (payload.empty()) {
      return;
    }
    switch (random_.Below(14)) {
      case 0:
        payload[random_.Below(payload.size())] ^= static_cast<char>(1 + random_.Below(255));
        break;
      case 1:
        payload.resize(random_.Below(payload.size() + 1));
        break;
      case 2:  // Another type's payload.
        type = Pick<uint16_t>({48, 64, 65, 66, 67, 68});
        break;
      case 3: {
        payload.resize(random_.Below(300));
        std::span<uint8_t> bytes(reinterpret_cast<uint8_t*>(payload.data()), payload.size());
        random_.Fill(bytes);
        break;
      }
      case 4:  // Fields of a newer version.
        payload += "\xa2\x06\x05newer";
        break;
      default:
        break;
    }
  }

  // All that anybody can read of the discussions of a node.
  static std::string Pages(const PracticeNode& node) {
    std::string pages;
    const auto list = node.discussions.ListThreads(Caller(), {});
    EXPECT_TRUE(list.ok()) << list.status();
    pages += list->SerializeAsString();
    for (const community::v1::ThreadCard& card : list->threads()) {
      community::v1::GetThreadRequest request;
      request.set_id(card.id());
      const auto thread = node.discussions.GetThread(Caller::Operator(), request);
      EXPECT_TRUE(thread.ok()) << thread.status();
      // What an operator may do differs from node to node.
      community::v1::GetThreadResponse shown = *thread;
      shown.clear_may_accept();
      shown.mutable_opening()->clear_may_revise();
      shown.mutable_opening()->clear_may_withdraw();
      for (community::v1::PostView& post : *shown.mutable_posts()) {
        post.clear_may_revise();
        post.clear_may_withdraw();
        community::v1::GetPostRequest get;
        get.set_id(post.id());
        const auto found = node.discussions.GetPost(Caller(), get);
        EXPECT_TRUE(found.ok()) << found.status();
        pages += found->SerializeAsString();
      }
      pages += shown.SerializeAsString();
    }
    return pages;
  }

  SeededRandom random_{1};
  ManualClock clock_;
};

TEST_F(DiscussionPropertyTest, NodesAgreeWhateverTheOrderOfArrival) {
  const google::protobuf::LogSilencer silencer;  // Some payloads are damaged on purpose.
  size_t threads = 0;
  size_t posts = 0;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    random_ = SeededRandom(seed);
    PracticeNode first(&clock_, "es-granada");
    std::vector<TestEvent> events;
    for (int i = 0; i < 60; ++i) {
      events.push_back(RandomFact(first.log, events));
      first.Receive(events.back());
    }
    PracticeNode second(&clock_, "tr-metu");
    second.ReceiveShuffled(events, random_);

    ASSERT_EQ(first.Digest(), second.Digest());
    const std::string pages = Pages(first);
    ASSERT_EQ(pages, Pages(second));
    // The index that grew with the facts is the one that is read from the views.
    for (PracticeNode* node : {&first, &second}) {
      const StatusOr<RebuildResult> rebuilt = node->engine.Rebuild();
      ASSERT_TRUE(rebuilt.ok());
      ASSERT_TRUE(rebuilt->unchanged);
      ASSERT_TRUE(node->threads.OnViewsReplaced(*node->views.Read()).ok());
      ASSERT_EQ(Pages(*node), pages);
    }
    const auto list = first.discussions.ListThreads(Caller(), {});
    threads += static_cast<size_t>(list->threads_size());
    for (const community::v1::ThreadCard& card : list->threads()) {
      posts += card.posts();
    }
  }
  EXPECT_GT(threads, 150u);  // The worlds are not empty.
  EXPECT_GT(posts, 100u);
}

}  // namespace
}  // namespace cledi
