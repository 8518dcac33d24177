#include "admin/cli/command_line.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "CLI/CLI.hpp"
#include "admin/cli/display_text.h"
#include "admin/cli/federation_verbs.h"
#include "admin/cli/institution_verbs.h"
#include "admin/cli/log_verbs.h"
#include "admin/cli/member_verbs.h"
#include "admin/cli/people_import.h"
#include "admin/cli/practice_verbs.h"
#include "admin/cli/status_verbs.h"
#include "admin/cli/talk_verbs.h"
#include "admin/cli/thread_verbs.h"
#include "admin/cli/user_verbs.h"
#include "admin/cli/views_verbs.h"

namespace cledi {
namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kNotUnderstood = 2;

// What the command line asks for; set while it is parsed, run afterwards.
using Verb = std::function<Status(Session&)>;

// Adds a command that takes no more than the options that every command takes.
void AddPlainCommand(CLI::App& parent, Verb& chosen, const std::string& name,
                     const std::string& description, Verb verb) {
  parent.add_subcommand(name, description)->callback([&chosen, verb = std::move(verb)] {
    chosen = verb;
  });
}

// A command whose options are parsed into one `Options`, which the caller binds to fields.
template <class Options>
std::pair<CLI::App*, Options*> AddCommand(CLI::App& parent, Verb& chosen, const std::string& name,
                                          const std::string& description,
                                          Status (*verb)(Session&, const Options&)) {
  auto options = std::make_shared<Options>();
  CLI::App* command = parent.add_subcommand(name, description);
  command->callback([&chosen, options, verb] {
    chosen = [options, verb](Session& session) { return verb(session, *options); };
  });
  return {command, options.get()};
}

CLI::App& AddGroup(CLI::App& app, const std::string& name, const std::string& description) {
  return *app.add_subcommand(name, description)->require_subcommand(1);
}

// What `federation create` and `join` are told of where the new node is found.
void AddSettingsOptions(CLI::App& command, NodeSettings& settings) {
  command.add_option("--federation-listen", settings.federation_listen,
                     "Where partners' nodes call, host:port; without it this node only dials out");
  command.add_option("--federation-address", settings.federation_addresses,
                     "Where they find it, if not as it listens; up to four");
  command
      .add_option("--web-listen", settings.web_listen, "Where browsers (or a reverse proxy) call")
      ->capture_default_str();
  command.add_option("--web-url", settings.web_url,
                     "What people type, such as https://cledi.school.example");
}

void AddFederationCommands(CLI::App& app, Verb& chosen) {
  {
    CLI::App& group = AddGroup(app, "federation", "Found a federation");
    auto [command, setup] = AddCommand<FederationSetup>(
        group, chosen, "create", "Found one, with its coordinator's node", CreateFederation);
    command->add_option("--domain", setup->trust_domain, "Its name for ever, such as cledi.example")
        ->required();
    command->add_option("--name", setup->federation_name, "Its name, as people say it")->required();
    command->add_option("--id", setup->node_id, "The node's name for ever, such as it-bicocca")
        ->required();
    command->add_option("--institution", setup->institution, "The founding institution")
        ->required();
    command->add_option("--country", setup->country, "Two capital letters, such as IT")->required();
    command
        ->add_option("--enrolment-listen", setup->settings.enrolment_listen,
                     "Where new nodes come with their join tokens, host:port")
        ->required();
    command->add_option("--enrolment-address", setup->settings.enrolment_addresses,
                        "Where they find it, if not as it listens; up to three");
    AddSettingsOptions(*command, setup->settings);
  }
  auto [command, options] = AddCommand<JoinOptions>(
      app, chosen, "join", "Join a federation with a token", JoinFederationWithToken);
  command->add_option("TOKEN", options->token, "What the coordinator sent: cledi1-…")->required();
  AddSettingsOptions(*command, options->settings);
}

struct RemoveOptions {
  std::string node_id;
  std::string reason;
};

Status RunRemove(Session& session, const RemoveOptions& options) {
  return RemoveNode(session, options.node_id, options.reason);
}

void AddMemberCommands(CLI::App& app, Verb& chosen) {
  CLI::App& group = AddGroup(app, "node", "Who belongs to the federation (at the coordinator)");
  {
    auto [command, options] = AddCommand<InviteOptions>(
        group, chosen, "invite", "Make a join token for a new institution", InviteNode);
    command->add_option("--id", options->node_id, "Its node's name for ever, such as es-granada")
        ->required();
    command->add_option("--institution", options->institution, "Its name, as people say it")
        ->required();
    command->add_option("--country", options->country, "Two capital letters, such as ES")
        ->required();
    command->add_option("--hours", options->valid_hours, "How long the token is good for")
        ->check(CLI::Range(1, 336))
        ->capture_default_str();
  }
  auto [command, options] =
      AddCommand<RemoveOptions>(group, chosen, "remove", "End a node's membership", RunRemove);
  command->add_option("ID", options->node_id, "The node")->required();
  command->add_option("--reason", options->reason, "Read by every operator")->required();
}

void AddPracticeCommands(CLI::App& app, Verb& chosen) {
  CLI::App& group = AddGroup(app, "practice", "Lesson plans and training resources");
  {
    auto [command, options] = AddCommand<PublishOptions>(
        group, chosen, "publish", "Publish one practice, or a revision of one", PublishPractice);
    command->add_option("FILE", options->file, "The practice as JSON; - for the standard input")
        ->required();
    auto* revises = command->add_option("--revises", options->revises,
                                        "The id of the practice that this is a new version of");
    command->add_option("--note", options->change_note, "What was changed and why")->needs(revises);
  }
  {
    auto [command, options] = AddCommand<ImportOptions>(
        group, chosen, "import", "Publish one practice for each line of a file", ImportPractices);
    command->add_option("FILE", options->file, "JSON Lines; - for the standard input")->required();
    command
        ->add_option("--as", options->as,
                     "What lines in the plain form of collections become: resource or plan")
        ->transform(CLI::CheckedTransformer(std::map<std::string, CollectedAs>{
            {"resource", CollectedAs::kResource}, {"plan", CollectedAs::kPlan}}))
        ->default_str("resource");
    command->add_option("--keys", options->keys_file,
                        "Where imports note the ids of what they published, so that later ones "
                        "can name it by its key");
  }
  {
    using Kind = ListPracticesOptions::Kind;
    auto [command, options] = AddCommand<ListPracticesOptions>(
        group, chosen, "list", "List practices, newest first", ListPractices);
    const std::map<std::string, Kind> kinds = {
        {"all", Kind::kAll}, {"plans", Kind::kPlans}, {"resources", Kind::kResources}};
    command->add_option("--kind", options->kind, "all, plans or resources")
        ->transform(CLI::CheckedTransformer(kinds).description(""));
    command->add_option("--language", options->languages, "Only these, such as it es");
    command->add_option("--country", options->countries, "Only these, such as IT ES");
    command->add_option("--institution", options->institutions, "Only these, by id");
    command->add_option("--count", options->count_max, "At most so many of each kind; 0: all")
        ->capture_default_str();
  }
  auto [command, id] = AddCommand<std::string>(group, chosen, "show",
                                               "Print all that a practice holds", ShowPractice);
  command->add_option("ID", *id, "As in the list")->required();
}

void AddRolesOption(CLI::App& command, UserRoleList& roles) {
  const std::map<std::string, community::v1::UserRole> names = {
      {"educator", community::v1::USER_ROLE_EDUCATOR},
      {"moderator", community::v1::USER_ROLE_MODERATOR},
      {"administrator", community::v1::USER_ROLE_ADMINISTRATOR},
      {"coordinator", community::v1::USER_ROLE_COORDINATOR}};
  command
      .add_option("--role", roles,
                  "What they may do: educator, moderator, administrator, coordinator; one or more")
      ->transform(CLI::CheckedTransformer(names).description(""))
      ->required();
}

void AddLinkHoursOption(CLI::App& command, uint32_t& hours) {
  command.add_option("--hours", hours, "How long the link is good for")
      ->check(CLI::Range(1, 720))
      ->capture_default_str();
}

void AddUserCommands(CLI::App& app, Verb& chosen) {
  CLI::App& group = AddGroup(app, "user", "The people of this node");
  {
    auto [command, options] = AddCommand<InviteUserOptions>(
        group, chosen, "invite", "Make a link with which somebody makes their account", InviteUser);
    AddRolesOption(*command, options->roles);
    command->add_option("--user", options->user_name, "A proposal for the name to sign in with");
    AddLinkHoursOption(*command, options->valid_hours);
  }
  {
    auto [command, options] = AddCommand<AddUserOptions>(
        group, chosen, "add", "Make an account at once; its password comes from the standard input",
        AddUser);
    command->add_option("USER", options->user_name, "The name to sign in with")->required();
    AddRolesOption(*command, options->roles);
    command->add_option("--name", options->name, "Their name, as others see it");
    command->add_option("--profile", options->profile_file,
                        "Their profile as JSON; - for the standard input");
    command->add_option("--password-file", options->password_file,
                        "Whose first line is the password");
  }
  {
    auto [command, options] = AddCommand<ResetUserPasswordOptions>(
        group, chosen, "reset-password", "Make a link that sets a new password, once",
        ResetUserPassword);
    command->add_option("USER", options->user_name, "Whose")->required();
    AddLinkHoursOption(*command, options->valid_hours);
  }
  AddPlainCommand(group, chosen, "list", "List all accounts and open invitations", ListUsers);
  {
    auto [command, options] = AddCommand<SetUserRolesOptions>(
        group, chosen, "roles", "Change what somebody may do", SetUserRoles);
    command->add_option("USER", options->user_name, "Who")->required();
    AddRolesOption(*command, options->roles);
  }
  {
    auto [command, options] = AddCommand<SuspendUserOptions>(
        group, chosen, "suspend", "Shut somebody out and sign them out everywhere", SuspendUser);
    command->add_option("USER", options->user_name, "Whom")->required();
    command->add_flag("--undo", options->undo, "Let them in again");
  }
  auto [command, options] = AddCommand<ImportPeopleOptions>(
      group, chosen, "import", "Add an account for each line of a file, with a new password",
      ImportPeople);
  command->add_option("FILE", options->file, "JSON Lines; - for the standard input")->required();
  command
      ->add_option("--passwords", options->passwords_file,
                   "Where the passwords are kept until they are handed out")
      ->required();
}

void AddThreadCommands(CLI::App& app, Verb& chosen) {
  CLI::App& group = AddGroup(app, "thread", "Discussions");
  {
    auto [command, options] = AddCommand<ListThreadsOptions>(
        group, chosen, "list", "List discussions, the last active first", ListThreads);
    command->add_option("--language", options->languages, "Only these, such as it es");
    command->add_option("--institution", options->institutions, "Only opened at these, by id");
    command->add_option("--practice", options->practice, "Only about this one, by id");
    command->add_flag("--unanswered", options->unanswered, "Only without an accepted answer");
    command->add_option("--count", options->count_max, "At most so many; 0: all")
        ->capture_default_str();
  }
  {
    auto [command, id] = AddCommand<std::string>(
        group, chosen, "show", "Print a discussion with all its answers", ShowThread);
    command->add_option("ID", *id, "As in the list")->required();
  }
  const auto add_words = [](CLI::App& command, WriteOptions& options) {
    command.add_option("FILE", options.file, "The text, in Markdown; - for the standard input")
        ->required();
    command.add_option("--language", options.language, "What it is written in, such as it")
        ->required();
  };
  {
    auto [command, options] =
        AddCommand<WriteOptions>(group, chosen, "open", "Open a discussion", OpenThread);
    add_words(*command, *options);
    command->add_option("--title", options->title, "What it asks, in one sentence")->required();
    auto* practice =
        command->add_option("--practice", options->practice, "What it is about, by id");
    command->add_option("--step", options->step, "Which step of the plan")->needs(practice);
  }
  {
    auto [command, options] =
        AddCommand<WriteOptions>(group, chosen, "post", "Answer a discussion", PostAnswer);
    add_words(*command, *options);
    command->add_option("--thread", options->thread, "The discussion, by id")->required();
    command->add_option("--reply-to", options->reply_to, "The answer that this replies to");
  }
  auto [command, options] = AddCommand<ImportThreadsOptions>(
      group, chosen, "import", "Write what people of this node say in the discussions of a file",
      ImportThreads);
  command->add_option("FILE", options->file, "JSON Lines; - for the standard input")->required();
  command
      ->add_option("--keys", options->keys_file,
                   "Where imports note the ids of what they published, here and elsewhere")
      ->required();
}

void AddInstitutionCommands(CLI::App& app, Verb& chosen) {
  CLI::App& group = AddGroup(app, "institution", "The institutions of the network");
  auto [command, file] = AddCommand<std::string>(
      group, chosen, "describe", "Describe institutions that this node is the home of",
      DescribeInstitutions);
  command->add_option("FILE", *file, "JSON Lines; - for the standard input")->required();
  AddPlainCommand(group, chosen, "list", "List the network's institutions", ListInstitutions);
}

void AddLogCommands(CLI::App& app, Verb& chosen) {
  CLI::App& group = AddGroup(app, "log", "What this node holds of everybody's logs");
  AddPlainCommand(group, chosen, "verify", "Check every hash and signature on the disk",
                  VerifyLogs);
  auto [command, options] = AddCommand<ShowLogOptions>(
      group, chosen, "show", "List all epochs, or show one with its events", ShowLog);
  command->add_option("EPOCH", options->epoch, "The first digits of an epoch's tag");
  command->add_option("--owner", options->owner, "Only this node's logs");
  command->add_option("--from", options->from, "The first event's place")->capture_default_str();
  command->add_option("--count", options->count, "So many events")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
}

void AddViewsCommands(CLI::App& app, Verb& chosen) {
  CLI::App& group = AddGroup(app, "views", "What is shown, computed from the logs");
  AddPlainCommand(group, chosen, "digest", "What to compare between nodes", ShowViewDigests);
  AddPlainCommand(group, chosen, "rebuild", "Compute everything again", RebuildViews);
}

// Empty: it may be one; it goes into the head of a call, which takes plain characters only.
std::string IsUserName(const std::string& text) {
  const bool plain = !text.empty() && std::ranges::all_of(text, [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-';
  });
  return plain ? "" : "a user name is of \"a-z 0-9 . -\"";
}

int Complain(std::string_view what, Session& session) {
  session.err() << "cledi: " << OnManyLines(what) << '\n';
  return kFailed;
}

}  // namespace

int RunCommandLine(const std::vector<std::string>& arguments, Session& session) {
  CLI::App app("Operate a node of a CLEDI federation.", "cledi");
  app.require_subcommand(1);
  app.fallthrough();  // --data and --json may stand anywhere.
  app.set_version_flag("--version", CLEDI_VERSION);
  std::string data_folder = session.data_folder.string();
  app.add_option("--data", data_folder, "The node's data folder")->capture_default_str();
  app.add_flag("--json", session.json, "Print JSON, for programs");
  app.add_option("--as-user", session.as_user,
                 "Act for one of the node's people, by user name, with that person's rights alone")
      ->check(IsUserName, "user name");
  Verb chosen;
  AddPlainCommand(app, chosen, "status", "Is this node well?", ShowStatus);
  AddPlainCommand(app, chosen, "peers", "Who is connected, and who is how far behind and why",
                  ShowPeers);
  AddPracticeCommands(app, chosen);
  AddThreadCommands(app, chosen);
  AddUserCommands(app, chosen);
  AddInstitutionCommands(app, chosen);
  AddFederationCommands(app, chosen);
  AddMemberCommands(app, chosen);
  AddLogCommands(app, chosen);
  AddViewsCommands(app, chosen);
  try {
    // CLI11 takes them last first.
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    return app.exit(error, session.out(), session.err()) == 0 ? kDone : kNotUnderstood;
  }
  session.data_folder = data_folder;
  const Status status = chosen(session);
  session.out().flush();
  if (!session.out()) {
    return Complain("the output could not be written", session);
  }
  return status.ok() ? kDone : Complain(Message(status), session);
}

std::filesystem::path DefaultDataFolder(const char* from_environment) {
  if (from_environment != nullptr && *from_environment != '\0') {
    return from_environment;
  }
  for (std::filesystem::path folder : {".", "data"}) {
    std::error_code ignored;
    if (std::filesystem::exists(folder / "node.toml", ignored)) {
      return folder;
    }
  }
  return "/var/lib/cledi";
}

}  // namespace cledi
