#ifndef CLEDI_TESTS_NODE_DISCUSSION_DISCUSSION_FIXTURE_H_
#define CLEDI_TESTS_NODE_DISCUSSION_DISCUSSION_FIXTURE_H_

#include <string>

#include "gtest/gtest.h"

#include "cledi/event/v1/person.pb.h"
#include "cledi/event/v1/type.pb.h"
#include "node/person/person_id.h"
#include "tests/support/practice/practice_node.h"
#include "tests/support/practice/samples.h"

namespace cledi {

// Two nodes whose people talk: Ada and Ali at METU, Bea at Granada.
class DiscussionFixture : public ::testing::Test {
 protected:
  // Both hold what the other wrote.
  void Exchange() {
    metu_.PullFrom(granada_);
    granada_.PullFrom(metu_);
  }

  static community::v1::PublishThreadRequest Question(const std::string& title) {
    community::v1::PublishThreadRequest request;
    request.set_title(title);
    request.set_body("How do you begin?");
    request.set_language("en");
    return request;
  }
  static community::v1::PublishPostRequest Answer(const std::string& thread,
                                                  const std::string& body) {
    community::v1::PublishPostRequest request;
    request.set_thread(thread);
    request.set_body(body);
    request.set_language("es");
    return request;
  }
  // The thread's id.
  std::string Open(PracticeNode& node, const Caller& caller,
                   const community::v1::PublishThreadRequest& request) {
    clock_.Advance(std::chrono::seconds(1));
    const auto response = node.discussions.publisher().PublishThread(caller, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->id() : "";
  }
  // The post's id.
  std::string Write(PracticeNode& node, const Caller& caller, const std::string& thread,
                    const std::string& body) {
    clock_.Advance(std::chrono::seconds(1));
    const auto response = node.discussions.publisher().PublishPost(caller, Answer(thread, body));
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->id() : "";
  }
  static community::v1::GetThreadResponse Read(const PracticeNode& node, const std::string& thread,
                                               const Caller& caller = Caller()) {
    community::v1::GetThreadRequest request;
    request.set_id(thread);
    const auto response = node.discussions.GetThread(caller, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.value_or(community::v1::GetThreadResponse());
  }
  static StatusCode Accept(const PracticeNode& node, const Caller& caller,
                           const std::string& thread, const std::string& post) {
    community::v1::AcceptAnswerRequest request;
    request.set_thread(thread);
    request.set_post(post);
    return node.discussions.publisher().AcceptAnswer(caller, request).status().code();
  }
  static StatusCode WithdrawPost(const PracticeNode& node, const Caller& caller,
                                 const std::string& post) {
    community::v1::WithdrawPostRequest request;
    request.set_id(post);
    request.set_reason("not kind");
    return node.discussions.publisher().WithdrawPost(caller, request).status().code();
  }
  static StatusCode WithdrawThread(const PracticeNode& node, const Caller& caller,
                                   const std::string& thread) {
    community::v1::WithdrawThreadRequest request;
    request.set_id(thread);
    request.set_reason("asked twice");
    return node.discussions.publisher().WithdrawThread(caller, request).status().code();
  }
  static StatusCode ReviseThread(const PracticeNode& node, const Caller& caller,
                                 const std::string& thread) {
    community::v1::PublishThreadRequest request = Question("Revised");
    request.set_revises(thread);
    return node.discussions.publisher().PublishThread(caller, request).status().code();
  }
  static StatusCode RevisePost(const PracticeNode& node, const Caller& caller,
                               const std::string& post) {
    community::v1::PublishPostRequest request = Answer("", "Revised");
    request.set_revises(post);
    return node.discussions.publisher().PublishPost(caller, request).status().code();
  }
  std::string PublishPlan(PracticeNode& node, const Caller& caller) {
    community::v1::PublishPlanRequest request;
    *request.mutable_plan() = SamplePlan();
    const auto response = node.plans.Publish(caller, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->id() : "";
  }
  void Introduce(PracticeNode& node, const Caller& caller, const std::string& name) {
    event::v1::PersonDescribed fact;
    fact.set_author(NamedAuthors::AuthorOf(caller.id));
    fact.mutable_profile()->set_name(name);
    node.Receive(node.log.MakeEvent(event::v1::EVENT_TYPE_PERSON_DESCRIBED,
                                    fact.SerializeAsString(), MakeHlc(clock_.Now(), 0)));
  }
  void DescribeInstitution(PracticeNode& node, const std::string& country) {
    node.Receive(node.log.MakeEvent(
        event::v1::EVENT_TYPE_INSTITUTION_DESCRIBED,
        SampleInstitution(node.home.node_id, "A university", country).SerializeAsString(),
        MakeHlc(clock_.Now(), 0)));
  }

  ManualClock clock_;
  PracticeNode metu_{&clock_, "tr-metu"};
  PracticeNode granada_{&clock_, "es-granada"};
  const Caller ada_ = Educator("ada");
  const Caller ali_ = Educator("ali");
  const Caller bea_ = Educator("bea");
};

}  // namespace cledi

#endif  // CLEDI_TESTS_NODE_DISCUSSION_DISCUSSION_FIXTURE_H_
