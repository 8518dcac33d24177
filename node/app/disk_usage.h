#ifndef CLEDI_NODE_APP_DISK_USAGE_H_
#define CLEDI_NODE_APP_DISK_USAGE_H_

#include <cstdint>
#include <filesystem>

namespace cledi {

struct DiskUsage {
  uint64_t data_bytes = 0;
  uint64_t free_bytes = 0;
};

// What a folder takes, and what is free on its disk. Zeros where it cannot be read.
DiskUsage MeasureDisk(const std::filesystem::path& folder);

}  // namespace cledi

#endif  // CLEDI_NODE_APP_DISK_USAGE_H_
