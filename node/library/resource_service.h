#ifndef CLEDI_NODE_LIBRARY_RESOURCE_SERVICE_H_
#define CLEDI_NODE_LIBRARY_RESOURCE_SERVICE_H_

#include "cledi/community/v1/resource_service.pb.h"
#include "federation/rpc/method_table.h"
#include "node/practice/card_index.h"
#include "node/practice/practice_lists.h"
#include "node/practice/practice_writer.h"

namespace cledi {

// Training resources of the whole network to read, this node's own to write. Safe from any
// thread.
class ResourceService {
 public:
  // `index` is of kResourceViews and outlives the service.
  ResourceService(HomeNode home, PracticeSources sources, const CardIndex* index);

  // Anybody reads; educators write.
  void RegisterWith(MethodTable& table);

  // InvalidArgument: a token of another list, a filter that means nothing.
  StatusOr<community::v1::ListResourcesResponse> List(
      const community::v1::ListResourcesRequest& request) const;
  // InvalidArgument: not an id. NotFound: no such resource, or no such revision of it.
  StatusOr<community::v1::GetResourceResponse> Get(
      const Caller& caller, const community::v1::GetResourceRequest& request) const;
  // InvalidArgument: names each field that breaks a rule. Otherwise as PracticeWriter.
  StatusOr<community::v1::PublishResourceResponse> Publish(
      const Caller& caller, const community::v1::PublishResourceRequest& request) const;
  StatusOr<community::v1::WithdrawResourceResponse> Withdraw(
      const Caller& caller, const community::v1::WithdrawResourceRequest& request) const;

 private:
  const PracticeSources sources_;
  const CardIndex* const index_;
  const PracticeWriter writer_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_LIBRARY_RESOURCE_SERVICE_H_
