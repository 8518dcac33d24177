#ifndef CLEDI_NODE_OPERATOR_NOTICE_H_
#define CLEDI_NODE_OPERATOR_NOTICE_H_

#include <string>
#include <utility>

#include "cledi/admin/v1/node_service.pb.h"

namespace cledi {

// What an operator should know; `message` is a sentence without its full stop.
inline admin::v1::Notice MakeNotice(admin::v1::Notice::Severity severity, std::string message) {
  admin::v1::Notice notice;
  notice.set_severity(severity);
  notice.set_message(std::move(message));
  return notice;
}

inline void AddNotice(admin::v1::GetStatusResponse& status, admin::v1::Notice::Severity severity,
                      std::string message) {
  *status.add_notices() = MakeNotice(severity, std::move(message));
}

}  // namespace cledi

#endif  // CLEDI_NODE_OPERATOR_NOTICE_H_
