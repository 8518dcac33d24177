#include "federation/roster/roster.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/roster/test_roster.h"

namespace cledi {
namespace {

using federation::v1::Cut;
using federation::v1::Member;
using federation::v1::RosterUpdate;
using federation::v1::SignedRosterUpdate;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsNull;
using ::testing::NotNull;

class RosterTest : public ::testing::Test {
 protected:
  // What the next update would be, with one change that admits METU.
  RosterUpdate NextUpdate() {
    RosterUpdate update;
    update.set_number(roster().number() + 1);
    update.set_previous_hash(roster().head_hash().str());
    *update.add_changes() = AdmitChange(federation_.MemberFor("tr-metu"));
    return update;
  }
  const Roster& roster() {
    current_ = federation_.roster();
    return *current_;
  }
  Status ApplyStatus(const RosterUpdate& update) {
    return roster().Apply(SignAnyUpdate(update, federation_.roster_key())).status();
  }
  // `change` must be refused as InvalidArgument for a reason that has `why` in it.
  void ExpectRefused(const federation::v1::RosterChange& change, std::string_view why) {
    RosterUpdate update = NextUpdate();
    *update.mutable_changes(0) = change;
    const Status status = ApplyStatus(update);
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument) << status;
    EXPECT_THAT(std::string(Message(status)), HasSubstr(std::string(why)));
  }
  LogId CommonsLogOf(std::string_view node_id, uint32_t incarnation = 0) {
    return LogIdOf(federation_.root().federation, node_id, incarnation, CommonsSpace());
  }
  Cut CutOfCommons(std::string_view node_id) {
    Cut cut;
    cut.set_log_id(CommonsLogOf(node_id).str());
    auto& head = *cut.add_heads();
    head.set_tag(std::string(16, 't'));
    head.set_size(5);
    head.set_root(std::string(32, 'r'));
    return cut;
  }

  TestRoster federation_{{"it-bicocca", "es-granada"}};
  std::shared_ptr<const Roster> current_;
};

TEST_F(RosterTest, StartsWithNobody) {
  const Roster empty(federation_.root());

  EXPECT_EQ(empty.number(), 0u);
  EXPECT_EQ(empty.head_hash(), federation_.root().hash);
  EXPECT_THAT(empty.Find("it-bicocca"), IsNull());
  EXPECT_THAT(empty.All(), IsEmpty());
}

TEST_F(RosterTest, AnAdmittedNodeIsAMemberWithItsKeyAndLogs) {
  const MemberEntry* const entry = roster().Find("es-granada");

  ASSERT_THAT(entry, NotNull());
  EXPECT_EQ(entry->state, MemberState::kActive);
  EXPECT_EQ(entry->admitted_at, 2u);
  EXPECT_EQ(entry->log_key, federation_.log_key("es-granada").public_key());
  EXPECT_TRUE(current_->IsActive("es-granada"));
  const LogOwner* const owner = current_->OwnerOf(CommonsLogOf("es-granada"));
  ASSERT_THAT(owner, NotNull());
  EXPECT_EQ(owner->node_id, "es-granada");
  EXPECT_EQ(owner->space, CommonsSpace());
  EXPECT_EQ(owner->log_key, entry->log_key);
  EXPECT_TRUE(owner->active);
}

TEST_F(RosterTest, AllNodesFoldTheSameUpdatesAlike) {
  const StatusOr<Roster> replayed = Roster::Replay(federation_.root(), federation_.updates());

  ASSERT_TRUE(replayed.ok()) << replayed.status();
  EXPECT_EQ(replayed->number(), 2u);
  EXPECT_EQ(replayed->head_hash(), roster().head_hash());
}

TEST_F(RosterTest, MembersComeInTheOrderOfTheirIds) {
  std::vector<std::string> ids;
  for (const MemberEntry* entry : roster().Active()) {
    ids.push_back(entry->member.node_id());
  }
  EXPECT_THAT(ids, ElementsAre("es-granada", "it-bicocca"));
}

TEST_F(RosterTest, AStrangersUpdateIsRefused) {
  SeededRandom random(99);
  const SigningKey stranger = SigningKey::Generate(random);

  EXPECT_EQ(roster().Apply(SignAnyUpdate(NextUpdate(), stranger)).status().code(),
            StatusCode::kUnauthenticated);
  EXPECT_EQ(
      roster().Apply(SignAnyUpdate(NextUpdate(), federation_.recovery_key(0))).status().code(),
      StatusCode::kUnauthenticated);
}

TEST_F(RosterTest, EveryChangedByteIsNoticed) {
  const SignedRosterUpdate update = SignAnyUpdate(NextUpdate(), federation_.roster_key());
  ASSERT_TRUE(roster().Apply(update).ok());
  for (size_t i = 0; i < update.update().size(); ++i) {
    SignedRosterUpdate changed = update;
    changed.mutable_update()->at(i) ^= 1;
    EXPECT_EQ(current_->Apply(changed).status().code(), StatusCode::kUnauthenticated)
        << "byte " << i;
  }
}

TEST_F(RosterTest, AGapIsRefusedAndTheExpectedNumberNamed) {
  RosterUpdate update = NextUpdate();
  update.set_number(7);

  const Status status = ApplyStatus(update);

  EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(Message(status), "expected roster update 3, got 7");
}

TEST_F(RosterTest, NumberZeroIsNoUpdate) {
  RosterUpdate update = NextUpdate();
  update.set_number(0);
  EXPECT_EQ(ApplyStatus(update).code(), StatusCode::kFailedPrecondition);
}

TEST_F(RosterTest, TheSameUpdateAgainIsKnown) {
  EXPECT_EQ(roster().Apply(federation_.updates().front()).status().code(),
            StatusCode::kAlreadyExists);
}

// Goal: a coordinator that writes history twice is found out, not obeyed.
TEST_F(RosterTest, AnotherUpdateWithAKnownNumberIsAnotherHistory) {
  RosterUpdate update = NextUpdate();
  update.set_number(2);
  EXPECT_EQ(ApplyStatus(update).code(), StatusCode::kDataLoss);
}

TEST_F(RosterTest, AnUpdateThatFollowsAnotherOneIsAnotherHistory) {
  RosterUpdate update = NextUpdate();
  update.set_previous_hash(federation_.root().hash.str());
  EXPECT_EQ(ApplyStatus(update).code(), StatusCode::kDataLoss);
}

TEST_F(RosterTest, AnUpdateOfAnotherFederationIsRefused) {
  TestRoster other({"it-bicocca", "es-granada"}, /*seed=*/2);
  other.Admit("tr-metu");
  EXPECT_EQ(roster().Apply(other.updates().back()).status().code(), StatusCode::kUnauthenticated);
}

// Goal: a node does not judge by a roster that it only half understands.
TEST_F(RosterTest, AnUnknownKindOfChangeIsRefused) {
  RosterUpdate update = NextUpdate();
  // Field 15, a string: what a newer version might write.
  update.add_changes()->ParseFromString("\x7a\x03new");

  const Status status = ApplyStatus(update);

  EXPECT_EQ(status.code(), StatusCode::kUnimplemented);
  EXPECT_THAT(std::string(Message(status)), HasSubstr("newer version"));
}

TEST_F(RosterTest, AnUpdateWithoutChangesIsRefused) {
  RosterUpdate update = NextUpdate();
  update.clear_changes();
  EXPECT_EQ(ApplyStatus(update).code(), StatusCode::kInvalidArgument);
}

TEST_F(RosterTest, TooManyChangesAreRefused) {
  RosterUpdate update = NextUpdate();
  Member member = federation_.MemberFor("it-bicocca");
  update.clear_changes();
  for (int i = 0; i < 257; ++i) {
    *update.add_changes() = UpdateChange(member);
  }
  EXPECT_EQ(ApplyStatus(update).code(), StatusCode::kInvalidArgument);
}

TEST_F(RosterTest, AnUpdateThatFitsNoEventIsRefusedBeforeItIsRead) {
  SignedRosterUpdate update;
  update.set_update(std::string(60 * 1024 + 1, 'x'));
  EXPECT_EQ(roster().Apply(update).status().code(), StatusCode::kInvalidArgument);
}

TEST_F(RosterTest, ARefusedUpdateChangesNothing) {
  RosterUpdate update = NextUpdate();
  *update.add_changes() = UpdateChange(federation_.MemberFor("nobody"));

  EXPECT_FALSE(ApplyStatus(update).ok());
  EXPECT_THAT(roster().Find("tr-metu"), IsNull());
  EXPECT_EQ(current_->number(), 2u);
}

TEST_F(RosterTest, AMemberIsNotAdmittedTwice) {
  Member again = federation_.MemberFor("es-granada");
  again.set_incarnation(1);
  ExpectRefused(AdmitChange(again), "member already");
}

TEST_F(RosterTest, NobodyStartsAtALaterIncarnation) {
  Member member = federation_.MemberFor("tr-metu");
  member.set_incarnation(1);
  ExpectRefused(AdmitChange(member), "incarnation");
}

TEST_F(RosterTest, ALogKeyEntersTheRosterOnce) {
  Member thief = federation_.MemberFor("tr-metu");
  thief.set_log_key(federation_.log_key("es-granada").public_key().str());
  ExpectRefused(AdmitChange(thief), "log key");
}

TEST_F(RosterTest, AnUpdateCannotChangeAKeyOrAnIncarnation) {
  Member changed = federation_.MemberFor("es-granada");
  changed.set_log_key(federation_.log_key("tr-metu").public_key().str());
  ExpectRefused(UpdateChange(changed), "log key");
  changed = federation_.MemberFor("es-granada");
  changed.set_incarnation(1);
  ExpectRefused(UpdateChange(changed), "incarnation");
}

TEST_F(RosterTest, AnUpdateChangesNamesAndAddresses) {
  Member changed = federation_.MemberFor("es-granada");
  changed.set_institution("Universidad de Granada");
  changed.set_addresses(0, "cledi.ugr.example:8443");

  federation_.Step({UpdateChange(changed)});

  const MemberEntry* const entry = roster().Find("es-granada");
  EXPECT_EQ(entry->member.institution(), "Universidad de Granada");
  EXPECT_EQ(entry->member.addresses(0), "cledi.ugr.example:8443");
  EXPECT_EQ(entry->admitted_at, 2u);
}

TEST_F(RosterTest, ARemovedNodeIsRememberedAndEntitledToNothing) {
  federation_.Remove("es-granada");

  const MemberEntry* const entry = roster().Find("es-granada");
  ASSERT_THAT(entry, NotNull());
  EXPECT_EQ(entry->state, MemberState::kRemoved);
  EXPECT_EQ(entry->removed_at, 3u);
  EXPECT_FALSE(current_->IsActive("es-granada"));
  EXPECT_FALSE(current_->IsEntitled("es-granada", CommonsSpace()));
  EXPECT_FALSE(current_->OwnerOf(CommonsLogOf("es-granada"))->active);
  EXPECT_EQ(current_->Active().size(), 1u);
  EXPECT_EQ(current_->All().size(), 2u);
}

TEST_F(RosterTest, OnlyMembersAreRemovedOrUpdated) {
  ExpectRefused(RemoveChange("tr-metu", "gone", {}), "not a member");
  ExpectRefused(UpdateChange(federation_.MemberFor("tr-metu")), "not a member");
  federation_.Remove("es-granada");
  ExpectRefused(RemoveChange("es-granada", "again", {}), "not a member");
  ExpectRefused(UpdateChange(federation_.MemberFor("es-granada")), "not a member");
}

TEST_F(RosterTest, TheCoordinatorIsNotRemoved) {
  ExpectRefused(RemoveChange("it-bicocca", "coup", {}), "trust root");
}

TEST_F(RosterTest, ANodeComesBackAsANewIncarnationWithNewLogs) {
  federation_.Remove("es-granada");
  Member back = federation_.MemberFor("es-granada");
  back.set_incarnation(1);
  ExpectRefused(AdmitChange(back), "log key");  // The old key may be stolen.
  const PublicKey new_key = federation_.log_key("es-granada, second key").public_key();
  back.set_log_key(new_key.str());

  federation_.Step({AdmitChange(back)});

  EXPECT_TRUE(roster().IsActive("es-granada"));
  EXPECT_EQ(current_->OwnerOf(CommonsLogOf("es-granada", 1))->log_key, new_key);
  EXPECT_TRUE(current_->OwnerOf(CommonsLogOf("es-granada", 1))->active);
  EXPECT_FALSE(current_->OwnerOf(CommonsLogOf("es-granada", 0))->active);
}

TEST_F(RosterTest, ARemovalCutsTheNodesLogs) {
  federation_.Step({RemoveChange("es-granada", "stolen", {CutOfCommons("es-granada")})});

  const Cut* const cut = roster().CutOf(CommonsLogOf("es-granada"));
  ASSERT_THAT(cut, NotNull());
  EXPECT_EQ(cut->heads(0).size(), 5u);
  EXPECT_THAT(current_->CutOf(CommonsLogOf("it-bicocca")), IsNull());
}

TEST_F(RosterTest, ARemovalCannotCutAnotherNodesLogOrOneTwice) {
  ExpectRefused(RemoveChange("es-granada", "", {CutOfCommons("it-bicocca")}), "none of");
  const Cut cut = CutOfCommons("es-granada");
  ExpectRefused(RemoveChange("es-granada", "", {cut, cut}), "cut twice");
}

TEST_F(RosterTest, RefusesACutOfWrongSizes) {
  Cut cut = CutOfCommons("es-granada");
  cut.mutable_heads(0)->set_tag("short");
  ExpectRefused(RemoveChange("es-granada", "", {cut}), "16 bytes");
  cut = CutOfCommons("es-granada");
  cut.mutable_heads(0)->set_size(0);
  ExpectRefused(RemoveChange("es-granada", "", {cut}), "size over 0");
  cut = CutOfCommons("es-granada");
  cut.add_except("short");
  ExpectRefused(RemoveChange("es-granada", "", {cut}), "16 bytes");
  cut = CutOfCommons("es-granada");
  cut.set_log_id("short");
  ExpectRefused(RemoveChange("es-granada", "", {cut}), "16 bytes");
}

TEST_F(RosterTest, MembersShareRosterAndCommons) {
  EXPECT_THAT(roster().SharedSpaces("it-bicocca", "es-granada"),
              ElementsAre(RosterSpace(), CommonsSpace()));
  EXPECT_THAT(current_->SharedSpaces("it-bicocca", "tr-metu"), IsEmpty());
  EXPECT_THAT(current_->SharedSpaces("it-bicocca", "it-bicocca"), IsEmpty());
}

TEST_F(RosterTest, AnInstitutionsSpaceIsItsOwn) {
  EXPECT_TRUE(roster().IsEntitled("es-granada", InstitutionSpace("es-granada")));
  EXPECT_FALSE(current_->IsEntitled("it-bicocca", InstitutionSpace("es-granada")));
  EXPECT_FALSE(current_->IsEntitled("tr-metu", CommonsSpace()));
}

TEST_F(RosterTest, TheCoordinatorSignsOnlyWhatTheRulesAllow) {
  const auto step = SignRosterUpdate(roster(), {{RemoveChange("tr-metu", "", {})}},
                                     federation_.roster_key(), ManualClock().Now());
  EXPECT_EQ(step.status().code(), StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace cledi
