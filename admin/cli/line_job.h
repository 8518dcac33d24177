#ifndef CLEDI_ADMIN_CLI_LINE_JOB_H_
#define CLEDI_ADMIN_CLI_LINE_JOB_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "admin/cli/session.h"
#include "federation/base/status.h"

namespace cledi {

// How a file of lines went.
struct LineCounts {
  uint64_t done = 0;
  uint64_t refused = 0;
};

// Hands each line of `path` to `handle`. A line that is refused is printed with its number and
// the others go on; when the node itself cannot be reached, everything stops.
// `label`: what is being done, for the progress line.
StatusOr<LineCounts> ForEachLine(Session& session, const std::string& path, std::string label,
                                 const std::function<Status(std::string_view line)>& handle);

// OK if no line was refused, else InvalidArgument saying how many.
Status CheckAllTaken(const LineCounts& counts);

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_LINE_JOB_H_
