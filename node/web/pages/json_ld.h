#ifndef CLEDI_NODE_WEB_PAGES_JSON_LD_H_
#define CLEDI_NODE_WEB_PAGES_JSON_LD_H_

#include <string_view>

#include "cledi/community/v1/plan_service.pb.h"
#include "cledi/community/v1/resource_service.pb.h"
#include "node/web/pages/directory.h"
#include "node/web/pages/view.h"

namespace cledi {

// A practice as schema.org and LRMI describe learning resources, for search engines and
// harvesters; to be put into a script element of type application/ld+json. `address`: of this
// site, without a slash at its end.
Html PlanJsonLd(const community::v1::PlanView& plan, const Directory& directory,
                std::string_view address);
Html ResourceJsonLd(const community::v1::ResourceView& resource, const Directory& directory,
                    std::string_view address);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_JSON_LD_H_
