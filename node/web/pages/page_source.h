#ifndef CLEDI_NODE_WEB_PAGES_PAGE_SOURCE_H_
#define CLEDI_NODE_WEB_PAGES_PAGE_SOURCE_H_

#include "cledi/admin/v1/node_service.pb.h"
#include "federation/base/status.h"

namespace cledi {

// What pages show of the node itself, to everybody: no addresses, no notices. What people
// share is asked through Community. Called from the server's workers, several at once.
class PageSource {
 public:
  virtual ~PageSource() = default;

  virtual StatusOr<admin::v1::GetNetworkResponse> GetNetwork() = 0;
  virtual StatusOr<admin::v1::GetStatusResponse> GetStatus() = 0;
};

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_PAGE_SOURCE_H_
