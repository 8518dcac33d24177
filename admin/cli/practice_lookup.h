#ifndef CLEDI_ADMIN_CLI_PRACTICE_LOOKUP_H_
#define CLEDI_ADMIN_CLI_PRACTICE_LOOKUP_H_

#include <string>
#include <variant>

#include "admin/cli/session.h"
#include "cledi/community/v1/plan_service.pb.h"
#include "cledi/community/v1/resource_service.pb.h"
#include "federation/base/status.h"

namespace cledi {

using PracticeView = std::variant<community::v1::PlanView, community::v1::ResourceView>;

// A practice of either kind, as the node knows it. NotFound: it knows none with this id.
StatusOr<PracticeView> FindPractice(Session& session, const std::string& id);

inline const event::v1::Description& DescriptionOf(const community::v1::PlanView& view) {
  return view.plan().description();
}
inline const event::v1::Description& DescriptionOf(const community::v1::ResourceView& view) {
  return view.resource().description();
}

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_PRACTICE_LOOKUP_H_
