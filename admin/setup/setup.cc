#include "admin/setup/setup.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_format.h"

#include "federation/base/files.h"
#include "federation/roster/member_rules.h"
#include "federation/trust/identity_files.h"
#include "federation/trust/join_token.h"

namespace cledi {
namespace {

std::string SettingsFile(const std::string& data_folder) { return data_folder + "/node.toml"; }

// The settings come first and the identity last: a folder with an identity is complete.
Status WriteSettings(const std::string& data_folder, std::string_view node_id,
                     const NodeSettings& settings) {
  if (IdentityFiles(data_folder).Exist()) {
    return absl::AlreadyExistsError(absl::StrFormat(
        "the node in %s belongs to a federation already: give another --data", data_folder));
  }
  RETURN_IF_ERROR(MakePrivateFolder(data_folder));
  return WriteFileDurably(SettingsFile(data_folder), NodeToml(node_id, settings),
                          FileAccess::kOwnerOnly);
}

void DropSettings(const std::string& data_folder) {
  std::error_code ignored;
  std::filesystem::remove(SettingsFile(data_folder), ignored);
}

}  // namespace

Status SetUpFederation(const std::string& data_folder, const FederationSetup& setup,
                       const Clock& clock, Random& random) {
  ASSIGN_OR_RETURN(const NodeSettings settings, Completed(setup.settings));
  if (settings.enrolment_listen.empty()) {
    return Invalid("a coordinator needs an address where new nodes come with their join tokens");
  }
  FoundingPlan plan;
  plan.trust_domain = setup.trust_domain;
  plan.name = setup.federation_name;
  plan.enrolment_addresses = settings.enrolment_addresses;
  plan.coordinator.set_node_id(setup.node_id);
  plan.coordinator.set_institution(setup.institution);
  plan.coordinator.set_country(setup.country);
  plan.coordinator.set_eea(IsInEea(setup.country));
  plan.coordinator.mutable_addresses()->Assign(settings.federation_addresses.begin(),
                                               settings.federation_addresses.end());
  plan.coordinator.set_web_address(settings.web_url);
  RETURN_IF_ERROR(CheckMemberWithoutKey(plan.coordinator));
  RETURN_IF_ERROR(WriteSettings(data_folder, setup.node_id, settings));
  const Status founded = FoundFederation(data_folder, plan, clock, random);
  if (!founded.ok()) {
    DropSettings(data_folder);
  }
  return founded;
}

StatusOr<std::string> SetUpMember(const std::string& data_folder, const std::string& token,
                                  const NodeSettings& settings, const SendEnrolment& send,
                                  const Clock& clock, Random& random) {
  ASSIGN_OR_RETURN(const NodeSettings completed, Completed(settings));
  ASSIGN_OR_RETURN(const federation::v1::JoinToken decoded, DecodeJoinToken(token, clock.Now()));
  RETURN_IF_ERROR(WriteSettings(data_folder, decoded.node_id(), completed));
  StatusOr<std::string> joined = JoinFederation(data_folder,
                                                {.token = token,
                                                 .addresses = completed.federation_addresses,
                                                 .web_address = completed.web_url},
                                                send, clock, random);
  if (!joined.ok()) {
    DropSettings(data_folder);
  }
  return joined;
}

}  // namespace cledi
