#include "admin/cli/user_verbs.h"

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "admin/cli/display_text.h"
#include "admin/cli/input_file.h"
#include "admin/cli/table.h"
#include "cledi/admin/v1/user_service.pb.h"

namespace cledi {
namespace {

using community::v1::UserRole;
using Roles = google::protobuf::RepeatedField<int>;

// "educator, coordinator".
std::string RoleWords(const Roles& roles) {
  return absl::StrJoin(roles, ", ", [](std::string* out, int role) {
    out->append(EnumWord(static_cast<UserRole>(role)));
  });
}

// The first line of a file, or of the standard input.
StatusOr<std::string> ReadPassword(Session& session, const std::string& file) {
  ASSIGN_OR_RETURN(InputFile input, InputFile::Open(file.empty() ? "-" : file, session.in()));
  ASSIGN_OR_RETURN(std::optional<std::string> line, input.NextLine());
  return line ? StatusOr<std::string>(*std::move(line))
              : Invalid("no password was given: its file, or the standard input, is empty");
}

Status ReadProfile(Session& session, const AddUserOptions& options, event::v1::Profile& profile) {
  if (!options.profile_file.empty()) {
    ASSIGN_OR_RETURN(InputFile file, InputFile::Open(options.profile_file, session.in()));
    ASSIGN_OR_RETURN(const std::string json, file.Rest());
    if (const Status parsed = ParseJson(json, profile); !parsed.ok()) {
      return Annotate(parsed, options.profile_file);
    }
  }
  if (!options.name.empty()) {
    profile.set_name(options.name);
  }
  return absl::OkStatus();
}

template <class Response>
Status PrintLink(Session& session, const Response& response, std::string_view what) {
  if (session.json) {
    session.PrintJson(response);
    return absl::OkStatus();
  }
  session.out() << absl::StrFormat("%s It works once, until %s:\n\n  %s\n", what,
                                   AbsoluteTime(response.ends_unix_ms()),
                                   OnOneLine(response.link()));
  return absl::OkStatus();
}

}  // namespace

Status InviteUser(Session& session, const InviteUserOptions& options) {
  admin::v1::InviteUserRequest request;
  request.mutable_roles()->Assign(options.roles.begin(), options.roles.end());
  request.set_user_name(options.user_name);
  request.set_valid_hours(options.valid_hours);
  ASSIGN_OR_RETURN(const auto invited, session.Ask<admin::v1::InviteUserResponse>(
                                           "cledi.admin.v1.UserService/InviteUser", request));
  return PrintLink(session, invited,
                   "Hand this link to the one whom you invite, and to nobody else.");
}

Status AddUser(Session& session, const AddUserOptions& options) {
  if (options.profile_file == "-" && options.password_file.empty()) {
    return Invalid("only one of the profile and the password can be on the standard input");
  }
  admin::v1::AddUserRequest request;
  request.set_user_name(options.user_name);
  request.mutable_roles()->Assign(options.roles.begin(), options.roles.end());
  RETURN_IF_ERROR(ReadProfile(session, options, *request.mutable_profile()));
  ASSIGN_OR_RETURN(*request.mutable_password(), ReadPassword(session, options.password_file));
  ASSIGN_OR_RETURN(const auto added, session.Ask<admin::v1::AddUserResponse>(
                                         "cledi.admin.v1.UserService/AddUser", request));
  if (session.json) {
    session.PrintJson(added);
    return absl::OkStatus();
  }
  session.out() << absl::StrFormat(added.existed()
                                       ? "%s had this account before; nothing was changed.\n"
                                       : "%s can sign in now.\n",
                                   OnOneLine(options.user_name));
  return absl::OkStatus();
}

Status ResetUserPassword(Session& session, const ResetUserPasswordOptions& options) {
  admin::v1::ResetUserPasswordRequest request;
  request.set_user_name(options.user_name);
  request.set_valid_hours(options.valid_hours);
  ASSIGN_OR_RETURN(const auto offered,
                   session.Ask<admin::v1::ResetUserPasswordResponse>(
                       "cledi.admin.v1.UserService/ResetUserPassword", request));
  return PrintLink(session, offered,
                   absl::StrFormat("Hand this link to %s, and to nobody else. Earlier links of "
                                   "this account no longer work.",
                                   OnOneLine(options.user_name)));
}

Status ListUsers(Session& session) {
  ASSIGN_OR_RETURN(const auto listed,
                   session.Ask<admin::v1::ListUsersResponse>("cledi.admin.v1.UserService/ListUsers",
                                                             admin::v1::ListUsersRequest()));
  if (session.json) {
    session.PrintJson(listed);
    return absl::OkStatus();
  }
  Table users({{"USER"}, {"NAME", Table::Align::kLeft, 40}, {"ROLES"}, {"LAST SEEN"}, {"STATE"}});
  for (const admin::v1::UserEntry& user : listed.users()) {
    // To the day: more is not kept.
    const std::string seen = user.last_seen_unix_ms() == 0
                                 ? "never"
                                 : AbsoluteTime(user.last_seen_unix_ms()).substr(0, 10);
    users.AddRow({user.user_name(), user.name(), RoleWords(user.roles()), seen,
                  user.suspended() ? "shut out" : ""});
  }
  users.Print(session.out());
  if (listed.invitations_size() > 0) {
    session.out() << "\nInvitations that nobody used yet:\n\n";
    Table invitations({{"PROPOSED USER"}, {"ROLES"}, {"ENDS"}});
    for (const admin::v1::OpenInvitation& invitation : listed.invitations()) {
      invitations.AddRow({invitation.user_name(), RoleWords(invitation.roles()),
                          AbsoluteTime(invitation.ends_unix_ms())});
    }
    invitations.Print(session.out());
  }
  return absl::OkStatus();
}

Status SetUserRoles(Session& session, const SetUserRolesOptions& options) {
  admin::v1::SetUserRolesRequest request;
  request.set_user_name(options.user_name);
  request.mutable_roles()->Assign(options.roles.begin(), options.roles.end());
  ASSIGN_OR_RETURN(const auto set, session.Ask<admin::v1::SetUserRolesResponse>(
                                       "cledi.admin.v1.UserService/SetUserRoles", request));
  if (session.json) {
    session.PrintJson(set);
    return absl::OkStatus();
  }
  session.out() << absl::StrFormat("%s is now: %s.\n", OnOneLine(options.user_name),
                                   RoleWords(request.roles()));
  return absl::OkStatus();
}

Status SuspendUser(Session& session, const SuspendUserOptions& options) {
  admin::v1::SuspendUserRequest request;
  request.set_user_name(options.user_name);
  request.set_suspended(!options.undo);
  ASSIGN_OR_RETURN(const auto done, session.Ask<admin::v1::SuspendUserResponse>(
                                        "cledi.admin.v1.UserService/SuspendUser", request));
  if (session.json) {
    session.PrintJson(done);
    return absl::OkStatus();
  }
  session.out() << absl::StrFormat(
      options.undo ? "%s can sign in again.\n"
                   : "%s is shut out, and signed out everywhere. What they published stays.\n",
      OnOneLine(options.user_name));
  return absl::OkStatus();
}

}  // namespace cledi
