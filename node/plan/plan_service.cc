#include "node/plan/plan_service.h"

#include <utility>

#include "absl/strings/str_format.h"

#include "node/plan/plan_kind.h"
#include "node/plan/plan_rules.h"
#include "node/fields/field_checks.h"

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

PlanService::PlanService(HomeNode home, PracticeSources sources, const CardIndex* index,
                         EventWriter* writer, Random* random)
    : sources_(sources),
      index_(index),
      writer_(&TheLessonPlanKind(), "lesson plan", std::move(home), writer, random, sources) {}

void PlanService::RegisterWith(MethodTable& table) {
  table.Add<ListPlansRequest, ListPlansResponse>(
      "cledi.community.v1.PlanService/ListPlans", Role::kVisitor,
      [this](const Call&, const ListPlansRequest& request) { return List(request); });
  table.Add<GetPlanRequest, GetPlanResponse>(
      "cledi.community.v1.PlanService/GetPlan", Role::kVisitor,
      [this](const Call&, const GetPlanRequest& request) { return Get(request); });
  table.Add<PublishPlanRequest, PublishPlanResponse>(
      "cledi.community.v1.PlanService/PublishPlan", Role::kOperator,
      [this](const Call&, const PublishPlanRequest& request) { return Publish(request); });
  table.Add<WithdrawPlanRequest, WithdrawPlanResponse>(
      "cledi.community.v1.PlanService/WithdrawPlan", Role::kOperator,
      [this](const Call&, const WithdrawPlanRequest& request) { return Withdraw(request); });
}

StatusOr<ListPlansResponse> PlanService::List(const ListPlansRequest& request) const {
  ASSIGN_OR_RETURN(const std::set<int> kinds, KindsOf("kinds", request.kinds()));
  ASSIGN_OR_RETURN(ListedPractices listed, ListPractices(sources_, *index_, "ListPlans",
                                                         request.filter(), kinds, request.page()));
  ListPlansResponse response;
  FillListResponse(std::move(listed), response);
  return response;
}

StatusOr<GetPlanResponse> PlanService::Get(const GetPlanRequest& request) const {
  ASSIGN_OR_RETURN(const PracticeReader reader, sources_.Read());
  ASSIGN_OR_RETURN(const PracticeRow row, reader.Find(kPlanViews, request.id(), writer_.what()));
  std::string revision = row.revision();
  std::string payload = row.payload();
  if (!request.revision().empty()) {
    ASSIGN_OR_RETURN(revision, FindRevision(reader, row, request.revision()));
    if (revision != row.revision() && !row.withdrawn()) {
      ASSIGN_OR_RETURN(payload, reader.views().Payload(*EventId::From(revision)));
    }
  }
  event::v1::PlanRevised shown;
  if (!shown.ParseFromString(payload)) {
    return Corrupt("the view of a lesson plan cannot be read; rebuild the views");
  }
  GetPlanResponse response;
  PlanView& view = *response.mutable_plan();
  RETURN_IF_ERROR(FillView(reader, row, view));
  view.set_revision(HexEncode(revision));
  for (const std::string& head : row.heads()) {
    view.add_heads(HexEncode(head));
  }
  if (row.withdrawn()) {
    KeepTitles(shown.plan().description(), *view.mutable_plan()->mutable_description());
    view.mutable_plan()->set_kind(shown.plan().kind());
  } else {
    *view.mutable_plan() = std::move(*shown.mutable_plan());
  }
  return response;
}

StatusOr<std::string> PlanService::FindRevision(const PracticeReader& reader,
                                                const PracticeRow& row,
                                                std::string_view hex) const {
  const Status missing = NotFound("this lesson plan has no such revision");
  const std::optional<EventId> wanted = EventId::From(HexDecode(hex).value_or(""));
  if (!wanted) {
    return Invalid("a revision is named by its event id, 64 hex digits");
  }
  const StatusOr<StatementId> statement = reader.views().StatementOf(*wanted);
  if (!statement.ok()) {
    return statement.status().code() == StatusCode::kNotFound ? missing : statement.status();
  }
  for (const community::v1::RevisionInfo& revision : row.revisions()) {
    const std::optional<EventId> event = EventId::From(HexDecode(revision.event_id()).value_or(""));
    // A retry names the same revision under another id.
    if (event && reader.views().StatementOf(*event).value_or(StatementId{}) == *statement) {
      return event->str();
    }
  }
  return missing;
}

StatusOr<PublishPlanResponse> PlanService::Publish(const PublishPlanRequest& request) const {
  const PracticeWriter::Request common{
      .key = request.key(), .revises = request.revises(), .change_note = request.change_note()};
  event::v1::PlanRevised fact;
  *fact.mutable_plan() = request.plan();
  writer_.FillIn(*fact.mutable_plan()->mutable_description());
  FillStepIds(*fact.mutable_plan());
  FieldProblems problems;
  PracticeWriter::CheckRequest(common, problems);
  CheckCount("parents", request.parents_size(), kParentsMax, problems);
  if (request.revises().empty() && !request.parents().empty()) {
    problems.Add("parents", "only with `revises`: a new plan has none");
  }
  {
    const FieldProblems::Scope scope(problems, "plan");
    CheckPlan(fact.plan(), problems);
  }
  RETURN_IF_ERROR(problems.ToStatus());

  ASSIGN_OR_RETURN(const std::optional<PracticeRow> revises, writer_.FindRevised(common));
  if (revises) {
    RETURN_IF_ERROR(Follow(*revises, request, fact));
  }
  fact.set_idempotency_key(writer_.KeyFor(common));
  ASSIGN_OR_RETURN(const PracticeWriter::Published published,
                   writer_.Publish(revises ? &*revises : nullptr, fact.SerializeAsString()));
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
    ASSIGN_OR_RETURN(*fact.add_parents(), FindRevision(reader, revises, parent));
  }
  if (fact.parents().empty()) {
    fact.add_parents(revises.revision());
  }
  return absl::OkStatus();
}

StatusOr<WithdrawPlanResponse> PlanService::Withdraw(const WithdrawPlanRequest& request) const {
  RETURN_IF_ERROR(writer_.Withdraw<event::v1::PlanWithdrawn>(request.id(), request.reason()));
  return WithdrawPlanResponse();
}

}  // namespace cledi
