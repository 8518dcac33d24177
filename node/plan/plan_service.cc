#include "node/plan/plan_service.h"

#include <utility>

#include "absl/strings/str_format.h"

#include "node/fields/field_checks.h"
#include "node/plan/plan_kind.h"
#include "node/plan/plan_rules.h"

namespace cledi {
namespace {

using community::v1::GetPlanRequest;
using community::v1::GetPlanResponse;
using community::v1::ListPlansRequest;
using community::v1::ListPlansResponse;
using community::v1::PlanView;
using community::v1::PublishPlanRequest;
using community::v1::PublishPlanResponse;
using community::v1::WithdrawPlanRequest;
using community::v1::WithdrawPlanResponse;
using view::v1::PracticeRow;

}  // namespace

PlanService::PlanService(HomeNode home, PracticeSources sources, const CardIndex* index)
    : sources_(sources),
      index_(index),
      writer_(&TheLessonPlanKind(), "lesson plan", std::move(home), sources) {}

void PlanService::RegisterWith(MethodTable& table) {
  table.Add<ListPlansRequest, ListPlansResponse>(
      "cledi.community.v1.PlanService/ListPlans", Role::kVisitor,
      [this](const Call&, const ListPlansRequest& request) { return List(request); });
  table.Add<GetPlanRequest, GetPlanResponse>(
      "cledi.community.v1.PlanService/GetPlan", Role::kVisitor,
      [this](const Call& call, const GetPlanRequest& request) {
        return Get(call.caller(), request);
      });
  table.Add<PublishPlanRequest, PublishPlanResponse>(
      "cledi.community.v1.PlanService/PublishPlan", Role::kEducator,
      [this](const Call& call, const PublishPlanRequest& request) {
        return Publish(call.caller(), request);
      });
  table.Add<WithdrawPlanRequest, WithdrawPlanResponse>(
      "cledi.community.v1.PlanService/WithdrawPlan", Role::kEducator,
      [this](const Call& call, const WithdrawPlanRequest& request) {
        return Withdraw(call.caller(), request);
      });
}

StatusOr<ListPlansResponse> PlanService::List(const ListPlansRequest& request) const {
  ASSIGN_OR_RETURN(const std::set<int> kinds, KindsOf("kinds", request.kinds()));
  ASSIGN_OR_RETURN(ListedPractices listed, ListPractices(sources_, *index_, "ListPlans",
                                                         request.filter(), kinds, request.page()));
  ListPlansResponse response;
  FillListResponse(std::move(listed), response);
  return response;
}

StatusOr<GetPlanResponse> PlanService::Get(const Caller& caller,
                                           const GetPlanRequest& request) const {
  ASSIGN_OR_RETURN(const PracticeReader reader, sources_.Read());
  ASSIGN_OR_RETURN(const PracticeRow row, reader.Find(kPlanViews, request.id(), writer_.what()));
  ASSIGN_OR_RETURN(const PracticeReader::Revision revision,
                   reader.RevisionOf(row, request.revision(), writer_.what()));
  event::v1::PlanRevised shown;
  if (!shown.ParseFromString(revision.payload)) {
    return Corrupt("the view of a lesson plan cannot be read; rebuild the views");
  }
  GetPlanResponse response;
  PlanView& view = *response.mutable_plan();
  RETURN_IF_ERROR(FillView(reader, row, view));
  view.set_may_revise(writer_.MayRevise(caller, row));
  view.set_revision(HexEncode(revision.event_id));
  for (const std::string& head : row.heads()) {
    view.add_heads(HexEncode(head));
  }
  if (row.withdrawn()) {
    KeepTitles(shown.plan().description(), *view.mutable_plan()->mutable_description());
    view.mutable_plan()->set_kind(shown.plan().kind());
  } else {
    *view.mutable_plan() = std::move(*shown.mutable_plan());
    for (std::string& field : MissingFields(view.plan())) {
      if (view.may_revise()) {
        view.add_missing(std::move(field));
      }
    }
  }
  return response;
}

StatusOr<PublishPlanResponse> PlanService::Publish(const Caller& caller,
                                                   const PublishPlanRequest& request) const {
  const PracticeWriter::Request common{
      .key = request.key(), .revises = request.revises(), .change_note = request.change_note()};
  ASSIGN_OR_RETURN(const PracticeWriter::Target target, writer_.FindTarget(caller, common));
  event::v1::PlanRevised fact;
  *fact.mutable_plan() = request.plan();
  RETURN_IF_ERROR(writer_.FillIn(target, *fact.mutable_plan()->mutable_description()));
  FillStepIds(*fact.mutable_plan());
  FieldProblems problems;
  PracticeWriter::CheckRequest(common, problems);
  CheckCount("parents", request.parents_size(), kParentsMax, problems);
  if (request.revises().empty() && !request.parents().empty()) {
    problems.Add("parents", FieldProblem::KIND_NOT_ALLOWED,
                 "only with `revises`: a new plan has none");
  }
  {
    const FieldProblems::Scope scope(problems, "plan");
    CheckPlan(fact.plan(), problems);
  }
  RETURN_IF_ERROR(problems.ToStatus());

  fact.set_author(target.author);
  if (target.revises) {
    RETURN_IF_ERROR(Follow(*target.revises, request, fact));
  }
  fact.set_idempotency_key(writer_.KeyFor(common));
  ASSIGN_OR_RETURN(const PracticeWriter::Published published,
                   writer_.Publish(target, fact.SerializeAsString()));
  PublishPlanResponse response;
  FillPublished(published, MissingFields(fact.plan()), response);
  return response;
}

// What a revision says of the plan that it is of.
Status PlanService::Follow(const PracticeRow& revises, const PublishPlanRequest& request,
                           event::v1::PlanRevised& fact) const {
  fact.set_object(revises.ids(0));
  fact.set_change_note(request.change_note());
  ASSIGN_OR_RETURN(const PracticeReader reader, sources_.Read());
  for (const std::string& parent : request.parents()) {
    ASSIGN_OR_RETURN(const EventId revision, reader.FindRevision(revises, parent, writer_.what()));
    fact.add_parents(revision.str());
  }
  if (fact.parents().empty()) {
    fact.add_parents(revises.revision());
  }
  return absl::OkStatus();
}

StatusOr<WithdrawPlanResponse> PlanService::Withdraw(const Caller& caller,
                                                     const WithdrawPlanRequest& request) const {
  RETURN_IF_ERROR(
      writer_.Withdraw<event::v1::PlanWithdrawn>(caller, request.id(), request.reason()));
  return WithdrawPlanResponse();
}

}  // namespace cledi
