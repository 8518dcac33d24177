#include "federation/base/files.h"

#include <array>
#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "absl/strings/str_format.h"

namespace cledi {
namespace {

class OpenFile {
 public:
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
  }
  int get() const { return descriptor_; }

 private:
  const int descriptor_;
};

// `doing` and what the system says of errno.
Status SystemError(std::string_view doing, const std::string& path) {
  return absl::ErrnoToStatus(errno, absl::StrFormat("%s %s", doing, path));
}

std::string FolderOf(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  return folder.empty() ? "." : folder.string();
}

Status SyncFolder(const std::string& path) {
  const OpenFile folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || ::fsync(folder.get()) != 0) {
    return SystemError("syncing the folder", path);
  }
  return absl::OkStatus();
}

Status WriteAll(int descriptor, std::string_view contents, const std::string& path) {
  while (!contents.empty()) {
    const ssize_t written = ::write(descriptor, contents.data(), contents.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      return SystemError("writing", path);
    }
    contents.remove_prefix(static_cast<size_t>(written));
  }
  if (::fsync(descriptor) != 0) {
    return SystemError("syncing", path);
  }
  return absl::OkStatus();
}

Status WriteNewFile(const std::string& path, std::string_view contents, FileAccess access) {
  const mode_t mode = access == FileAccess::kOwnerOnly ? 0600 : 0644;
  const OpenFile file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode));
  // fchmod: a left-over of a crash keeps its mode otherwise, and so does the umask.
  if (file.get() < 0 || ::fchmod(file.get(), mode) != 0) {
    return SystemError("creating", path);
  }
  return WriteAll(file.get(), contents, path);
}

StatusOr<std::string> ReadAll(int descriptor, const std::string& path, size_t bytes_max) {
  std::string contents;
  std::array<char, 16 * 1024> buffer;
  for (;;) {
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return SystemError("reading", path);
    }
    if (got == 0) {
      return contents;
    }
    contents.append(buffer.data(), static_cast<size_t>(got));
    if (contents.size() > bytes_max) {
      return Invalid(absl::StrFormat("%s has more than %d bytes", path, bytes_max));
    }
  }
}

Status CheckSecret(int descriptor, const std::string& path) {
  struct stat info {};
  if (::fstat(descriptor, &info) != 0) {
    return SystemError("looking at", path);
  }
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::FailedPreconditionError(absl::StrFormat(
        "%s holds a secret and can be read or written by others than its owner; run: chmod 600 %s",
        path, path));
  }
  return absl::OkStatus();
}

}  // namespace

Status WriteFileDurably(const std::string& path, std::string_view contents, FileAccess access) {
  const std::string draft = path + ".new";
  if (const Status written = WriteNewFile(draft, contents, access); !written.ok()) {
    ::unlink(draft.c_str());
    return written;
  }
  return RenameDurably(draft, path);
}

StatusOr<std::string> ReadWholeFile(const std::string& path, size_t bytes_max) {
  const OpenFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    return SystemError("opening", path);
  }
  return ReadAll(file.get(), path, bytes_max);
}

StatusOr<std::string> ReadSecretFile(const std::string& path, size_t bytes_max) {
  const OpenFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    return SystemError("opening", path);
  }
  RETURN_IF_ERROR(CheckSecret(file.get(), path));
  return ReadAll(file.get(), path, bytes_max);
}

Status RenameDurably(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) {
    return SystemError(absl::StrFormat("renaming %s to", from), to);
  }
  return SyncFolder(FolderOf(to));
}

Status MakePrivateFolder(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return absl::OkStatus();
  }
  const std::string above = FolderOf(path);
  if (above != path && above != ".") {
    RETURN_IF_ERROR(MakePrivateFolder(above));
  }
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    return SystemError("creating the folder", path);
  }
  return SyncFolder(above);
}

}  // namespace cledi
