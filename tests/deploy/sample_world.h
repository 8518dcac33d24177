// The sample world that deploy/quickstart loads, as documents.

#ifndef CLEDI_TESTS_DEPLOY_SAMPLE_WORLD_H_
#define CLEDI_TESTS_DEPLOY_SAMPLE_WORLD_H_

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "admin/cli/input_file.h"
#include "cledi/admin/v1/user_service.pb.h"
#include "cledi/community/v1/practice_document.pb.h"
#include "cledi/community/v1/thread_document.pb.h"

namespace cledi {

inline std::filesystem::path SampleFolder() {
  return std::filesystem::path(CLEDI_SOURCE_DIR) / "deploy/samples";
}

// One for each line. A line that cannot be read is a failure of the test.
template <class Document>
std::vector<Document> DocumentsIn(const std::filesystem::path& file) {
  std::vector<Document> documents;
  std::ifstream in(file);
  EXPECT_TRUE(in.is_open()) << file;
  for (std::string line; std::getline(in, line);) {
    const Status status = ParseJson(line, documents.emplace_back());
    EXPECT_TRUE(status.ok()) << file << ", line " << documents.size() << ": " << status;
  }
  return documents;
}

// Practices of a folder, by the file that they are in.
inline std::multimap<std::string, community::v1::PracticeDocument> PracticesIn(
    const std::string& folder) {
  std::multimap<std::string, community::v1::PracticeDocument> practices;
  for (const auto& entry : std::filesystem::directory_iterator(SampleFolder() / folder)) {
    for (auto& document : DocumentsIn<community::v1::PracticeDocument>(entry.path())) {
      practices.emplace(entry.path().stem().string(), std::move(document));
    }
  }
  return practices;
}

// Those that stand alone, and those that came from them.
inline std::multimap<std::string, community::v1::PracticeDocument> AllPractices() {
  auto all = PracticesIn("practices");
  all.merge(PracticesIn("adaptations"));
  return all;
}

inline std::vector<admin::v1::AddUserRequest> AllPeople() {
  return DocumentsIn<admin::v1::AddUserRequest>(SampleFolder() / "people.jsonl");
}

inline std::map<std::string, admin::v1::AddUserRequest> PeopleByUserName() {
  std::map<std::string, admin::v1::AddUserRequest> people;
  for (admin::v1::AddUserRequest& person : AllPeople()) {
    people.emplace(person.user_name(), std::move(person));
  }
  return people;
}

inline std::vector<community::v1::ThreadDocument> AllThreads() {
  return DocumentsIn<community::v1::ThreadDocument>(SampleFolder() / "threads.jsonl");
}

}  // namespace cledi

#endif  // CLEDI_TESTS_DEPLOY_SAMPLE_WORLD_H_
