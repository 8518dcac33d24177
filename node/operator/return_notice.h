#ifndef CLEDI_NODE_OPERATOR_RETURN_NOTICE_H_
#define CLEDI_NODE_OPERATOR_RETURN_NOTICE_H_

#include <optional>
#include <string_view>

#include "cledi/admin/v1/node_service.pb.h"
#include "federation/base/clock.h"
#include "federation/log/log_set.h"

namespace cledi {

// What an operator should know of a node that got entries of its own back from partners: how
// old the copy was that it went on from, whether anything may still be missing, and what to
// do. Nothing: none came back since `started`.
std::optional<admin::v1::Notice> ReturnNotice(const OwnReturn& returned, UnixMillis started,
                                              const admin::v1::GetNetworkResponse& network,
                                              std::string_view node_id);

}  // namespace cledi

#endif  // CLEDI_NODE_OPERATOR_RETURN_NOTICE_H_
