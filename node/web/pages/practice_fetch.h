#ifndef CLEDI_NODE_WEB_PAGES_PRACTICE_FETCH_H_
#define CLEDI_NODE_WEB_PAGES_PRACTICE_FETCH_H_

#include <string_view>

#include "federation/base/status.h"
#include "node/web/pages/community.h"

namespace cledi {

// One practice as the reader may see it. `revision`: an event id in hex; empty: the shown one.
// Errors: as GetPlan and GetResource.
StatusOr<community::v1::PlanView> FetchPlan(const Community& community, std::string_view id,
                                            std::string_view revision = "");
StatusOr<community::v1::ResourceView> FetchResource(const Community& community, std::string_view id,
                                                    std::string_view revision = "");

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_PRACTICE_FETCH_H_
