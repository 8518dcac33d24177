#include "tests/support/practice/practice_node.h"

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

Hash PracticeNode::Digest() { return digests.Of(CommonsSpace())->digest; }

}  // namespace cledi
