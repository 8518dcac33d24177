#include "tests/support/practice/practice_node.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "federation/base/check.h"

namespace cledi {

PracticeNode::PracticeNode(ManualClock* clock, std::string node_id)
    : log(clock, node_id),
      engine(&log, &store, clock, &projections,
             {&directory, &plan_cards, &resource_cards, &threads, &digests}),
      writer(&log, &views, [this](const EventPosition&) { return engine.CatchUp(); }),
      home{.node_id = node_id,
           .commons_log = log.OwnLogId(CommonsSpace()),
           .writer = &writer,
           .random = &random,
           .authors = &authors},
      plans(home, sources, &plan_cards),
      resources(home, sources, &resource_cards),
      institutions(node_id, &views, &plan_cards, &resource_cards, &writer),
      discussions(home,
                  {.practices = sources,
                   .threads = &threads,
                   .plans = &plan_cards,
                   .resources = &resource_cards},
                  &store, clock) {
  CHECK(engine.Open().ok());
}

void PracticeNode::PullFrom(const PracticeNode& other) {
  log.PullFrom(other.log);
  CHECK(engine.CatchUp().ok());
}

void PracticeNode::Receive(const TestEvent& event) {
  log.Add(event);
  CHECK(engine.CatchUp().ok());
}

void PracticeNode::ReceiveShuffled(std::vector<TestEvent> events, Random& dice) {
  for (size_t i = events.size(); i > 1; --i) {
    std::swap(events[i - 1], events[dice.Below(i)]);
  }
  for (const TestEvent& event : events) {
    log.Add(event);
    if (dice.Below(5) == 0) {
      log.AddInNewVariant(event);
      CHECK(engine.CatchUp().ok());
    }
  }
  CHECK(engine.CatchUp().ok());
}

std::string PracticeNode::Rows(std::string_view projection) const {
  std::string rows;
  CHECK(views.Read()
            ->ScanRows(projection, CommonsSpace(),
                       [&](std::string_view entity, std::string_view row) {
                         absl::StrAppend(&rows, HexEncode(entity), " ", HexEncode(row), "\n");
                         return true;
                       })
            .ok());
  return rows;
}

Hash PracticeNode::Digest() { return digests.Of(CommonsSpace())->digest; }

}  // namespace cledi
