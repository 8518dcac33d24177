#include "node/library/resource_service.h"

#include <utility>

#include "node/library/resource_kind.h"
#include "node/library/resource_rules.h"

namespace cledi {
namespace {

using community::v1::GetResourceRequest;
using community::v1::GetResourceResponse;
using community::v1::ListResourcesRequest;
using community::v1::ListResourcesResponse;
using community::v1::PublishResourceRequest;
using community::v1::PublishResourceResponse;
using community::v1::ResourceView;
using community::v1::WithdrawResourceRequest;
using community::v1::WithdrawResourceResponse;
using view::v1::PracticeRow;

}  // namespace

ResourceService::ResourceService(HomeNode home, PracticeSources sources, const CardIndex* index)
    : sources_(sources),
      index_(index),
      writer_(&TheResourceKind(), "training resource", std::move(home), sources) {}

void ResourceService::RegisterWith(MethodTable& table) {
  table.Add<ListResourcesRequest, ListResourcesResponse>(
      "cledi.community.v1.ResourceService/ListResources", Role::kVisitor,
      [this](const Call&, const ListResourcesRequest& request) { return List(request); });
  table.Add<GetResourceRequest, GetResourceResponse>(
      "cledi.community.v1.ResourceService/GetResource", Role::kVisitor,
      [this](const Call& call, const GetResourceRequest& request) {
        return Get(call.caller(), request);
      });
  table.Add<PublishResourceRequest, PublishResourceResponse>(
      "cledi.community.v1.ResourceService/PublishResource", Role::kEducator,
      [this](const Call& call, const PublishResourceRequest& request) {
        return Publish(call.caller(), request);
      });
  table.Add<WithdrawResourceRequest, WithdrawResourceResponse>(
      "cledi.community.v1.ResourceService/WithdrawResource", Role::kEducator,
      [this](const Call& call, const WithdrawResourceRequest& request) {
        return Withdraw(call.caller(), request);
      });
}

StatusOr<ListResourcesResponse> ResourceService::List(const ListResourcesRequest& request) const {
  ASSIGN_OR_RETURN(const std::set<int> types, KindsOf("types", request.types()));
  ASSIGN_OR_RETURN(ListedPractices listed, ListPractices(sources_, *index_, "ListResources",
                                                         request.filter(), types, request.page()));
  ListResourcesResponse response;
  FillListResponse(std::move(listed), response);
  return response;
}

StatusOr<GetResourceResponse> ResourceService::Get(const Caller& caller,
                                                   const GetResourceRequest& request) const {
  ASSIGN_OR_RETURN(const PracticeReader reader, sources_.Read());
  ASSIGN_OR_RETURN(const PracticeRow row,
                   reader.Find(kResourceViews, request.id(), writer_.what()));
  ASSIGN_OR_RETURN(const PracticeReader::Revision revision,
                   reader.RevisionOf(row, request.revision(), writer_.what()));
  event::v1::ResourceRevised shown;
  if (!shown.ParseFromString(revision.payload)) {
    return Corrupt("the view of a training resource cannot be read; rebuild the views");
  }
  GetResourceResponse response;
  ResourceView& view = *response.mutable_resource();
  RETURN_IF_ERROR(FillView(reader, row, view));
  view.set_may_revise(writer_.MayRevise(caller, row));
  view.set_revision(HexEncode(revision.event_id));
  if (row.withdrawn()) {
    KeepTitles(shown.resource().description(), *view.mutable_resource()->mutable_description());
    view.mutable_resource()->set_type(shown.resource().type());
  } else {
    *view.mutable_resource() = std::move(*shown.mutable_resource());
    for (std::string& field : MissingFields(view.resource())) {
      if (view.may_revise()) {
        view.add_missing(std::move(field));
      }
    }
  }
  return response;
}

StatusOr<PublishResourceResponse> ResourceService::Publish(
    const Caller& caller, const PublishResourceRequest& request) const {
  const PracticeWriter::Request common{
      .key = request.key(), .revises = request.revises(), .change_note = request.change_note()};
  ASSIGN_OR_RETURN(const PracticeWriter::Target target, writer_.FindTarget(caller, common));
  event::v1::ResourceRevised fact;
  *fact.mutable_resource() = request.resource();
  RETURN_IF_ERROR(writer_.FillIn(target, *fact.mutable_resource()->mutable_description()));
  FieldProblems problems;
  PracticeWriter::CheckRequest(common, problems);
  {
    const FieldProblems::Scope scope(problems, "resource");
    CheckResource(fact.resource(), problems);
  }
  RETURN_IF_ERROR(problems.ToStatus());

  fact.set_author(target.author);
  if (target.revises) {
    fact.set_object(target.revises->ids(0));
    fact.set_change_note(request.change_note());
  }
  fact.set_idempotency_key(writer_.KeyFor(common));
  ASSIGN_OR_RETURN(const PracticeWriter::Published published,
                   writer_.Publish(target, fact.SerializeAsString()));
  PublishResourceResponse response;
  FillPublished(published, MissingFields(fact.resource()), response);
  return response;
}

StatusOr<WithdrawResourceResponse> ResourceService::Withdraw(
    const Caller& caller, const WithdrawResourceRequest& request) const {
  RETURN_IF_ERROR(
      writer_.Withdraw<event::v1::ResourceWithdrawn>(caller, request.id(), request.reason()));
  return WithdrawResourceResponse();
}

}  // namespace cledi
