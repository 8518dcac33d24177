#include "federation/peer/roster_keeper.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "cledi/event/v1/roster.pb.h"
#include "cledi/event/v1/type.pb.h"
#include "tests/support/log/handwritten_epoch.h"
#include "tests/support/log/test_log.h"

namespace cledi {
namespace {

using federation::v1::RosterUpdate;
using federation::v1::SignedRosterUpdate;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class MemoryRosterStorage final : public RosterStorage {
 public:
  Status Put(uint32_t number, const SignedRosterUpdate& update) override {
    RETURN_IF_ERROR(failure);
    rows.insert_or_assign(number, update);
    return absl::OkStatus();
  }
  StatusOr<std::vector<SignedRosterUpdate>> Load() override {
    std::vector<SignedRosterUpdate> updates;
    for (const auto& [number, update] : rows) {
      updates.push_back(update);
    }
    return updates;
  }

  std::map<uint32_t, SignedRosterUpdate> rows;
  Status failure;
};

// The log is that of a member who is there from the start; the federation goes on without the
// keeper, which hears of it through the log only.
class RosterKeeperTest : public testing::Test {
 protected:
  RosterKeeperTest() {
    first_ = federation_.updates();
    Open();
  }
  void Open() {
    auto opened = RosterKeeper::Open(federation_.root(), first_, &storage_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    keeper_ = *std::move(opened);
  }
  static NewEvent Posted(const SignedRosterUpdate& update) {
    event::v1::RosterUpdatePosted posted;
    posted.set_signed_update(update.SerializeAsString());
    return {.space = RosterSpace(),
            .type = event::v1::EVENT_TYPE_ROSTER_UPDATE_POSTED,
            .payload = posted.SerializeAsString()};
  }
  void Post(const SignedRosterUpdate& update) {
    const NewEvent event = Posted(update);
    ASSERT_TRUE(log_->Append({&event, 1}).ok());
  }
  const SignedRosterUpdate& Admit(const std::string& node) {
    federation_.Admit(node);
    return federation_.updates().back();
  }
  std::vector<std::string> CatchUp() { return keeper_->CatchUp(*log_); }
  uint32_t Number() { return keeper_->Get()->number(); }

  TestRoster federation_{{"it-bicocca", "es-granada"}};
  TestLog log_{&federation_, "es-granada"};
  std::vector<SignedRosterUpdate> first_;
  MemoryRosterStorage storage_;
  std::unique_ptr<RosterKeeper> keeper_;
};

TEST_F(RosterKeeperTest, WhatCameWithTheEnrolmentIsStoredAndApplied) {
  EXPECT_EQ(Number(), 2u);
  EXPECT_EQ(storage_.rows.size(), 2u);
  EXPECT_TRUE(keeper_->Get()->IsActive("es-granada"));
  Open();
  EXPECT_EQ(Number(), 2u);
  EXPECT_EQ(keeper_->Updates().size(), 2u);
}

TEST_F(RosterKeeperTest, UpdatesInTheLogAreApplied) {
  Post(Admit("tr-metu"));
  Post(Admit("si-new"));
  EXPECT_EQ(Number(), 2u);
  EXPECT_THAT(CatchUp(), IsEmpty());
  EXPECT_EQ(Number(), 4u);
  EXPECT_TRUE(keeper_->Get()->IsActive("si-new"));
  // Over a restart, too, and however often they are read.
  Open();
  EXPECT_EQ(Number(), 4u);
  EXPECT_THAT(CatchUp(), IsEmpty());
  EXPECT_EQ(keeper_->Updates().size(), 4u);
}

TEST_F(RosterKeeperTest, ListenersHearOfEachUpdate) {
  std::vector<uint32_t> numbers;
  const auto subscription = keeper_->holder().Listen(
      [&](const std::shared_ptr<const Roster>& roster) { numbers.push_back(roster->number()); });
  Post(Admit("tr-metu"));
  Post(Admit("si-new"));
  CatchUp();
  EXPECT_THAT(numbers, ElementsAre(3u, 4u));
}

// Goal: where an update stands, how often and in whose log, means nothing.
TEST_F(RosterKeeperTest, OrderAndRepetitionMeanNothing) {
  std::vector<SignedRosterUpdate> updates;
  for (const char* node : {"tr-metu", "si-one", "si-two", "si-three"}) {
    updates.push_back(Admit(node));
  }
  for (const size_t i : {3u, 3u, 1u, 2u, 1u}) {
    Post(updates[i]);
  }
  EXPECT_THAT(CatchUp(), IsEmpty());
  EXPECT_EQ(Number(), 2u);  // The next one is missing.
  Post(updates[0]);
  EXPECT_THAT(CatchUp(), IsEmpty());
  EXPECT_EQ(Number(), 6u);
}

TEST_F(RosterKeeperTest, UpdatesCountInWhosesoeverLog) {
  HandwrittenEpoch relayed(&federation_, "it-bicocca", 3, RosterSpace());
  const NewEvent event = Posted(Admit("tr-metu"));
  const Salt salt = log_.random().Draw<Salt>();
  const Header header{
      .type = event.type, .payload_bytes = static_cast<uint32_t>(event.payload.size()), .hlc = 1};
  relayed.Add(Record{MakeLeaf(header, Commitment(salt, event.payload)), Body{salt, event.payload}});
  ASSERT_TRUE(log_->Ingest({relayed.All()})[0].status.ok());
  CatchUp();
  EXPECT_EQ(Number(), 3u);
}

TEST_F(RosterKeeperTest, OnlyTheRosterSpaceCounts) {
  NewEvent event = Posted(Admit("tr-metu"));
  event.space = CommonsSpace();
  ASSERT_TRUE(log_->Append({&event, 1}).ok());
  CatchUp();
  EXPECT_EQ(Number(), 2u);
}

// Goal: what any member can write into the roster space keeps nothing out and fills nothing up.
TEST_F(RosterKeeperTest, ThousandsOfUpdatesThatTheRosterKeyDidNotSignKeepNothingOut) {
  const SigningKey& members_key = federation_.log_key("es-granada");
  std::vector<NewEvent> junk;
  for (uint32_t i = 0; i < 3000; ++i) {
    RosterUpdate update;
    update.set_number(1'000'000 + i);
    junk.push_back(Posted(SignAnyUpdate(update, members_key)));
  }
  SignedRosterUpdate unsigned_update;
  unsigned_update.set_update(RosterUpdate().SerializeAsString());
  junk.push_back(Posted(unsigned_update));
  NewEvent rubbish = junk.back();
  rubbish.payload = "rubbish";
  junk.push_back(rubbish);
  ASSERT_TRUE(log_->Append(junk).ok());
  Post(Admit("tr-metu"));
  EXPECT_THAT(CatchUp(), IsEmpty());
  EXPECT_EQ(Number(), 3u);
}

TEST_F(RosterKeeperTest, TwoUpdatesOfOneNumberRaiseAnAlarmAndTheFirstStays) {
  RosterUpdate other;
  ASSERT_TRUE(other.ParseFromString(first_[1].update()));
  other.set_created_unix_ms(other.created_unix_ms() + 1);
  Post(SignAnyUpdate(other, federation_.roster_key()));
  Post(Admit("tr-metu"));
  EXPECT_THAT(CatchUp(), ElementsAre(HasSubstr("two roster updates numbered 2")));
  EXPECT_EQ(Number(), 3u);
  EXPECT_THAT(CatchUp(), IsEmpty());  // Said once.
}

TEST_F(RosterKeeperTest, AnUpdateThatTheRulesForbidIsPassedOver) {
  RosterUpdate forbidden;
  forbidden.set_number(3);
  forbidden.set_previous_hash(federation_.roster()->head_hash().str());
  *forbidden.add_changes() = RemoveChange("nobody", "no such member", {});
  Post(SignAnyUpdate(forbidden, federation_.roster_key()));
  Post(Admit("tr-metu"));
  EXPECT_THAT(CatchUp(), IsEmpty());
  EXPECT_EQ(Number(), 3u);
  EXPECT_TRUE(keeper_->Get()->IsActive("tr-metu"));
}

TEST_F(RosterKeeperTest, WhatCannotBeStoredIsNotAppliedAndTriedAgain) {
  Post(Admit("tr-metu"));
  storage_.failure = absl::ResourceExhaustedError("the disk is full");
  EXPECT_THAT(CatchUp(), IsEmpty());
  EXPECT_EQ(Number(), 2u);
  EXPECT_EQ(keeper_->Adopt(federation_.updates().back()).code(), StatusCode::kResourceExhausted);
  EXPECT_EQ(Number(), 2u);
  storage_.failure = absl::OkStatus();
  CatchUp();
  EXPECT_EQ(Number(), 3u);
}

TEST_F(RosterKeeperTest, AdoptTakesTheNextUpdateOnly) {
  const SignedRosterUpdate third = Admit("tr-metu");
  const SignedRosterUpdate fourth = Admit("si-new");
  EXPECT_EQ(keeper_->Adopt(fourth).code(), StatusCode::kFailedPrecondition);
  EXPECT_TRUE(keeper_->Adopt(third).ok());
  EXPECT_EQ(keeper_->Adopt(third).code(), StatusCode::kAlreadyExists);

  std::vector<uint32_t> stored;
  const auto store = [&](uint32_t number) {
    stored.push_back(number);
    return absl::OkStatus();
  };
  EXPECT_TRUE(keeper_->AdoptStoredBy(fourth, store).ok());
  EXPECT_FALSE(keeper_->AdoptStoredBy(fourth, store).ok());
  EXPECT_THAT(stored, ElementsAre(4u));  // Only once it is known to be the next one.
}

TEST_F(RosterKeeperTest, AStoredUpdateThatDoesNotFollowIsReported) {
  storage_.rows.erase(1);
  EXPECT_FALSE(RosterKeeper::Open(federation_.root(), first_, &storage_).ok());
}

}  // namespace
}  // namespace cledi
