#ifndef CLEDI_NODE_PLAN_PLAN_SERVICE_H_
#define CLEDI_NODE_PLAN_PLAN_SERVICE_H_

#include "cledi/community/v1/plan_service.pb.h"
#include "federation/rpc/method_table.h"
#include "node/practice/card_index.h"
#include "node/practice/practice_lists.h"
#include "node/practice/practice_writer.h"

namespace cledi {

// Lesson plans of the whole network to read, this node's own to write. Safe from any thread.
class PlanService {
 public:
  // `index` is of kPlanViews and outlives the service.
  PlanService(HomeNode home, PracticeSources sources, const CardIndex* index);

  // Anybody reads; educators write.
  void RegisterWith(MethodTable& table);

  // InvalidArgument: a token of another list, a filter that means nothing.
  StatusOr<community::v1::ListPlansResponse> List(
      const community::v1::ListPlansRequest& request) const;
  // InvalidArgument: not an id. NotFound: no such plan, or no such revision of it.
  StatusOr<community::v1::GetPlanResponse> Get(const Caller& caller,
                                               const community::v1::GetPlanRequest& request) const;
  // InvalidArgument: names each field that breaks a rule. NotFound: the plan or a parent.
  // Otherwise as PracticeWriter.
  StatusOr<community::v1::PublishPlanResponse> Publish(
      const Caller& caller, const community::v1::PublishPlanRequest& request) const;
  StatusOr<community::v1::WithdrawPlanResponse> Withdraw(
      const Caller& caller, const community::v1::WithdrawPlanRequest& request) const;

 private:
  Status Follow(const view::v1::PracticeRow& revises,
                const community::v1::PublishPlanRequest& request,
                event::v1::PlanRevised& fact) const;

  const PracticeSources sources_;
  const CardIndex* const index_;
  const PracticeWriter writer_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_PLAN_PLAN_SERVICE_H_
