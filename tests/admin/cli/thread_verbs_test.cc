#include <fstream>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "cledi/admin/v1/user_service.pb.h"
#include "cledi/community/v1/discussion_service.pb.h"
#include "tests/admin/cli/fake_node.h"
#include "tests/support/temp_folder.h"

namespace cledi {
namespace {

using admin::v1::ListUsersRequest;
using admin::v1::ListUsersResponse;
using community::v1::AcceptAnswerRequest;
using community::v1::AcceptAnswerResponse;
using community::v1::GetPostRequest;
using community::v1::GetPostResponse;
using community::v1::PublishPostRequest;
using community::v1::PublishPostResponse;
using community::v1::PublishThreadRequest;
using community::v1::PublishThreadResponse;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// What all nodes of a network have taken in: "who: what", by id.
struct Network {
  std::vector<std::string> said;
  std::map<std::string, bool> accepted;  // By the ids of threads and posts.

  std::string Say(const std::string& who, const std::string& what) {
    said.push_back(absl::StrCat(who, ": ", what));
    const std::string id = absl::StrCat("id", said.size());
    accepted[id] = false;
    return id;
  }
};

// A node of a network, with people.
class TalkingNode : public FakeNode {
 public:
  TalkingNode(Network* network, const std::vector<std::string>& people) : network_(network) {
    ListUsersResponse users;
    for (const std::string& name : people) {
      users.add_users()->set_user_name(name);
    }
    Answer<ListUsersRequest>("cledi.admin.v1.UserService/ListUsers", users);
    On<PublishThreadRequest, PublishThreadResponse>(
        "cledi.community.v1.DiscussionService/PublishThread",
        [this](const PublishThreadRequest& request) {
          PublishThreadResponse response;
          response.set_id(
              network_->Say(calling, absl::StrCat(request.title(), " about ", request.practice(),
                                                  " step ", request.step())));
          return response;
        });
    On<PublishPostRequest, PublishPostResponse>(
        "cledi.community.v1.DiscussionService/PublishPost",
        [this](const PublishPostRequest& request) {
          PublishPostResponse response;
          response.set_id(network_->Say(
              calling,
              absl::StrCat(request.body(), " in ", request.thread(), " to ", request.reply_to())));
          return response;
        });
    On<GetPostRequest, GetPostResponse>(
        "cledi.community.v1.DiscussionService/GetPost",
        [this](const GetPostRequest& request) -> StatusOr<GetPostResponse> {
          if (cut_off || !network_->accepted.contains(request.id())) {
            return NotFound("no such post");
          }
          GetPostResponse response;
          response.mutable_post()->set_id(request.id());
          response.mutable_post()->set_accepted(network_->accepted[request.id()]);
          return response;
        });
    On<AcceptAnswerRequest, AcceptAnswerResponse>(
        "cledi.community.v1.DiscussionService/AcceptAnswer",
        [this](const AcceptAnswerRequest& request) {
          network_->said.push_back(absl::StrCat(calling, " accepts ", request.post()));
          network_->accepted[request.post()] = true;
          return AcceptAnswerResponse();
        });
  }

  bool cut_off = false;  // Nothing that others wrote arrives.

 private:
  Network* const network_;
};

constexpr char kThread[] =
    R"({"key": "t", "person": "anna", "title": "Shadows", "language": "en", "body": "?", )"
    R"("about": "p", "step": 2, "posts": [)"
    R"({"key": "t1", "person": "bora", "language": "en", "body": "Chalk", "accepted": true}, )"
    R"({"key": "t2", "person": "anna", "language": "en", "body": "Thanks", "replyTo": "t1"}]})"
    "\n";

class ThreadImportTest : public testing::Test {
 protected:
  ThreadImportTest() { std::ofstream(keys_) << R"({"p": "practice1"})"; }

  FakeNode::Outcome Import(FakeNode& node, const std::string& lines = kThread) {
    return node.Run({"thread", "import", "-", "--keys", keys_}, lines);
  }

  TempFolder folder_;
  const std::string keys_ = folder_.path() + "/keys";
  Network network_;
  TalkingNode first_{&network_, {"anna", "carla"}};
  TalkingNode second_{&network_, {"bora"}};
};

TEST_F(ThreadImportTest, EachNodeWritesWhatItsPeopleSayInTheOrderOfTheDocument) {
  EXPECT_EQ(Import(second_).out, "0 written here; 3 wait for what others write first.\n");
  EXPECT_EQ(Import(first_).out, "1 written here; 2 wait for what others write first.\n");
  EXPECT_EQ(Import(second_).out, "1 written here; 1 wait for what others write first.\n");
  EXPECT_EQ(Import(first_).out, "1 written here; 0 wait for what others write first.\n");
  EXPECT_EQ(Import(second_).out, "0 written here; 0 wait for what others write first.\n");

  EXPECT_THAT(network_.said,
              ElementsAre("anna: Shadows about practice1 step 2", "bora: Chalk in id1 to ",
                          "anna: Thanks in id1 to id2", "anna accepts id2"));
}

TEST_F(ThreadImportTest, ImportingAgainWritesAndAcceptsNothingAgain) {
  for (FakeNode* node : {&first_, &second_, &first_, &second_}) {
    Import(*node);
  }
  const size_t count = network_.said.size();

  EXPECT_EQ(Import(first_).out, "0 written here; 0 wait for what others write first.\n");
  EXPECT_EQ(network_.said.size(), count);
}

TEST_F(ThreadImportTest, AnAnswerWaitsUntilWhatItAnswersHasArrived) {
  Import(first_);
  second_.cut_off = true;
  EXPECT_EQ(Import(second_).out, "0 written here; 2 wait for what others write first.\n");

  second_.cut_off = false;
  EXPECT_EQ(Import(second_).out, "1 written here; 1 wait for what others write first.\n");
}

TEST_F(ThreadImportTest, ABadLineIsNamedAndTheOthersAreWritten) {
  const FakeNode::Outcome outcome =
      Import(first_, R"({"person": "anna", "title": "No key"})"
                     "\n"
                     R"({"key": "u", "person": "anna", "title": "Lost", "about": "nowhere"})"
                     "\n"
                     R"({"key": "v", "person": "carla", "title": "Found"})"
                     "\n");

  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("-, line 1: a thread and its posts need a \"key\" each"));
  EXPECT_THAT(outcome.err, HasSubstr("-, line 2: it refers to \"nowhere\""));
  EXPECT_THAT(network_.said, ElementsAre("carla: Found about  step 0"));
}

TEST_F(ThreadImportTest, AnImportWithoutARegisterOfKeysIsNotUnderstood) {
  EXPECT_EQ(first_.Run({"thread", "import", "-"}, kThread).exit_status, 2);
  EXPECT_THAT(network_.said, IsEmpty());
}

}  // namespace
}  // namespace cledi
