#ifndef CLEDI_TESTS_SUPPORT_PRACTICE_PRACTICE_NODE_H_
#define CLEDI_TESTS_SUPPORT_PRACTICE_PRACTICE_NODE_H_

#include <string>
#include <string_view>
#include <vector>

#include "federation/base/clock.h"
#include "federation/base/random.h"
#include "node/discussion/discussion_service.h"
#include "node/discussion/post_projection.h"
#include "node/discussion/thread_index.h"
#include "node/discussion/thread_projection.h"
#include "node/fold/event_writer.h"
#include "node/fold/fold_engine.h"
#include "node/fold/view_digest.h"
#include "node/institution/institution_projection.h"
#include "node/institution/institution_service.h"
#include "node/library/resource_kind.h"
#include "node/library/resource_service.h"
#include "node/person/person_projection.h"
#include "node/plan/plan_kind.h"
#include "node/plan/plan_service.h"
#include "node/store/memory_store.h"
#include "tests/support/fold/fake_log.h"
#include "tests/support/practice/named_authors.h"

namespace cledi {

// A node as far as practices go, and what is said about them: its logs, its views and its
// services, in memory. What it publishes is folded at once, by the writer's thread.
class PracticeNode {
 public:
  // `clock` outlives the node.
  explicit PracticeNode(ManualClock* clock, std::string node_id = "es-granada");

  // Takes over what another node's log holds, and folds it.
  void PullFrom(const PracticeNode& other);
  // Stores an event that somebody made, and folds it.
  void Receive(const TestEvent& event);
  // The same with many, in another order and some of them twice.
  void ReceiveShuffled(std::vector<TestEvent> events, Random& dice);
  Hash Digest();
  // A projection's rows, in hex, one a line.
  std::string Rows(std::string_view projection) const;

  FakeLog log;
  MemoryStore store;
  InstitutionProjection institution_views;
  PlanProjection plan_views;
  ResourceProjection resource_views;
  PersonProjection person_views;
  ThreadProjection thread_views;
  PostProjection post_views;
  ProjectionSet projections{{&institution_views, &plan_views, &resource_views, &person_views,
                             &thread_views, &post_views}};
  InstitutionDirectory directory;
  CardIndex plan_cards{kPlanViews};
  CardIndex resource_cards{kResourceViews};
  ThreadWatch thread_watch;
  ThreadIndex threads{&thread_watch};
  ViewReader views{&store, &log};
  ViewDigests digests{&views, &projections};
  FoldEngine engine;
  SeededRandom random{7};
  PageTokens page_tokens{random};
  EventWriter writer;
  NamedAuthors authors;
  const PracticeSources sources{&views, &directory, &page_tokens};
  const HomeNode home;
  PlanService plans;
  ResourceService resources;
  InstitutionService institutions;
  DiscussionService discussions;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_SUPPORT_PRACTICE_PRACTICE_NODE_H_
