#include "admin/cli/federation_verbs.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_format.h"
#include "google/protobuf/struct.pb.h"

#include "admin/cli/display_text.h"

namespace cledi {
namespace {

// Where the node was made, for programs.
void PrintMade(Session& session, std::string_view node_id) {
  google::protobuf::Struct made;
  (*made.mutable_fields())["nodeId"].set_string_value(std::string(node_id));
  (*made.mutable_fields())["dataFolder"].set_string_value(session.data_folder.string());
  session.PrintJson(made);
}

}  // namespace

Status CreateFederation(Session& session, const FederationSetup& setup) {
  const std::string folder = session.data_folder.string();
  RETURN_IF_ERROR(SetUpFederation(folder, setup, session.clock(), session.random()));
  if (session.json) {
    PrintMade(session, setup.node_id);
    return absl::OkStatus();
  }
  session.out() << absl::StrFormat(
      "The federation %s is founded; %s coordinates it.\n"
      "\n"
      "1. Move the three keys in %s/recovery to three institutions. Two of them together can\n"
      "   replace a coordinator that was lost; on this machine they protect against nothing.\n"
      "2. Start the node:  cledi-node --data %s\n"
      "3. Invite the next: cledi --data %s node invite --id … --institution … --country …\n",
      OnOneLine(setup.trust_domain), OnOneLine(setup.node_id), folder, folder, folder);
  return absl::OkStatus();
}

Status JoinFederationWithToken(Session& session, const JoinOptions& options) {
  const std::string folder = session.data_folder.string();
  ASSIGN_OR_RETURN(const std::string node_id,
                   SetUpMember(folder, options.token, options.settings, session.send_enrolment(),
                               session.clock(), session.random()));
  if (session.json) {
    PrintMade(session, node_id);
    return absl::OkStatus();
  }
  session.out() << absl::StrFormat(
      "This is %s now, a member of the federation.\n"
      "Start the node: cledi-node --data %s\n",
      OnOneLine(node_id), folder);
  return absl::OkStatus();
}

}  // namespace cledi
