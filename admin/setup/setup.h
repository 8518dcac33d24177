// Makes the data folder of a new node: its identity (federation/trust) and its node.toml.

#ifndef CLEDI_ADMIN_SETUP_SETUP_H_
#define CLEDI_ADMIN_SETUP_SETUP_H_

#include <string>

#include "admin/setup/node_settings.h"
#include "federation/base/clock.h"
#include "federation/base/random.h"
#include "federation/base/status.h"
#include "federation/trust/founding.h"

namespace cledi {

struct FederationSetup {
  std::string trust_domain;     // For ever, such as "cledi.example".
  std::string federation_name;  // As people call it.
  std::string node_id;          // Of the founding institution, which coordinates.
  std::string institution;
  std::string country;  // ISO 3166-1 alpha-2.
  NodeSettings settings;
};

// Founds a federation, of which the new node is the coordinator and only member.
// Errors: those of FoundFederation; InvalidArgument: an address is wrong, or there is none for
// enrolment. Nothing is left of a set-up that failed.
Status SetUpFederation(const std::string& data_folder, const FederationSetup& setup,
                       const Clock& clock, Random& random);

// Joins the federation that `token` is from, with the node id that it names, which is
// returned. May be called again after any failure, with the same token.
// Errors: those of JoinFederation; InvalidArgument: an address is wrong.
StatusOr<std::string> SetUpMember(const std::string& data_folder, const std::string& token,
                                  const NodeSettings& settings, const SendEnrolment& send,
                                  const Clock& clock, Random& random);

}  // namespace cledi

#endif  // CLEDI_ADMIN_SETUP_SETUP_H_
