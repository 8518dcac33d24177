#ifndef CLEDI_NODE_STORE_FOLDER_LOCK_H_
#define CLEDI_NODE_STORE_FOLDER_LOCK_H_

#include <string>

#include "federation/base/status.h"

namespace cledi {

// Holds a folder for one process: kept until destroyed, gone with the process.
class FolderLock {
 public:
  // FailedPrecondition: another process, or another FolderLock of this one, holds it.
  // Errors of the system: no lock file can be opened in `folder`.
  static StatusOr<FolderLock> Take(const std::string& folder);

  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int file) : file_(file) {}

  int file_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_STORE_FOLDER_LOCK_H_
