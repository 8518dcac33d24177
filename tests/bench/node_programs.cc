#include "tests/bench/node_programs.h"

#include <filesystem>
#include <system_error>

namespace cledi {

bool HaveNodePrograms(const std::string& benchmark, Report& report) {
  for (const char* program : {"cledi-node", "cledi"}) {
    std::error_code ignored;
    if (!std::filesystem::exists(std::filesystem::path(CLEDI_BINARY_DIR) / "bin" / program,
                                 ignored)) {
      report.Skip(benchmark, std::string("it runs real nodes, and ") + program +
                                 " is not built: deploy/build makes all programs");
      return false;
    }
  }
  return true;
}

}  // namespace cledi
