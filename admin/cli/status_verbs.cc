#include "admin/cli/status_verbs.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "admin/cli/display_text.h"
#include "admin/cli/table.h"
#include "cledi/admin/v1/node_service.pb.h"

namespace cledi {
namespace {

using admin::v1::GetStatusResponse;
using admin::v1::Notice;

FactList FactsOf(const GetStatusResponse& status, UnixMillis now) {
  FactList facts;
  facts.Add("federation",
            absl::StrFormat("%s (%s): roster %d, %d members%s", status.federation_name(),
                            status.trust_domain(), status.roster_number(), status.members(),
                            status.coordinator() ? "; this node coordinates" : ""));
  facts.Add("started", absl::StrFormat("%s, %s", AbsoluteTime(status.started_unix_ms()),
                                       RelativeTime(status.started_unix_ms(), now)));
  facts.Add("practices",
            absl::StrFormat("%s lesson plans, %s training resources", WithThousands(status.plans()),
                            WithThousands(status.resources())));
  facts.Add("events", absl::StrFormat("%s, %s of its own", WithThousands(status.events()),
                                      WithThousands(status.own_events())));
  if (status.events_to_fold() > 0) {
    facts.Add("not shown yet",
              absl::StrFormat("%s events, being folded", WithThousands(status.events_to_fold())));
  }
  facts.Add("certificate",
            absl::StrFormat("ends %s, %s", AbsoluteTime(status.certificate_expires_unix_ms()),
                            RelativeTime(status.certificate_expires_unix_ms(), now)));
  facts.Add("pages", status.web_address());
  facts.Add("partners call", status.federation_address().empty()
                                 ? "nowhere: this node only dials out"
                                 : status.federation_address());
  facts.Add("enrolment", status.enrolment_address());
  facts.Add("data", absl::StrFormat("%s; %s free on the disk", ByteSize(status.data_bytes()),
                                    ByteSize(status.disk_free_bytes())));
  facts.Add("instance", status.instance());
  return facts;
}

}  // namespace

Status ShowStatus(Session& session) {
  ASSIGN_OR_RETURN(const auto status,
                   session.Ask<GetStatusResponse>("cledi.admin.v1.NodeService/GetStatus",
                                                  admin::v1::GetStatusRequest()));
  const UnixMillis now = session.clock().Now();
  const auto urgent =
      std::ranges::count(status.notices(), Notice::SEVERITY_ERROR, &Notice::severity);
  const auto warnings =
      std::ranges::count(status.notices(), Notice::SEVERITY_WARNING, &Notice::severity);
  if (session.json) {
    session.PrintJson(status);
  } else {
    const std::string verdict = urgent > 0     ? "it needs you now"
                                : warnings > 0 ? "it runs, and something needs a look"
                                               : "all is well";
    session.out() << OnOneLine(absl::StrFormat("%s, cledi %s: %s.", status.node_id(),
                                               status.version(), verdict))
                  << '\n';
    FactsOf(status, now).Print(session.out());
    for (const Notice& notice : status.notices()) {
      const std::string since =
          notice.since_unix_ms() == 0
              ? ""
              : absl::StrFormat(" (%s)", RelativeTime(notice.since_unix_ms(), now));
      session.out() << OnOneLine(
                           absl::StrCat(EnumWord(notice.severity()), ": ", notice.message(), since))
                    << '\n';
    }
  }
  if (urgent > 0) {
    return absl::FailedPreconditionError(
        absl::StrFormat("%d of the notices above must be acted on now", urgent));
  }
  return absl::OkStatus();
}

}  // namespace cledi
