#ifndef CLEDI_FEDERATION_RPC_PUBLIC_STATUS_H_
#define CLEDI_FEDERATION_RPC_PUBLIC_STATUS_H_

#include <string_view>

#include "federation/base/status.h"
#include "federation/rpc/call.h"

namespace cledi {

// What `caller` may read of how `method` failed: the same code, and
//   - the text, cut to kErrorTextBytesMax, for what the caller can act on;
//   - for Internal and Unknown, which are our own mistakes, the text only if the caller is
//     an operator. Everybody else is told where it is, and it goes to the log.
// Details (SetDetail) of at most kErrorDetailBytesMax stay; our own mistakes have none, and other
// payloads never leave the node. OK stays OK. Safe from any thread.
Status PublicStatus(const Status& status, const Caller& caller, std::string_view method);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_PUBLIC_STATUS_H_
