#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "cledi/community/v1/draft_service.pb.h"
#include "node/person/draft_book.h"
#include "tests/node/person/people_node.h"

namespace cledi {
namespace {

using community::v1::DeleteDraftRequest;
using community::v1::DeleteDraftResponse;
using community::v1::Draft;
using community::v1::GetDraftRequest;
using community::v1::GetDraftResponse;
using community::v1::ListDraftsRequest;
using community::v1::ListDraftsResponse;
using community::v1::SaveDraftRequest;
using community::v1::SaveDraftResponse;
using ::testing::HasSubstr;

class DraftsTest : public ::testing::Test {
 protected:
  static Draft SampleDraft(const std::string& key = "plan.new.x7k2") {
    Draft draft;
    draft.set_key(key);
    draft.set_kind("plan");
    draft.set_title("Half a pizza");
    draft.set_form("title=Half+a+pizza&step=Share");
    return draft;
  }
  StatusOr<SaveDraftResponse> Save(const Caller& caller, const Draft& draft,
                                   uint32_t based_on = 0) {
    SaveDraftRequest request;
    *request.mutable_draft() = draft;
    request.set_based_on(based_on);
    return node_.Call<SaveDraftResponse>(caller, "DraftService/SaveDraft", request);
  }
  StatusOr<Draft> Get(const Caller& caller, const std::string& key) {
    GetDraftRequest request;
    request.set_key(key);
    auto response = node_.Call<GetDraftResponse>(caller, "DraftService/GetDraft", request);
    RETURN_IF_ERROR(response.status());
    return response->draft();
  }
  ListDraftsResponse List(const Caller& caller) {
    return *node_.Call<ListDraftsResponse>(caller, "DraftService/ListDrafts", ListDraftsRequest());
  }
  Status Delete(const Caller& caller, const std::string& key) {
    DeleteDraftRequest request;
    request.set_key(key);
    return node_.Call<DeleteDraftResponse>(caller, "DraftService/DeleteDraft", request).status();
  }

  ManualClock clock_;
  PeopleNode node_{&clock_};
  const Caller ada_ = node_.Add("ada");
  const Caller bo_ = node_.Add("bo.b");
};

TEST_F(DraftsTest, WhatIsKeptIsFoundAgainAsItWasTyped) {
  ASSERT_EQ(Save(ada_, SampleDraft())->version(), 1u);

  const Draft kept = *Get(ada_, "plan.new.x7k2");

  EXPECT_EQ(kept.form(), SampleDraft().form());
  EXPECT_EQ(kept.title(), "Half a pizza");
  EXPECT_EQ(kept.kind(), "plan");
  EXPECT_EQ(kept.version(), 1u);
  EXPECT_EQ(kept.saved_unix_ms(), ToUnixMs(clock_.Now()));
}

TEST_F(DraftsTest, SavingFromTwoPlacesIsTold) {
  ASSERT_EQ(Save(ada_, SampleDraft())->version(), 1u);
  ASSERT_EQ(Save(ada_, SampleDraft(), 1)->version(), 2u);
  Draft other = SampleDraft();
  other.set_form("other=text");

  EXPECT_EQ(Save(ada_, other, 1).status().code(), StatusCode::kAborted);

  EXPECT_EQ(Get(ada_, other.key())->form(), SampleDraft().form());
  EXPECT_EQ(Save(ada_, other)->version(), 3u);
  EXPECT_EQ(Get(ada_, other.key())->form(), "other=text");
}

// Goal: what a page saves late does not bring back what was published meanwhile.
TEST_F(DraftsTest, ADraftThatWasThrownAwayDoesNotComeBackByItself) {
  ASSERT_TRUE(Save(ada_, SampleDraft()).ok());
  ASSERT_TRUE(Delete(ada_, SampleDraft().key()).ok());
  ASSERT_TRUE(Delete(ada_, SampleDraft().key()).ok());

  EXPECT_EQ(Save(ada_, SampleDraft(), 1).status().code(), StatusCode::kAborted);

  EXPECT_EQ(Get(ada_, SampleDraft().key()).status().code(), StatusCode::kNotFound);
}

TEST_F(DraftsTest, EverybodySeesTheirOwnOnly) {
  const Caller administrator = node_.Add("chief", community::v1::USER_ROLE_ADMINISTRATOR);
  ASSERT_TRUE(Save(ada_, SampleDraft()).ok());
  for (const Caller& other : {bo_, administrator}) {
    EXPECT_EQ(List(other).drafts_size(), 0);
    EXPECT_EQ(Get(other, SampleDraft().key()).status().code(), StatusCode::kNotFound);
    EXPECT_TRUE(Delete(other, SampleDraft().key()).ok());
  }
  EXPECT_TRUE(Get(ada_, SampleDraft().key()).ok());
}

TEST_F(DraftsTest, TheLastTouchedIsListedFirstWithoutItsForm) {
  for (const char* key : {"a", "b", "c"}) {
    ASSERT_TRUE(Save(ada_, SampleDraft(key)).ok());
    clock_.Advance(std::chrono::seconds(1));
  }
  ASSERT_TRUE(Save(ada_, SampleDraft("a")).ok());

  const ListDraftsResponse listed = List(ada_);

  ASSERT_EQ(listed.drafts_size(), 3);
  EXPECT_EQ(listed.drafts(0).key(), "a");
  EXPECT_EQ(listed.drafts(1).key(), "c");
  EXPECT_EQ(listed.drafts(2).key(), "b");
  EXPECT_EQ(listed.drafts(0).form(), "");
  EXPECT_EQ(listed.drafts(0).version(), 2u);
}

TEST_F(DraftsTest, TheirNumberAndSizeAreBoundedForEachPerson) {
  for (size_t i = 0; i < kDraftsMax; ++i) {
    ASSERT_TRUE(Save(ada_, SampleDraft("k" + std::to_string(i))).ok());
  }
  const Status too_many = Save(ada_, SampleDraft("more")).status();
  EXPECT_EQ(too_many.code(), StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(Message(too_many)), HasSubstr("200 drafts"));
  EXPECT_TRUE(Save(ada_, SampleDraft("k7")).ok());
  EXPECT_TRUE(Save(bo_, SampleDraft("more")).ok());

  Draft long_one = SampleDraft();
  long_one.set_form(std::string(kDraftFormBytesMax, 'x'));
  for (size_t i = 0; i < kDraftBytesMax / kDraftFormBytesMax - 1; ++i) {
    long_one.set_key("long" + std::to_string(i));
    ASSERT_TRUE(Save(bo_, long_one).ok());
  }
  long_one.set_key("too-much");
  EXPECT_EQ(Save(bo_, long_one).status().code(), StatusCode::kResourceExhausted);
  long_one.set_key("long0");
  EXPECT_TRUE(Save(bo_, long_one).ok());
}

TEST_F(DraftsTest, LimitsAreNamedByTheirField) {
  const auto problem = [&](const std::function<void(Draft&)>& breaks) {
    Draft draft = SampleDraft();
    breaks(draft);
    return std::string(Message(Save(ada_, draft).status()));
  };
  EXPECT_THAT(problem([](Draft& d) { d.set_key(""); }), HasSubstr("draft.key: 1 to 100"));
  EXPECT_THAT(problem([](Draft& d) { d.set_key("a/b"); }), HasSubstr("draft.key"));
  EXPECT_THAT(problem([](Draft& d) { d.set_key(std::string("a\0b", 3)); }), HasSubstr("draft.key"));
  EXPECT_THAT(problem([](Draft& d) { d.set_key(std::string(101, 'a')); }), HasSubstr("draft.key"));
  EXPECT_THAT(problem([](Draft& d) { d.set_kind("Plan"); }), HasSubstr("draft.kind: 1 to 20"));
  EXPECT_THAT(problem([](Draft& d) { d.set_title(std::string(301, 'a')); }),
              HasSubstr("draft.title: at most 300"));
  EXPECT_THAT(problem([](Draft& d) { d.set_form(std::string(kDraftFormBytesMax + 1, 'a')); }),
              HasSubstr("draft.form: at most 262,144"));
  EXPECT_EQ(Get(ada_, "../x").status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(Delete(ada_, "").code(), StatusCode::kInvalidArgument);
}

TEST_F(DraftsTest, AnOperatorHasNoDraftsAndIsToldHowToActForSomebody) {
  const Status refused = Save(Caller::Operator(), SampleDraft()).status();
  EXPECT_EQ(refused.code(), StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(Message(refused)), HasSubstr("--as-user"));
}

}  // namespace
}  // namespace cledi
