#include "node/fold/fold_engine.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "node/fold/view_reader.h"
#include "node/store/memory_store.h"
#include "tests/node/fold/toy_projection.h"
#include "tests/support/fold/fake_log.h"

namespace cledi {
namespace {

using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class FoldEngineTest : public ::testing::Test {
 protected:
  FoldEngineTest() { Start(); }

  // A process that starts over what the last one left.
  void Start() {
    engine_ = std::make_unique<FoldEngine>(&log_, &store_, &clock_, &projections_,
                                           std::vector<ViewObserver*>{});
    ASSERT_TRUE(engine_->Open().ok());
  }

  void CatchUp() { ASSERT_TRUE(engine_->CatchUp().ok()); }

  // `minute`: of the hybrid time, from the clock's start.
  TestEvent Note(int minute, ToyText text, std::string node = "es-granada", uint16_t type = kNoted,
                 SpaceId space = CommonsSpace()) {
    return log_.MakeEvent(type, text.Payload(), At(minute), std::move(node), space);
  }
  Hlc At(int minute) const { return MakeHlc(start_ + minutes(minute), 0); }

  // The row of the note that `event` created or belongs to; empty: none.
  std::string RowOf(const EventId& event, std::string_view projection = "notes",
                    SpaceId space = CommonsSpace()) {
    const StatusOr<ViewSnapshot> views = ViewReader(&store_, &log_).Read();
    const StatusOr<StatementId> entity = views->StatementOf(event);
    return entity.ok() ? views->Row(projection, space, entity->view()).value_or("") : "";
  }
  std::string TagRow(std::string_view name) {
    return ViewReader(&store_, &log_).Read()->Row("tags", CommonsSpace(), name).value_or("");
  }
  // All rows of a projection, without the ids.
  std::vector<std::string> Rows(std::string_view projection = "notes") {
    std::vector<std::string> rows;
    EXPECT_TRUE(ViewReader(&store_, &log_)
                    .Read()
                    ->ScanRows(projection, CommonsSpace(),
                               [&](std::string_view, std::string_view row) {
                                 rows.emplace_back(row);
                                 return true;
                               })
                    .ok());
    return rows;
  }

  ManualClock clock_;
  const UnixMillis start_ = clock_.Now();
  FakeLog log_{&clock_};
  MemoryStore store_;
  NoteProjection notes_;
  NoteProjection others_{1, kOtherNoted, "others"};
  TagProjection tags_;
  ProjectionSet projections_{{&notes_, &others_, &tags_}};
  std::unique_ptr<FoldEngine> engine_;
};

TEST_F(FoldEngineTest, AFactIsInTheViewOnceItIsFolded) {
  const TestEvent note = Note(0, {.text = "Fractions"});
  log_.Add(note);
  EXPECT_EQ(RowOf(note.id()), "");

  CatchUp();

  EXPECT_THAT(RowOf(note.id()), HasSubstr("*es-granada: Fractions x1\n"));
}

TEST_F(FoldEngineTest, AFactThatCameBeforeItsObjectReachesItLater) {
  const TestEvent note = Note(0, {.text = "Fractions"});
  log_.Add(Note(1, {.text = "with pizza", .object = note.id()}, "tr-metu"));
  CatchUp();
  EXPECT_THAT(Rows(), IsEmpty());

  log_.Add(note);
  CatchUp();

  EXPECT_THAT(RowOf(note.id()), HasSubstr("*es-granada: Fractions x1\ntr-metu: with pizza x1\n"));
}

TEST_F(FoldEngineTest, FactsAreFoldedInTheOrderOfTheirTimesNotOfTheirArrival) {
  const TestEvent note = Note(1, {.text = "Fractions"});
  log_.Add(note);
  log_.Add(Note(3, {.text = "third", .object = note.id()}));
  CatchUp();

  log_.Add(Note(2, {.text = "second", .object = note.id()}, "tr-metu"));
  log_.Add(Note(0, {.text = "clock was slow", .object = note.id()}, "si-djnd"));
  CatchUp();

  EXPECT_THAT(RowOf(note.id()), HasSubstr("si-djnd: clock was slow x1\n*es-granada: Fractions "
                                          "x1\ntr-metu: second x1\nes-granada: third x1\n"));
}

// E5: a request that was tried three times is one object under all three ids.
TEST_F(FoldEngineTest, RetriesAreOneObjectUnderEveryId) {
  const TestEvent first = Note(0, {.text = "Fractions", .key = "k"});
  const TestEvent second = Note(1, {.text = "Fractions, typed again", .key = "k"});
  const TestEvent third = Note(2, {.text = "Fractions, typed again", .key = "k"});
  for (const TestEvent* event : {&second, &first, &third}) {
    log_.Add(*event);
  }
  log_.Add(Note(3, {.text = "by the second id", .object = second.id()}));
  log_.Add(Note(4, {.text = "by the first id", .object = first.id()}));
  CatchUp();

  EXPECT_EQ(Rows().size(), 1u);
  EXPECT_EQ(RowOf(first.id()), RowOf(third.id()));
  EXPECT_THAT(RowOf(first.id()),
              HasSubstr("*es-granada: Fractions x3\nes-granada: by the second id x1\n"
                        "es-granada: by the first id x1\n"));
}

TEST_F(FoldEngineTest, AnEarlierTryThatArrivesLateSuppliesTheContent) {
  const TestEvent late = Note(0, {.text = "first", .key = "k"});
  const TestEvent retry = Note(1, {.text = "second", .key = "k"});
  log_.Add(retry);
  CatchUp();
  ASSERT_THAT(RowOf(retry.id()), HasSubstr("*es-granada: second x1"));

  log_.Add(late);
  CatchUp();

  EXPECT_THAT(Rows(), ElementsAre(HasSubstr("*es-granada: first x2")));
}

TEST_F(FoldEngineTest, KeysOfDifferentLogsAndAuthorsAreDifferentObjects) {
  log_.Add(Note(0, {.text = "one", .key = "k"}, "es-granada"));
  log_.Add(Note(0, {.text = "two", .key = "k"}, "tr-metu"));
  log_.Add(Note(0, {.text = "three", .key = "k", .author = std::string(16, 'a')}, "es-granada"));
  CatchUp();

  EXPECT_EQ(Rows().size(), 3u);
}

// The same key on facts about two objects: the earlier one counts, wherever it belongs.
TEST_F(FoldEngineTest, AKeyThatMovesFromOneObjectToAnotherCountsOnce) {
  const TestEvent here = Note(0, {.text = "here"});
  const TestEvent there = Note(0, {.text = "there"});
  log_.Add(here);
  log_.Add(there);
  log_.Add(Note(2, {.text = "added", .object = there.id(), .key = "k"}));
  CatchUp();
  ASSERT_THAT(RowOf(there.id()), HasSubstr("added x1"));

  log_.Add(Note(1, {.text = "added earlier", .object = here.id(), .key = "k"}));
  CatchUp();

  EXPECT_THAT(RowOf(there.id()), Not(HasSubstr("added")));
  EXPECT_THAT(RowOf(here.id()), HasSubstr("added earlier x2"));
}

TEST_F(FoldEngineTest, AnEarlierTryOfAnotherKindMovesTheObjectToItsProjection) {
  const TestEvent retry = Note(1, {.text = "a note", .key = "k"});
  log_.Add(retry);
  CatchUp();
  ASSERT_EQ(Rows("notes").size(), 1u);

  log_.Add(Note(0, {.text = "another", .key = "k"}, "es-granada", kOtherNoted));
  CatchUp();

  EXPECT_THAT(Rows("notes"), IsEmpty());
  EXPECT_THAT(Rows("others"), ElementsAre(HasSubstr("*es-granada: another x2")));
}

TEST_F(FoldEngineTest, AnEarlierTryThatCreatesNothingTakesTheObjectAway) {
  const TestEvent other = Note(0, {.text = "other"});
  const TestEvent retry = Note(2, {.text = "a note", .key = "k"});
  log_.Add(other);
  log_.Add(retry);
  log_.Add(Note(3, {.text = "about the note", .object = retry.id()}));
  CatchUp();
  ASSERT_EQ(Rows().size(), 2u);

  log_.Add(Note(1, {.text = "an addition", .object = other.id(), .key = "k"}));
  CatchUp();

  EXPECT_THAT(Rows(), ElementsAre(HasSubstr("*es-granada: other x1\nes-granada: an addition x2")));
}

TEST_F(FoldEngineTest, AFactAboutAFactThatIsNoObjectIsAboutNothing) {
  const TestEvent note = Note(0, {.text = "Fractions"});
  const TestEvent addition = Note(1, {.text = "with pizza", .object = note.id()});
  log_.Add(note);
  log_.Add(addition);
  log_.Add(Note(2, {.text = "lost", .object = addition.id()}));
  CatchUp();

  EXPECT_THAT(Rows(), ElementsAre(Not(HasSubstr("lost"))));
}

// Who may write in one space must not reach into another.
TEST_F(FoldEngineTest, AFactReachesObjectsOfItsOwnSpaceOnly) {
  const TestEvent note = Note(0, {.text = "Fractions"});
  log_.Add(note);
  log_.Add(Note(1, {.text = "from elsewhere", .object = note.id()}, "es-granada", kNoted,
                InstitutionSpace("es-granada")));
  CatchUp();

  EXPECT_THAT(RowOf(note.id()), Not(HasSubstr("from elsewhere")));
}

TEST_F(FoldEngineTest, TheRosterSpaceIsNotFoldedByThoseWhoDoNotAskForIt) {
  log_.Add(Note(0, {.text = "Fractions"}, "es-granada", kNoted, RosterSpace()));
  CatchUp();

  EXPECT_EQ(engine_->counts().unknown_types(), 1u);
}

TEST_F(FoldEngineTest, FactsOfOneNameAreOneEntityWhoeverWroteThem) {
  log_.Add(Note(1, {.text = "red: the colour"}, "es-granada", kTagged));
  log_.Add(Note(0, {.text = "red: a fish"}, "tr-metu", kTagged));
  log_.Add(Note(0, {.text = "no name"}, "tr-metu", kTagged));
  CatchUp();

  EXPECT_EQ(TagRow("red"), "tr-metu: red: a fish x1\nes-granada: red: the colour x1\n");
}

TEST_F(FoldEngineTest, ARetriedFactThatNamesAnotherEntityMovesThere) {
  log_.Add(Note(1, {.text = "red: later", .key = "k"}, "es-granada", kTagged));
  CatchUp();
  ASSERT_NE(TagRow("red"), "");

  log_.Add(Note(0, {.text = "blue: earlier", .key = "k"}, "es-granada", kTagged));
  CatchUp();

  EXPECT_EQ(TagRow("red"), "");
  EXPECT_EQ(TagRow("blue"), "es-granada: blue: earlier x2\n");
}

TEST_F(FoldEngineTest, AnEventAheadOfTheClockIsHeldUntilItsTime) {
  const TestEvent early = Note(6, {.text = "from the future"});
  log_.Add(early);
  CatchUp();
  EXPECT_THAT(Rows(), IsEmpty());
  EXPECT_EQ(ViewReader(&store_, &log_).Read()->CountWaiting(CommonsSpace())->held, 1u);

  Start();  // It is remembered.
  clock_.Advance(minutes(2));
  CatchUp();

  EXPECT_THAT(RowOf(early.id()), HasSubstr("from the future"));
  EXPECT_EQ(ViewReader(&store_, &log_).Read()->CountWaiting(CommonsSpace())->held, 0u);
}

TEST_F(FoldEngineTest, AnEventWithoutItsPayloadIsNoInputUntilItArrives) {
  const TestEvent note = Note(0, {.text = "Fractions"});
  const EventPosition place = log_.Add(note);
  log_.Withhold(place);
  CatchUp();
  EXPECT_EQ(RowOf(note.id()), "");
  EXPECT_EQ(ViewReader(&store_, &log_).Read()->CountWaiting(CommonsSpace())->incomplete, 1u);

  log_.Restore(place);
  ASSERT_TRUE(engine_->Tick().ok());

  EXPECT_THAT(RowOf(note.id()), HasSubstr("Fractions"));
  EXPECT_EQ(ViewReader(&store_, &log_).Read()->CountWaiting(CommonsSpace())->incomplete, 0u);
}

// Goal: events that stay incomplete do not keep the folder from looking at those behind them.
TEST_F(FoldEngineTest, ManyIncompleteEventsAreLookedAtInTurn) {
  std::vector<EventPosition> places;
  for (size_t i = 0; i < 2 * FoldPass::kRetriesMax; ++i) {
    places.push_back(log_.Add(Note(0, {.text = absl::StrCat("note ", i)})));
    log_.Withhold(places.back());
  }
  CatchUp();
  const auto tick_twice = [this] {
    ASSERT_TRUE(engine_->Tick().ok());
    ASSERT_TRUE(engine_->Tick().ok());
  };

  tick_twice();
  log_.Restore(places.front());
  log_.Restore(places.back());
  tick_twice();

  EXPECT_EQ(Rows().size(), 2u);
}

TEST_F(FoldEngineTest, ADamagedRowKeepsNothingElseBackAndIsFoldedOnceItIsHealed) {
  std::vector<TestEvent> notes;
  for (int i = 0; i < 20; ++i) {
    notes.push_back(Note(0, {.text = absl::StrCat("note ", i)}));
  }
  EventPosition damaged;
  for (size_t i = 0; i < notes.size(); ++i) {
    const EventPosition place = log_.Add(notes[i]);
    damaged = i == 13 ? place : damaged;
  }
  log_.Damage(damaged);
  CatchUp();
  EXPECT_EQ(Rows().size(), 19u);
  EXPECT_EQ(RowOf(notes[13].id()), "");

  log_.Restore(damaged);
  ASSERT_TRUE(engine_->Tick().ok());

  EXPECT_EQ(Rows().size(), 20u);
}

// A fact that was folded before its row went bad drops out of its view, and comes back.
TEST_F(FoldEngineTest, AFactThatCannotBeReadAgainIsCountedAsIncomplete) {
  const TestEvent note = Note(0, {.text = "Fractions"});
  const EventPosition place = log_.Add(note);
  CatchUp();
  log_.Damage(place);
  log_.Add(Note(1, {.text = "with pizza", .object = note.id()}));
  CatchUp();
  EXPECT_THAT(RowOf(note.id()), HasSubstr("*es-granada: ? x1\nes-granada: with pizza x1\n"));
  EXPECT_EQ(ViewReader(&store_, &log_).Read()->CountWaiting(CommonsSpace())->incomplete, 1u);

  log_.Restore(place);
  ASSERT_TRUE(engine_->Tick().ok());

  EXPECT_THAT(RowOf(note.id()), HasSubstr("*es-granada: Fractions x1\n"));
}

TEST_F(FoldEngineTest, WhatCannotBeFoldedIsCounted) {
  log_.Add(Note(0, {.text = "?"}, "es-granada", kUnheardOf));
  log_.Add(log_.MakeEvent(kNoted, "\xff\xff not a message", At(0)));
  log_.Add(Note(0, {.text = "author of a wrong length", .author = "ada"}));
  log_.Add(Note(0, {.text = "key too long", .key = std::string(65, 'k')}));
  TestEvent newer = Note(0, {.text = "version 2"});
  Header header = HeaderOf(newer.record.leaf);
  header.version = 2;
  newer.record.leaf = MakeLeaf(header, CommitmentOf(newer.record.leaf));
  log_.Add(newer);
  CatchUp();

  EXPECT_EQ(engine_->counts().events(), 5u);
  EXPECT_EQ(engine_->counts().unknown_types(), 1u);
  EXPECT_EQ(engine_->counts().malformed(), 3u);
  EXPECT_EQ(engine_->counts().without_payload(), 1u);
  EXPECT_THAT(Rows(), IsEmpty());
}

TEST_F(FoldEngineTest, BothHistoriesOfAForkedEpochCount) {
  const TestEvent shared = Note(0, {.text = "shared"});
  const EventPosition place = log_.Add(shared);
  log_.Add(Note(1, {.text = "one history", .object = shared.id()}));
  const VariantNo fork = log_.Fork(place.variant, 1);
  log_.AddTo(fork, Note(2, {.text = "the other", .object = shared.id()}));
  CatchUp();

  EXPECT_THAT(Rows(), ElementsAre(HasSubstr("*es-granada: shared x1\nes-granada: one history "
                                            "x1\nes-granada: the other x1\n")));
}

TEST_F(FoldEngineTest, TheSameEventInTwoHistoriesIsOneFact) {
  const TestEvent note = Note(0, {.text = "Fractions"});
  const TestEvent addition = Note(1, {.text = "with pizza", .object = note.id()});
  log_.AddInNewVariant(note);
  log_.AddInNewVariant(addition);
  CatchUp();
  const std::string once = RowOf(note.id());

  log_.AddInNewVariant(addition);
  log_.AddInNewVariant(note);
  CatchUp();

  EXPECT_EQ(RowOf(note.id()), once);
}

TEST_F(FoldEngineTest, AStartGoesOnWhereTheLastRunStopped) {
  log_.Add(Note(0, {.text = "before"}));
  CatchUp();

  Start();
  log_.Add(Note(1, {.text = "after"}));
  CatchUp();

  EXPECT_EQ(Rows().size(), 2u);
  EXPECT_EQ(engine_->counts().events(), 2u);
}

TEST_F(FoldEngineTest, OneNodesLogsAreCaughtUpBeforeAllOthers) {
  for (int i = 0; i < 3000; ++i) {
    log_.Add(Note(0, {.text = "from elsewhere"}, "tr-metu"));
  }
  const TestEvent own = Note(0, {.text = "own"});
  const TestEvent own_epoch = Note(0, {.text = "own, of another run"});
  log_.Add(own);
  log_.AddInNewVariant(own_epoch);

  ASSERT_TRUE(engine_->CatchUpLogsOf("es-granada").ok());

  EXPECT_NE(RowOf(own.id()), "");
  EXPECT_NE(RowOf(own_epoch.id()), "");
  EXPECT_LT(Rows().size(), 3002u);
}

TEST_F(FoldEngineTest, ViewsOfAnotherVersionAreFoldedAgain) {
  const TestEvent note = Note(0, {.text = "Fractions"});
  log_.Add(note);
  CatchUp();

  NoteProjection newer(2);
  const ProjectionSet projections({&newer, &others_, &tags_});
  FoldEngine engine(&log_, &store_, &clock_, &projections, {});
  ASSERT_TRUE(engine.Open().ok());
  EXPECT_EQ(engine.progress().done, 0u);
  ASSERT_TRUE(engine.CatchUp().ok());

  EXPECT_EQ(engine.counts().events(), 1u);
  EXPECT_THAT(RowOf(note.id()), HasSubstr("Fractions"));
}

// The logs come from a backup, the views were left on the disk: they hold too much.
TEST_F(FoldEngineTest, ViewsThatAreAheadOfTheLogsAreFoldedAgain) {
  log_.Add(Note(0, {.text = "kept"}));
  const EventPosition lost = log_.Add(Note(1, {.text = "lost"}));
  CatchUp();

  log_.Truncate(lost.variant, 1);
  Start();
  CatchUp();

  EXPECT_THAT(Rows(), ElementsAre(HasSubstr("kept")));
}

TEST_F(FoldEngineTest, ViewsOfOtherEventsAtTheSamePlacesAreFoldedAgain) {
  const EventPosition place = log_.Add(Note(0, {.text = "what it was"}));
  CatchUp();

  log_.Truncate(place.variant, 0);
  log_.Add(Note(0, {.text = "what it is"}));
  Start();
  CatchUp();

  EXPECT_THAT(Rows(), ElementsAre(HasSubstr("what it is")));
}

TEST_F(FoldEngineTest, AFailedWriteLosesNothing) {
  log_.Add(Note(0, {.text = "Fractions"}));
  store_.FillUpAfter(0);
  EXPECT_EQ(engine_->CatchUp().code(), StatusCode::kResourceExhausted);
  EXPECT_EQ(engine_->progress().done, 0u);

  store_.Repair();
  CatchUp();

  EXPECT_EQ(Rows().size(), 1u);
}

TEST_F(FoldEngineTest, ARebuildOfSoundViewsChangesNothing) {
  const TestEvent note = Note(0, {.text = "Fractions"});
  log_.Add(Note(1, {.text = "with pizza", .object = note.id()}));
  CatchUp();
  log_.Add(note);
  CatchUp();
  const std::string before = RowOf(note.id());

  const StatusOr<RebuildResult> result = engine_->Rebuild();

  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result->unchanged);
  EXPECT_EQ(result->events, 2u);
  EXPECT_EQ(RowOf(note.id()), before);
}

TEST_F(FoldEngineTest, ARebuildReplacesViewsThatWereTamperedWith) {
  const TestEvent note = Note(0, {.text = "Fractions"});
  log_.Add(note);
  CatchUp();
  WriteBatch tampering;
  tampering.Put(Family::kViews,
                ViewKey(kFirstGeneration, "notes", CommonsSpace(), note.id().view()), "changed");
  ASSERT_TRUE(store_.Write(tampering, Durability::kUnsynced).ok());
  ASSERT_EQ(RowOf(note.id()), "changed");

  const StatusOr<RebuildResult> result = engine_->Rebuild();

  ASSERT_TRUE(result.ok());
  EXPECT_FALSE(result->unchanged);
  EXPECT_THAT(RowOf(note.id()), HasSubstr("Fractions"));
}

TEST_F(FoldEngineTest, WhatArrivesDuringARebuildIsReadableAtOnceAndAfterwards) {
  for (int i = 0; i < 2500; ++i) {
    log_.Add(Note(0, {.text = absl::StrCat("note ", i)}));
  }
  CatchUp();
  engine_->StartRebuild();
  ASSERT_FALSE(engine_->StepRebuild()->has_value());

  const TestEvent meanwhile = Note(1, {.text = "meanwhile"});
  log_.Add(meanwhile);
  CatchUp();
  EXPECT_THAT(RowOf(meanwhile.id()), HasSubstr("meanwhile"));
  std::optional<RebuildResult> result;
  while (!result) {
    result = *engine_->StepRebuild();
  }

  EXPECT_TRUE(result->unchanged);
  EXPECT_EQ(Rows().size(), 2501u);
}

TEST_F(FoldEngineTest, ARebuildThatACrashCutShortLeavesNothingBehind) {
  for (int i = 0; i < 1500; ++i) {
    log_.Add(Note(0, {.text = absl::StrCat("note ", i)}));
  }
  CatchUp();
  engine_->StartRebuild();
  ASSERT_TRUE(engine_->StepRebuild().ok());

  Start();
  CatchUp();

  EXPECT_EQ(Rows().size(), 1500u);
  size_t leftover = 0;
  ASSERT_TRUE(store_
                  .Scan(Family::kFacts, GenerationPrefix(kFirstGeneration + 1), "",
                        [&](std::string_view, std::string_view) {
                          ++leftover;
                          return true;
                        })
                  .ok());
  EXPECT_EQ(leftover, 0u);
}

// Goal: whoever floods an object cannot make it cost more than so much, and all nodes still
// see the same. Method: the flood arrives in two opposite orders.
TEST_F(FoldEngineTest, AFloodedObjectKeepsItsFirstStatements) {
  const TestEvent note = Note(0, {.text = "Fractions"});
  std::vector<TestEvent> flood;
  for (size_t i = 0; i < kEntityStatementsMax + 50; ++i) {
    flood.push_back(log_.MakeEvent(
        kNoted, ToyText{.text = absl::StrCat("flood ", i), .object = note.id()}.Payload(),
        MakeHlc(start_ + minutes(1) + std::chrono::milliseconds(i), 0), "tr-metu"));
  }
  log_.Add(note);
  for (const TestEvent& event : flood) {
    log_.Add(event);
  }
  CatchUp();
  const std::string forwards = RowOf(note.id());

  FakeLog other_log(&clock_);
  MemoryStore other_store;
  for (auto event = flood.rbegin(); event != flood.rend(); ++event) {
    other_log.Add(*event);
  }
  other_log.Add(note);
  FoldEngine other(&other_log, &other_store, &clock_, &projections_, {});
  ASSERT_TRUE(other.Open().ok());
  ASSERT_TRUE(other.CatchUp().ok());
  const std::string backwards = ViewReader(&other_store, &other_log)
                                    .Read()
                                    ->Row("notes", CommonsSpace(), note.id().view())
                                    .value_or("");

  EXPECT_EQ(forwards, backwards);
  EXPECT_THAT(forwards, HasSubstr(absl::StrCat("flood ", kEntityStatementsMax - 2, " x1")));
  EXPECT_THAT(forwards, Not(HasSubstr(absl::StrCat("flood ", kEntityStatementsMax - 1, " x1"))));
}

}  // namespace
}  // namespace cledi
