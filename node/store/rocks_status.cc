#include "node/store/rocks_status.h"

#include "absl/strings/str_format.h"

namespace cledi {

Status FromRocks(const rocksdb::Status& status, std::string_view doing) {
  if (status.ok()) {
    return absl::OkStatus();
  }
  const std::string what = absl::StrFormat("%s: %s", doing, status.ToString());
  if (status.IsNotFound()) {
    return absl::NotFoundError(what);
  }
  if (status.IsCorruption()) {
    return absl::DataLossError(what +
                               "; the disk's bytes are damaged: restore this folder from a "
                               "backup, the other nodes give back what is newer");
  }
  if (status.IsNoSpace()) {
    return absl::ResourceExhaustedError(
        what + "; the disk is full: free some space, nothing that was confirmed is lost");
  }
  return absl::UnavailableError(what + "; check the disk and who owns the folder's files");
}

}  // namespace cledi
