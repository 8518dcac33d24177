#ifndef CLEDI_TESTS_NODE_WEB_SAMPLE_SOURCE_H_
#define CLEDI_TESTS_NODE_WEB_SAMPLE_SOURCE_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cledi/community/v1/institution_service.pb.h"
#include "cledi/community/v1/person_service.pb.h"
#include "cledi/community/v1/plan_service.pb.h"
#include "cledi/community/v1/resource_service.pb.h"
#include "federation/rpc/method_table.h"
#include "node/web/pages/page_source.h"

namespace cledi {

// What pages are printed from, in memory: what the node and its services would answer, without
// a node. Filters, counts and pages as the services' protos describe them.
//
// Fill it before it is asked; then safe from any thread.
class SampleSource final : public PageSource {
 public:
  // Empty: a network of one institution without practices.
  SampleSource();
  // The practices and institutions of deploy/samples, in a network of three nodes of which one
  // is behind. Ends the program if they cannot be read.
  static SampleSource FromSamples();

  // Each returns the id for addresses. The first one added is the newest.
  std::string AddPlan(event::v1::LessonPlan plan);
  std::string AddResource(event::v1::TrainingResource resource);
  // A newer revision of it; returns the event id. The first one is named by its object id.
  std::string Revise(std::string_view id, event::v1::LessonPlan plan, std::string note);
  std::string Revise(std::string_view id, event::v1::TrainingResource resource, std::string note);
  // Returns the id for addresses.
  std::string AddPerson(event::v1::Profile profile, std::string home_node);
  // People of whom others know; they are asked where nobody of ours has the id.
  using FindPerson = std::function<std::optional<community::v1::PersonView>(std::string_view id)>;
  void AlsoKnow(FindPerson others) { others_ = std::move(others); }
  void AddInstitution(event::v1::InstitutionDescribed institution, std::string home_node);

  community::v1::PlanView* plan(std::string_view id);
  community::v1::ResourceView* resource(std::string_view id);
  admin::v1::GetNetworkResponse* network() { return &network_; }

  // What every call answers from now on; OK: what it has.
  void FailWith(Status status) { failure_ = std::move(status); }

  // The services' methods that read; it stays where it is from then on.
  void RegisterWith(MethodTable& table) const;

  StatusOr<admin::v1::GetNetworkResponse> GetNetwork() override;
  StatusOr<admin::v1::GetStatusResponse> GetStatus() override;

 private:
  StatusOr<community::v1::ListPlansResponse> ListPlans(
      const community::v1::ListPlansRequest& request) const;
  StatusOr<community::v1::GetPlanResponse> GetPlan(
      const community::v1::GetPlanRequest& request) const;
  StatusOr<community::v1::ListResourcesResponse> ListResources(
      const community::v1::ListResourcesRequest& request) const;
  StatusOr<community::v1::GetResourceResponse> GetResource(
      const community::v1::GetResourceRequest& request) const;
  StatusOr<community::v1::ListInstitutionsResponse> ListInstitutions(
      const community::v1::ListInstitutionsRequest& request) const;
  StatusOr<community::v1::GetInstitutionResponse> GetInstitution(
      const community::v1::GetInstitutionRequest& request) const;

  StatusOr<community::v1::GetPersonResponse> GetPerson(
      const community::v1::GetPersonRequest& request) const;
  StatusOr<community::v1::ListPeopleResponse> ListPeople(
      const community::v1::ListPeopleRequest& request) const;

  std::string NextId();
  int64_t NextTime();
  std::string HomeOf(const event::v1::Description& description) const;
  community::v1::PracticeCard CardOf(const event::v1::Description& description, std::string_view id,
                                     int64_t revised_unix_ms) const;

  Status failure_;
  std::vector<community::v1::PlanView> plans_;          // Newest first.
  std::vector<community::v1::ResourceView> resources_;  // Newest first.
  // By the event id of a revision.
  std::map<std::string, event::v1::LessonPlan, std::less<>> plan_revisions_;
  std::map<std::string, event::v1::TrainingResource, std::less<>> resource_revisions_;
  std::vector<community::v1::PersonView> people_;  // By name.
  FindPerson others_;
  std::map<std::string, community::v1::InstitutionView, std::less<>> institutions_;
  admin::v1::GetNetworkResponse network_;
  uint32_t added_ = 0;
};

// When the samples are set: 2026-11-24T20:00Z.
inline constexpr int64_t kSampleNowUnixMs = 1795550400000;

}  // namespace cledi

#endif  // CLEDI_TESTS_NODE_WEB_SAMPLE_SOURCE_H_
