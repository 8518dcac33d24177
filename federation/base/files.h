// Files that must not get lost, be found half written, or be read by others.

#ifndef CLEDI_FEDERATION_BASE_FILES_H_
#define CLEDI_FEDERATION_BASE_FILES_H_

#include <string>
#include <string_view>

#include "federation/base/status.h"

namespace cledi {

// Who may read a file; nobody but its owner ever writes it.
enum class FileAccess { kOwnerOnly, kEverybody };

// Puts `contents` at `path`, in place of what is there. When it returns OK, the new file is on
// the disk; a crash at any moment leaves the old one or the new one, whole.
// Errors come from the system; ResourceExhausted: the disk is full.
Status WriteFileDurably(const std::string& path, std::string_view contents, FileAccess access);

// NotFound: there is no such file. InvalidArgument: it has more than `bytes_max` bytes.
StatusOr<std::string> ReadWholeFile(const std::string& path, size_t bytes_max);

// As ReadWholeFile, for what holds a secret.
// FailedPrecondition: others than its owner can read or write it; says the command that
// mends it.
StatusOr<std::string> ReadSecretFile(const std::string& path, size_t bytes_max);

// Renames a file or folder; on the disk when it returns OK. What is at `to` is replaced; a
// folder must be empty for that.
Status RenameDurably(const std::string& from, const std::string& to);

// Creates `path` and what is missing above it, for the owner only. A folder that is there
// already keeps its mode.
Status MakePrivateFolder(const std::string& path);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_BASE_FILES_H_
