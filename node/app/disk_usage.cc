#include "node/app/disk_usage.h"

#include <system_error>

namespace cledi {

DiskUsage MeasureDisk(const std::filesystem::path& folder) {
  DiskUsage usage;
  std::error_code error;
  const auto space = std::filesystem::space(folder, error);
  if (!error) {
    usage.free_bytes = space.available;
  }
  // Files come and go while the database works: one that vanished counts nothing.
  std::filesystem::recursive_directory_iterator it(folder, error);
  const std::filesystem::recursive_directory_iterator end;
  while (!error && it != end) {
    std::error_code gone;
    if (it->is_regular_file(gone)) {
      const uintmax_t size = it->file_size(gone);
      usage.data_bytes += gone ? 0 : size;
    }
    it.increment(error);
  }
  return usage;
}

}  // namespace cledi
