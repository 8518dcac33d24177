#include "admin/cli/views_verbs.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "admin/cli/display_text.h"
#include "admin/cli/table.h"
#include "cledi/admin/v1/node_service.pb.h"

namespace cledi {
namespace {

constexpr std::chrono::hours kRebuildPatience(12);

}  // namespace

Status RebuildViews(Session& session) {
  ASSIGN_OR_RETURN(const auto rebuilt, session.Ask<admin::v1::RebuildViewsResponse>(
                                           "cledi.admin.v1.NodeService/RebuildViews",
                                           admin::v1::RebuildViewsRequest(), kRebuildPatience));
  if (session.json) {
    session.PrintJson(rebuilt);
  } else {
    session.out() << absl::StrFormat(
        "Folded %s events in %.1f s; %s.\n", WithThousands(rebuilt.events()),
        static_cast<double>(rebuilt.took_ms()) / 1000,
        rebuilt.unchanged() ? "every view is byte for byte what it was" : "the views have changed");
  }
  if (!rebuilt.unchanged()) {
    return Corrupt(
        "the views kept so far were not what the events say. They are right now; please report "
        "this, it is a fault of the program or of the disk");
  }
  return absl::OkStatus();
}

Status ShowViewDigests(Session& session) {
  ASSIGN_OR_RETURN(const auto views, session.Ask<admin::v1::GetViewDigestsResponse>(
                                         "cledi.admin.v1.NodeService/GetViewDigests",
                                         admin::v1::GetViewDigestsRequest()));
  if (session.json) {
    session.PrintJson(views);
    return absl::OkStatus();
  }
  for (const admin::v1::ViewDigest& view : views.digests()) {
    FactList facts;
    facts.Add("views of", view.space());
    facts.Add("digest", view.digest());
    facts.Add("heads", view.heads_digest());
    facts.Add("folds", absl::StrJoin(view.fold_versions(), ", "));
    facts.Add("roster", absl::StrCat(view.roster_number()));
    facts.Add("incomplete", absl::StrFormat("%s events without their payload here",
                                            WithThousands(view.incomplete_events())));
    facts.Add("held back", absl::StrFormat("%s events ahead of this node's clock",
                                           WithThousands(view.held_events())));
    facts.Print(session.out());
    session.out() << '\n';
  }
  session.out() << "Two nodes whose inputs are equal must show equal digests.\n";
  return absl::OkStatus();
}

}  // namespace cledi
