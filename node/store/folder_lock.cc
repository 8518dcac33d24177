#include "node/store/folder_lock.h"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "absl/strings/str_format.h"

namespace cledi {

StatusOr<FolderLock> FolderLock::Take(const std::string& folder) {
  const std::string path = folder + "/lock";
  // For reading: a disk that turned read-only can still be read from.
  const int file = ::open(path.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) {
    return absl::ErrnoToStatus(errno, absl::StrFormat("opening %s", path));
  }
  FolderLock lock(file);
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) {
    return lock;
  }
  if (errno != EWOULDBLOCK) {
    return absl::ErrnoToStatus(errno, absl::StrFormat("locking %s", path));
  }
  return absl::FailedPreconditionError(
      absl::StrFormat("%s is in use by another process: is a node already running on it? Stop that "
                      "one, or name another data folder",
                      folder));
}

FolderLock::FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

FolderLock::~FolderLock() {
  if (file_ >= 0) {
    ::close(file_);
  }
}

}  // namespace cledi
