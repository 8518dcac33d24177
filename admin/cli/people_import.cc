#include "admin/cli/people_import.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "admin/cli/display_text.h"
#include "admin/cli/input_file.h"
#include "admin/cli/line_job.h"
#include "cledi/admin/v1/user_service.pb.h"
#include "federation/base/files.h"
#include "federation/base/text.h"

namespace cledi {
namespace {

using admin::v1::AddUserRequest;
using admin::v1::AddUserResponse;

constexpr size_t kPasswordsBytesMax = 4 << 20;

// The file of passwords.
class PasswordSheet {
 public:
  static StatusOr<PasswordSheet> Load(std::string path) {
    PasswordSheet sheet(std::move(path));
    const StatusOr<std::string> text = ReadSecretFile(sheet.path_, kPasswordsBytesMax);
    if (text.status().code() == StatusCode::kNotFound) {
      return sheet;
    }
    RETURN_IF_ERROR(text.status());
    std::string_view rest = *text;
    while (!rest.empty()) {
      std::string_view line = TakeUntil(rest, '\n');
      const std::string user_name(TakeUntil(line, ' '));
      const std::string role(TakeUntil(line, ' '));
      sheet.entries_.insert_or_assign(user_name, Entry{role, std::string(line)});
    }
    return sheet;
  }

  // Null: there is none yet.
  const std::string* PasswordOf(const std::string& user_name) const {
    const auto found = entries_.find(user_name);
    return found == entries_.end() ? nullptr : &found->second.password;
  }

  // Kept on the disk when it returns OK.
  Status Put(const std::string& user_name, std::string role, std::string password) {
    entries_.insert_or_assign(user_name, Entry{std::move(role), std::move(password)});
    return Save();
  }
  Status Remove(const std::string& user_name) {
    entries_.erase(user_name);
    return Save();
  }

 private:
  struct Entry {
    std::string role;
    std::string password;
  };

  explicit PasswordSheet(std::string path) : path_(std::move(path)) {}

  Status Save() const {
    std::string text;
    for (const auto& [user_name, entry] : entries_) {
      absl::StrAppend(&text, user_name, " ", entry.role, " ", entry.password, "\n");
    }
    return WriteFileDurably(path_, text, FileAccess::kOwnerOnly);
  }

  std::string path_;
  std::map<std::string, Entry> entries_;
};

// "educator".
std::string RoleWord(const AddUserRequest& person) {
  return person.roles().empty() ? "nobody"
                                : EnumWord(static_cast<community::v1::UserRole>(person.roles(0)));
}

Status AddPerson(Session& session, PasswordSheet& sheet, AddUserRequest person) {
  if (!person.password().empty()) {
    return Invalid("password: it is drawn here, so that it stands in no file but one");
  }
  const std::string* kept = sheet.PasswordOf(person.user_name());
  person.set_password(kept != nullptr ? *kept : DrawPassword(session.random()));
  if (kept == nullptr) {
    // Before the account is there: nobody could sign in to one whose password was lost.
    RETURN_IF_ERROR(sheet.Put(person.user_name(), RoleWord(person), person.password()));
  }
  const StatusOr<AddUserResponse> added =
      session.Ask<AddUserResponse>("cledi.admin.v1.UserService/AddUser", person);
  // An answer that got lost says nothing: the next run finds out, with the same password.
  const bool refused = added.status().code() == StatusCode::kInvalidArgument;
  if (kept == nullptr && (refused || (added.ok() && added->existed()))) {
    RETURN_IF_ERROR(sheet.Remove(person.user_name()));
  }
  return added.status();
}

}  // namespace

std::string DrawPassword(Random& random) {
  constexpr std::string_view kConsonants = "bdfgklmnprstvzhj";
  constexpr std::string_view kVowels = "aeio";
  std::string password;
  for (int syllable = 0; syllable < 9; ++syllable) {
    if (syllable == 3 || syllable == 6) {
      password += '-';
    }
    password += kConsonants[random.Below(kConsonants.size())];
    password += kVowels[random.Below(kVowels.size())];
  }
  return password;
}

Status ImportPeople(Session& session, const ImportPeopleOptions& options) {
  ASSIGN_OR_RETURN(PasswordSheet sheet, PasswordSheet::Load(options.passwords_file));
  const auto import = [&](std::string_view line) -> Status {
    AddUserRequest person;
    RETURN_IF_ERROR(ParseJson(line, person));
    return AddPerson(session, sheet, std::move(person));
  };
  ASSIGN_OR_RETURN(const LineCounts counts,
                   ForEachLine(session, options.file, "Adding people", import));
  session.out() << absl::StrFormat(
      "%s people have an account here; the passwords drawn for them are in %s.\n",
      WithThousands(counts.done), OnOneLine(options.passwords_file));
  return CheckAllTaken(counts);
}

}  // namespace cledi
