// `cledi thread list`, `show`, `open` and `post`.

#ifndef CLEDI_ADMIN_CLI_TALK_VERBS_H_
#define CLEDI_ADMIN_CLI_TALK_VERBS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "admin/cli/session.h"
#include "federation/base/status.h"

namespace cledi {

struct ListThreadsOptions {
  std::vector<std::string> languages;
  std::vector<std::string> institutions;
  std::string practice;  // About this one; its id.
  bool unanswered = false;
  uint32_t count_max = 50;  // 0: all.
};

// Lists discussions, the last active first.
Status ListThreads(Session& session, const ListThreadsOptions& options);

// Prints a discussion with all its answers; as JSON in one GetThreadResponse.
Status ShowThread(Session& session, const std::string& id);

// What is written: the first words of a discussion, or an answer. The text is a file's, or the
// standard input's.
struct WriteOptions {
  std::string file;  // Markdown; "-": the standard input.
  std::string language;
  std::string title;     // Of a new discussion.
  std::string practice;  // Its id; empty: about no one practice.
  uint32_t step = 0;
  std::string thread;    // The discussion that is answered.
  std::string reply_to;  // The answer that this replies to; empty: the discussion.
};

// In the name of Session::as_user, or else of the institution.
Status OpenThread(Session& session, const WriteOptions& options);
Status PostAnswer(Session& session, const WriteOptions& options);

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_TALK_VERBS_H_
