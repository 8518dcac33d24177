#ifndef CLEDI_NODE_STORE_PRIVATE_FOLDER_H_
#define CLEDI_NODE_STORE_PRIVATE_FOLDER_H_

#include <string>

#include "federation/base/status.h"

namespace cledi {

// Creates `path` and what is missing above it, readable by the owner only. A folder that is
// there already keeps its mode.
// ResourceExhausted: the disk is full. Unavailable: it cannot be created; says why.
Status MakePrivateFolder(const std::string& path);

// Holds a folder for one process: kept until destroyed, gone with the process.
class FolderLock {
 public:
  // FailedPrecondition: another process, or another FolderLock of this one, holds it.
  // Unavailable: no lock file can be opened in `folder`.
  static StatusOr<FolderLock> Take(const std::string& folder);

  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int file) : file_(file) {}

  int file_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_STORE_PRIVATE_FOLDER_H_
