// A folder for one test.

#ifndef CLEDI_TESTS_SUPPORT_TEMP_FOLDER_H_
#define CLEDI_TESTS_SUPPORT_TEMP_FOLDER_H_

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include "federation/base/check.h"

namespace cledi {

// Created empty, readable by the owner only, and deleted with all that is in it.
class TempFolder {
 public:
  TempFolder() : path_((std::filesystem::temp_directory_path() / "cledi-test-XXXXXX").string()) {
    CHECK(::mkdtemp(path_.data()) != nullptr);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_SUPPORT_TEMP_FOLDER_H_
