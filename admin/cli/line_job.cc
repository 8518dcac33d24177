#include "admin/cli/line_job.h"

#include "absl/strings/str_format.h"

#include "admin/cli/display_text.h"
#include "admin/cli/input_file.h"

namespace cledi {
namespace {

// Whether the next line can fare better than the one that got `status`.
bool ConcernsTheLineAlone(const Status& status) {
  switch (status.code()) {
    case StatusCode::kUnavailable:
    case StatusCode::kDeadlineExceeded:
    case StatusCode::kUnimplemented:
    case StatusCode::kResourceExhausted:
    case StatusCode::kUnauthenticated:
      return false;
    default:
      return true;
  }
}

}  // namespace

StatusOr<LineCounts> ForEachLine(Session& session, const std::string& path, std::string label,
                                 const std::function<Status(std::string_view line)>& handle) {
  ASSIGN_OR_RETURN(InputFile file, InputFile::Open(path, session.in()));
  Progress progress = session.StartProgress(std::move(label));
  LineCounts counts;
  while (true) {
    const StatusOr<std::optional<std::string>> line = file.NextLine();
    if (line.ok() && !line->has_value()) {
      return counts;
    }
    const Status status = line.ok() ? handle(**line) : line.status();
    if (status.ok()) {
      ++counts.done;
    } else if (ConcernsTheLineAlone(status)) {
      ++counts.refused;
      progress.Clear();
      session.err() << OnOneLine(absl::StrFormat("%s, line %d: %s", path, file.line_number(),
                                                 Message(status)))
                    << '\n';
    } else {
      return Annotate(status, absl::StrFormat("line %d of %s", file.line_number(), path));
    }
    progress.Show(file.bytes_done(), file.bytes_total());
  }
}

Status CheckAllTaken(const LineCounts& counts) {
  if (counts.refused == 0) {
    return absl::OkStatus();
  }
  return Invalid(absl::StrFormat(
      "%s of %s lines were refused; the others are done. Correct these lines and run the same "
      "command again: what is done already is not done twice",
      WithThousands(counts.refused), WithThousands(counts.done + counts.refused)));
}

}  // namespace cledi
