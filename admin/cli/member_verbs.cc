#include "admin/cli/member_verbs.h"

#include "absl/strings/str_format.h"

#include "admin/cli/display_text.h"
#include "cledi/admin/v1/node_service.pb.h"

namespace cledi {

Status InviteNode(Session& session, const InviteOptions& options) {
  admin::v1::InviteNodeRequest request;
  request.set_node_id(options.node_id);
  request.set_institution(options.institution);
  request.set_country(options.country);
  request.set_valid_hours(options.valid_hours);
  ASSIGN_OR_RETURN(const auto invited, session.Ask<admin::v1::InviteNodeResponse>(
                                           "cledi.admin.v1.NodeService/InviteNode", request));
  if (session.json) {
    session.PrintJson(invited);
    return absl::OkStatus();
  }
  session.out() << absl::StrFormat(
      "Send this to the technician of %s, and to nobody else. It works once, until %s:\n\n"
      "  cledi join %s\n",
      OnOneLine(options.institution), AbsoluteTime(invited.expires_unix_ms()),
      OnOneLine(invited.token()));
  return absl::OkStatus();
}

Status RemoveNode(Session& session, const std::string& node_id, const std::string& reason) {
  admin::v1::RemoveNodeRequest request;
  request.set_node_id(node_id);
  request.set_reason(reason);
  ASSIGN_OR_RETURN(const auto removed, session.Ask<admin::v1::RemoveNodeResponse>(
                                           "cledi.admin.v1.NodeService/RemoveNode", request));
  if (session.json) {
    session.PrintJson(removed);
    return absl::OkStatus();
  }
  session.out() << absl::StrFormat(
      "%s is no longer a member, by roster update %d. Every partner that is reached refuses it "
      "from "
      "now on.\n",
      OnOneLine(node_id), removed.roster_number());
  return absl::OkStatus();
}

}  // namespace cledi
