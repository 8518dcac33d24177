#include "node/institution/institution_service.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_format.h"

#include "cledi/event/v1/type.pb.h"
#include "cledi/view/v1/institution.pb.h"
#include "federation/base/sha256.h"
#include "node/institution/institution_rules.h"
#include "node/practice/practice_kind.h"

namespace cledi {
namespace {

using community::v1::DescribeInstitutionRequest;
using community::v1::DescribeInstitutionResponse;
using community::v1::GetInstitutionRequest;
using community::v1::GetInstitutionResponse;
using community::v1::InstitutionView;
using community::v1::ListInstitutionsRequest;
using community::v1::ListInstitutionsResponse;
using event::v1::InstitutionDescribed;
using view::v1::InstitutionRow;

// What the institution says, without what only the log needs.
InstitutionDescribed DescriptionIn(const InstitutionRow& row) {
  InstitutionDescribed description;
  description.ParseFromString(row.payload());
  description.clear_author();
  description.clear_object();
  description.clear_idempotency_key();
  return description;
}

InstitutionView ViewOf(std::string_view id, const InstitutionRow& row) {
  InstitutionView view;
  view.set_id(std::string(id));
  *view.mutable_description() = DescriptionIn(row);
  view.set_home_node(row.home_node());
  view.set_revised_unix_ms(row.revised_unix_ms());
  return view;
}

void SetCounts(const std::map<std::string, uint32_t>& plans,
               const std::map<std::string, uint32_t>& resources, InstitutionView& view) {
  const auto count_in = [&view](const std::map<std::string, uint32_t>& counts) {
    const auto found = counts.find(view.id());
    return found == counts.end() ? 0 : found->second;
  };
  view.set_plans(count_in(plans));
  view.set_resources(count_in(resources));
}

StatusOr<std::optional<InstitutionRow>> FindRow(const ViewSnapshot& views, std::string_view id) {
  const StatusOr<std::string> bytes = views.Row(kInstitutionViews, CommonsSpace(), id);
  if (bytes.status().code() == StatusCode::kNotFound) {
    return std::nullopt;
  }
  RETURN_IF_ERROR(bytes.status());
  InstitutionRow row;
  if (!row.ParseFromString(*bytes)) {
    return Corrupt("the view of an institution cannot be read; rebuild the views");
  }
  return row;
}

// The same for every try to say the same thing after the same history.
std::string KeyOf(const InstitutionDescribed& description, const InstitutionRow& before) {
  return Sha256({description.SerializeAsString(), before.payload()}).str();
}

}  // namespace

InstitutionService::InstitutionService(std::string node_id, const ViewReader* views,
                                       const CardIndex* plans, const CardIndex* resources,
                                       EventWriter* writer)
    : node_id_(std::move(node_id)),
      views_(views),
      plans_(plans),
      resources_(resources),
      writer_(writer) {}

void InstitutionService::RegisterWith(MethodTable& table) {
  table.Add<ListInstitutionsRequest, ListInstitutionsResponse>(
      "cledi.community.v1.InstitutionService/ListInstitutions", Role::kVisitor,
      [this](const Call&, const ListInstitutionsRequest&) { return List(); });
  table.Add<GetInstitutionRequest, GetInstitutionResponse>(
      "cledi.community.v1.InstitutionService/GetInstitution", Role::kVisitor,
      [this](const Call&, const GetInstitutionRequest& request) { return Get(request); });
  table.Add<DescribeInstitutionRequest, DescribeInstitutionResponse>(
      "cledi.community.v1.InstitutionService/DescribeInstitution", Role::kAdministrator,
      [this](const Call&, const DescribeInstitutionRequest& request) { return Describe(request); });
}

StatusOr<ListInstitutionsResponse> InstitutionService::List() const {
  ASSIGN_OR_RETURN(const ViewSnapshot views, views_->Read());
  const std::map<std::string, uint32_t> plans = plans_->CountByInstitution();
  const std::map<std::string, uint32_t> resources = resources_->CountByInstitution();
  std::vector<InstitutionView> institutions;
  RETURN_IF_ERROR(views.ScanRows(kInstitutionViews, CommonsSpace(),
                                 [&](std::string_view id, std::string_view bytes) {
                                   InstitutionRow row;
                                   row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
                                   institutions.push_back(ViewOf(id, row));
                                   SetCounts(plans, resources, institutions.back());
                                   return true;
                                 }));
  std::ranges::sort(institutions, {}, [](const InstitutionView& institution) {
    return std::tie(institution.description().country(), institution.description().name(),
                    institution.id());
  });
  ListInstitutionsResponse response;
  response.mutable_institutions()->Assign(std::make_move_iterator(institutions.begin()),
                                          std::make_move_iterator(institutions.end()));
  return response;
}

StatusOr<GetInstitutionResponse> InstitutionService::Get(
    const GetInstitutionRequest& request) const {
  ASSIGN_OR_RETURN(const ViewSnapshot views, views_->Read());
  ASSIGN_OR_RETURN(const std::optional<InstitutionRow> row, FindRow(views, request.id()));
  if (!row) {
    return NotFound("no institution of this id has described itself yet");
  }
  GetInstitutionResponse response;
  *response.mutable_institution() = ViewOf(request.id(), *row);
  SetCounts(plans_->CountByInstitution(), resources_->CountByInstitution(),
            *response.mutable_institution());
  return response;
}

StatusOr<DescribeInstitutionResponse> InstitutionService::Describe(
    const DescribeInstitutionRequest& request) const {
  InstitutionDescribed fact = request.description();
  fact.clear_author();
  fact.clear_object();
  fact.clear_idempotency_key();
  FieldProblems problems("description");
  CheckInstitution(fact, problems);
  RETURN_IF_ERROR(problems.ToStatus());

  ASSIGN_OR_RETURN(const ViewSnapshot views, views_->Read());
  ASSIGN_OR_RETURN(const std::optional<InstitutionRow> row, FindRow(views, fact.institution_id()));
  if (row && row->home_node() != node_id_ && fact.institution_id() != node_id_) {
    return Denied(absl::StrFormat("%s is described by its home, %s", fact.institution_id(),
                                  row->home_node()));
  }
  const bool own = row && row->home_node() == node_id_;
  if (own && DescriptionIn(*row).SerializeAsString() == fact.SerializeAsString()) {
    return DescribeInstitutionResponse();
  }
  const std::string key = KeyOf(fact, row.value_or(InstitutionRow()));
  fact.set_object(own ? row->first_event() : "");
  fact.set_idempotency_key(key);
  RETURN_IF_ERROR(writer_
                      ->Append({.space = CommonsSpace(),
                                .type = event::v1::EVENT_TYPE_INSTITUTION_DESCRIBED,
                                .payload = fact.SerializeAsString()})
                      .status());
  return DescribeInstitutionResponse();
}

}  // namespace cledi
