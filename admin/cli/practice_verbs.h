// `cledi practice …`.

#ifndef CLEDI_ADMIN_CLI_PRACTICE_VERBS_H_
#define CLEDI_ADMIN_CLI_PRACTICE_VERBS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "admin/cli/session.h"
#include "admin/practice/collected_work.h"
#include "federation/base/status.h"

namespace cledi {

struct PublishOptions {
  std::string file;         // One practice; "-": the standard input.
  std::string revises;      // The id of the practice that this is a revision of; empty: a new one.
  std::string change_note;  // What was changed and why; only with `revises`.
};

// Publishes one practice, as the person whom it names, and says which recommended fields it lacks.
Status PublishPractice(Session& session, const PublishOptions& options);

struct ImportOptions {
  std::string file;  // JSON Lines; "-": the standard input.
  // What lines in the plain shape of collections become (admin/practice).
  CollectedAs as = CollectedAs::kResource;
  // Which ids earlier imports gave to which keys, here and elsewhere; this one adds its own.
  // Empty: a document's sources are only looked for among the lines before it.
  std::string keys_file;
};

// Publishes one practice for each line: the project's own form, or a collected work. What was
// imported before, by its key, is not published again. Goes on after a line that is refused.
// InvalidArgument: lines were refused; each was printed with its number.
Status ImportPractices(Session& session, const ImportOptions& options);

struct ListPracticesOptions {
  enum class Kind { kAll, kPlans, kResources };
  Kind kind = Kind::kAll;
  std::vector<std::string> languages;
  std::vector<std::string> countries;
  std::vector<std::string> institutions;
  uint32_t count_max = 50;  // Of each kind; 0: all.
};

// Lists practices, newest first.
Status ListPractices(Session& session, const ListPracticesOptions& options);

// Prints everything that one practice holds; as JSON in the form that `practice import` reads.
// NotFound: no practice of either kind has this id.
Status ShowPractice(Session& session, const std::string& id);

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_PRACTICE_VERBS_H_
