// Whatever arrives in whichever order, how often, in how many batches, over crashes and
// restarts: the views are those that the plain definition makes of the set of facts.

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/stubs/logging.h"
#include "gtest/gtest.h"

#include "node/fold/fold_engine.h"
#include "node/fold/view_reader.h"
#include "node/store/memory_store.h"
#include "tests/node/fold/toy_projection.h"
#include "tests/support/fold/fake_log.h"

namespace cledi {
namespace {

using std::chrono::minutes;

// (projection, space, entity) → row.
using Views = std::map<std::tuple<std::string, SpaceId, std::string>, std::string>;

struct Toys {
  NoteProjection notes;
  NoteProjection others{1, kOtherNoted, "others"};
  TagProjection tags;
  ProjectionSet set{{&notes, &others, &tags}};
};

// A few logs, authors and keys, so that everything collides with everything.
std::vector<TestEvent> RandomFacts(FakeLog& log, UnixMillis start, Random& random) {
  const std::vector<std::string> nodes = {"es-granada", "tr-metu"};
  const std::vector<std::string> authors = {"", std::string(16, 'a')};
  const std::vector<std::string> keys = {"", "", "k", "l"};
  const std::vector<uint16_t> types = {kNoted, kNoted, kNoted, kOtherNoted, kTagged, kUnheardOf};
  const std::vector<SpaceId> spaces = {CommonsSpace(), CommonsSpace(), InstitutionSpace("x")};
  const auto pick = [&random](const auto& from) { return from[random.Below(from.size())]; };
  std::vector<TestEvent> events;
  const size_t count = 10 + random.Below(40);
  for (size_t i = 0; i < count; ++i) {
    ToyText text{.text = absl::StrCat(random.Below(2) ? "red: " : "blue: ", random.Below(9)),
                 .key = pick(keys),
                 .author = pick(authors)};
    if (!events.empty() && random.Below(2) == 0) {
      text.object = pick(events).id();
    }
    std::string payload = text.Payload();
    if (random.Below(12) == 0) {
      payload[random.Below(payload.size())] ^= static_cast<char>(1 + random.Below(255));
    }
    // Some are ahead of the clock by more than is tolerated, some share a time.
    const Hlc hlc = MakeHlc(start + minutes(random.Below(20)), 0);
    events.push_back(log.MakeEvent(pick(types), payload, hlc, pick(nodes), pick(spaces)));
  }
  return events;
}

// The definition, as plainly as it can be put.
Views Expected(const Toys& toys, const std::vector<TestEvent>& events) {
  struct Said {
    Statement statement;
    std::optional<EventId> object;
  };
  std::map<StatementId, std::vector<std::pair<Fact, std::optional<EventId>>>> groups;
  std::map<EventId, StatementId> statement_of;
  for (const TestEvent& event : events) {
    const VariantExtent extent{
        .log = event.log(), .tag = {}, .node_id = event.node_id, .space = event.space};
    const Fact fact = MakeFact(extent, 0, event.record);
    const std::optional<CommonFields> common = ReadCommon(*fact.payload);
    if (!common || statement_of.contains(fact.id)) {
      continue;
    }
    const StatementId statement = StatementIdOf(fact.id, fact.log, *common);
    statement_of.emplace(fact.id, statement);
    groups[statement].emplace_back(fact, common->object);
  }
  std::map<StatementId, Said> said;
  for (auto& [id, group] : groups) {
    std::ranges::sort(group, {}, [](const auto& entry) {
      return std::tuple(entry.first.header.hlc, entry.first.id);
    });
    Said& one = said[id];
    one.statement.fact = group.front().first;
    one.object = group.front().second;
    for (const auto& [fact, object] : group) {
      one.statement.ids.push_back(fact.id);
    }
  }
  const auto in_order = [](const Statement& statement) {
    return std::tuple(statement.fact.header.hlc, statement.fact.id);
  };
  Views views;
  for (const Projection* projection : toys.set.all()) {
    std::map<std::pair<SpaceId, std::string>, Entity> entities;
    for (const auto& [id, one] : said) {
      const Fact& fact = one.statement.fact;
      if (!Takes(*projection, fact.header.type, fact.space)) {
        continue;
      }
      std::string key;
      if (projection->entity_kind() == Projection::EntityKind::kNamed) {
        const std::optional<std::string> name = projection->NameOf(fact);
        if (!name) {
          continue;
        }
        key = *name;
      } else if (!one.object) {
        key = id.str();
      } else {
        const auto object = statement_of.find(*one.object);
        if (object == statement_of.end()) {
          continue;
        }
        key = object->second.str();
      }
      Entity& entity = entities[{fact.space, key}];
      entity.space = fact.space;
      entity.key = key;
      entity.statements.push_back(one.statement);
    }
    for (auto& [ref, entity] : entities) {
      std::ranges::sort(entity.statements, {}, in_order);
      if (projection->entity_kind() == Projection::EntityKind::kObject) {
        const StatementId creation = *StatementId::From(entity.key);
        for (size_t i = 0; i < entity.statements.size(); ++i) {
          const EventId id = entity.statements[i].fact.id;
          if (statement_of.at(id) == creation && !said.at(creation).object) {
            entity.creation = i;
          }
        }
        if (!entity.creation) {
          continue;
        }
      }
      if (const std::optional<FoldedView> view = projection->Fold(entity)) {
        views[{std::string(projection->name()), ref.first, ref.second}] = view->row;
      }
    }
  }
  return views;
}

Views Folded(const Toys& toys, const ViewReader& reader) {
  Views views;
  const StatusOr<ViewSnapshot> snapshot = reader.Read();
  for (const Projection* projection : toys.set.all()) {
    for (const SpaceId& space : {CommonsSpace(), InstitutionSpace("x")}) {
      EXPECT_TRUE(
          snapshot
              ->ScanRows(
                  projection->name(), space,
                  [&](std::string_view entity, std::string_view row) {
                    views[{std::string(projection->name()), space, std::string(entity)}] = row;
                    return true;
                  })
              .ok());
    }
  }
  return views;
}

// One node's life: the facts reach it in an order of their own, some twice, some at first
// without payload; it folds, crashes and starts again when chance says so.
class Life {
 public:
  Life(const Toys* toys, Random* random) : toys_(toys), random_(random) { Start(); }

  void Receive(std::vector<TestEvent> events) {
    for (size_t i = 0, twice = random_->Below(events.size()); i < twice; ++i) {
      events.push_back(events[random_->Below(events.size())]);
    }
    for (size_t i = events.size(); i > 1; --i) {
      std::swap(events[i - 1], events[random_->Below(i)]);
    }
    std::vector<EventPosition> withheld;
    for (const TestEvent& event : events) {
      const EventPosition place =
          random_->Below(3) == 0 ? log_.AddInNewVariant(event) : log_.Add(event);
      if (random_->Below(6) == 0) {
        log_.Withhold(place);
        withheld.push_back(place);
      }
      Live();
    }
    for (const EventPosition& place : withheld) {
      log_.Restore(place);
      Live();
    }
    Settle();
  }

  Views views() { return Folded(*toys_, ViewReader(&store_, &log_)); }
  StatusOr<RebuildResult> Rebuild() { return engine_->Rebuild(); }
  FakeLog& log() { return log_; }
  UnixMillis start() const { return start_; }

 private:
  void Start() {
    engine_ = std::make_unique<FoldEngine>(&log_, &store_, &clock_, &toys_->set,
                                           std::vector<ViewObserver*>{});
    ASSERT_TRUE(engine_->Open().ok());
  }
  void Live() {
    if (random_->Below(3) == 0) {
      ASSERT_TRUE(engine_->CatchUp().ok());
    }
    if (random_->Below(8) == 0) {
      ASSERT_TRUE(engine_->Tick().ok());
    }
    if (random_->Below(8) == 0) {
      clock_.Advance(minutes(1));
    }
    if (random_->Below(10) == 0) {
      store_.Crash(*random_);
      Start();
    }
  }
  void Settle() {
    clock_.Advance(minutes(60));
    ASSERT_TRUE(engine_->CatchUp().ok());
    ASSERT_TRUE(engine_->Tick().ok());
    ASSERT_TRUE(engine_->CatchUp().ok());
  }

  const Toys* const toys_;
  Random* const random_;
  ManualClock clock_;
  const UnixMillis start_ = clock_.Now();
  FakeLog log_{&clock_};
  MemoryStore store_;
  std::unique_ptr<FoldEngine> engine_;
};

TEST(FoldPropertyTest, ViewsFollowFromTheSetOfFactsAlone) {
  const google::protobuf::LogSilencer silencer;  // Some payloads are damaged on purpose.
  const Toys toys;
  for (uint64_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    SeededRandom random(seed);
    Life first(&toys, &random);
    const std::vector<TestEvent> events = RandomFacts(first.log(), first.start(), random);
    const Views expected = Expected(toys, events);

    first.Receive(events);
    ASSERT_EQ(first.views(), expected);
    Life second(&toys, &random);
    second.Receive(events);
    ASSERT_EQ(second.views(), expected);

    const StatusOr<RebuildResult> rebuilt = second.Rebuild();
    ASSERT_TRUE(rebuilt.ok());
    ASSERT_TRUE(rebuilt->unchanged);
    ASSERT_EQ(second.views(), expected);
  }
}

}  // namespace
}  // namespace cledi
