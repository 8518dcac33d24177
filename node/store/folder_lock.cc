#include "node/store/folder_lock.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "absl/strings/str_format.h"

namespace cledi {
namespace {

constexpr mode_t kOwnerOnlyFile = 0600;

Status SystemError(int error, std::string_view doing) {
  const std::string message =
      absl::StrFormat("%s: %s", doing, std::generic_category().message(error));
  return error == ENOSPC || error == EDQUOT ? absl::ResourceExhaustedError(message)
                                            : absl::UnavailableError(message);
}

}  // namespace

StatusOr<FolderLock> FolderLock::Take(const std::string& folder) {
  const std::string path = folder + "/lock";
  const int file = ::open(path.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC, kOwnerOnlyFile);
  if (file < 0) {
    return SystemError(errno, "opening " + path);
  }
  FolderLock lock(file);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) {
      return SystemError(errno, "locking " + path);
    }
    return absl::FailedPreconditionError(
        folder +
        " is in use by another process: is a node already running on it? Stop that one, "
        "or name another data folder");
  }
  return lock;
}

FolderLock::FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

FolderLock::~FolderLock() {
  if (file_ >= 0) {
    ::close(file_);
  }
}

}  // namespace cledi
