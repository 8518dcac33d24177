#ifndef CLEDI_NODE_INSTITUTION_INSTITUTION_SERVICE_H_
#define CLEDI_NODE_INSTITUTION_INSTITUTION_SERVICE_H_

#include <string>

#include "cledi/community/v1/institution_service.pb.h"
#include "federation/rpc/method_table.h"
#include "node/fold/event_writer.h"
#include "node/fold/view_reader.h"
#include "node/practice/card_index.h"

namespace cledi {

// The institutions of the network, and how this node's own and hosted ones present themselves.
// Safe from any thread.
class InstitutionService {
 public:
  // All outlive the service. The indexes, of kPlanViews and kResourceViews, count practices.
  InstitutionService(std::string node_id, const ViewReader* views, const CardIndex* plans,
                     const CardIndex* resources, EventWriter* writer);

  // Anybody reads; administrators write.
  void RegisterWith(MethodTable& table);

  StatusOr<community::v1::ListInstitutionsResponse> List() const;
  // NotFound: nobody described it yet.
  StatusOr<community::v1::GetInstitutionResponse> Get(
      const community::v1::GetInstitutionRequest& request) const;
  // Writes nothing where it says the same already. InvalidArgument: names each field that
  // breaks a rule. PermissionDenied: another node is its home; names that.
  StatusOr<community::v1::DescribeInstitutionResponse> Describe(
      const community::v1::DescribeInstitutionRequest& request) const;

 private:
  const std::string node_id_;
  const ViewReader* const views_;
  const CardIndex* const plans_;
  const CardIndex* const resources_;
  EventWriter* const writer_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_INSTITUTION_INSTITUTION_SERVICE_H_
