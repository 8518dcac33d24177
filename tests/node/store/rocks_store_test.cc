#include "node/store/rocks_store.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include <sys/stat.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"

#include "node/store/rocks_database.h"
#include "tests/support/temp_folder.h"

namespace cledi {
namespace {

using ::testing::HasSubstr;

std::string ReadBytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void WriteBytes(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

void FlipByte(const std::filesystem::path& path, size_t at) {
  std::string bytes = ReadBytes(path);
  bytes.at(at) = static_cast<char>(bytes.at(at) ^ 1);
  WriteBytes(path, bytes);
}

Status Put(Store& store, Family family, std::string_view key, std::string_view value) {
  WriteBatch batch;
  batch.Put(family, key, value);
  return store.Write(batch, Durability::kSynced);
}

class RocksStoreTest : public ::testing::Test {
 protected:
  RocksStoreOptions Options() const { return {.folder = path_, .disk_reserve_bytes = 0}; }

  std::unique_ptr<RocksStore> Open() const {
    auto store = RocksStore::Open(Options());
    EXPECT_TRUE(store.ok()) << store.status();
    return store.ok() ? *std::move(store) : nullptr;
  }

  Status OpenStatus() const { return RocksStore::Open(Options()).status(); }

  // Changes a database behind the store's back, with RocksDB's own interface.
  void WithRocks(std::string_view store,
                 const std::function<void(rocksdb::DB&, rocksdb::ColumnFamilyHandle*)>& change) {
    const std::string path = path_ + "/" + std::string(store);
    std::vector<std::string> names;
    ASSERT_TRUE(rocksdb::DB::ListColumnFamilies({}, path, &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    families.reserve(names.size());
    for (const std::string& name : names) {
      families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    }
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* db = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open({}, path, families, &handles, &db).ok());
    change(*db, handles[0]);
    for (rocksdb::ColumnFamilyHandle* handle : handles) {
      ASSERT_TRUE(db->DestroyColumnFamilyHandle(handle).ok());
    }
    delete db;
  }

  // The largest file of the log database with this extension.
  std::filesystem::path LogFile(std::string_view extension) const {
    std::filesystem::path largest;
    for (const auto& entry : std::filesystem::directory_iterator(path_ + "/log")) {
      if (entry.path().extension() == extension &&
          (largest.empty() || entry.file_size() > std::filesystem::file_size(largest))) {
        largest = entry.path();
      }
    }
    return largest;
  }

  const TempFolder folder_;
  const std::string path_ = folder_.path() + "/data/store";
};

TEST_F(RocksStoreTest, MissingFoldersAreCreatedForTheOwnerOnly) {
  ASSERT_NE(Open(), nullptr);
  for (const char* made :
       {"/data", "/data/store", "/data/store/log", "/data/store/salt", "/data/store/view"}) {
    struct stat info {};
    ASSERT_EQ(::stat((folder_.path() + made).c_str(), &info), 0) << made;
    EXPECT_EQ(info.st_mode & 0777, 0700u) << made;
  }
}

TEST_F(RocksStoreTest, AFolderInUseIsRefusedInPlainWords) {
  const auto first = Open();
  const Status second = OpenStatus();
  EXPECT_EQ(second.code(), StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(Message(second)), HasSubstr(path_ + " is in use by another process"));
}

TEST_F(RocksStoreTest, AFolderThatCannotBeCreatedIsNamed) {
  WriteBytes(folder_.path() + "/data", "a file, where a folder is expected");
  EXPECT_THAT(std::string(Message(OpenStatus())), HasSubstr(path_));
}

TEST_F(RocksStoreTest, AFormatOfANewerReleaseIsRefused) {
  ASSERT_NE(Open(), nullptr);
  WithRocks("log", [](rocksdb::DB& db, rocksdb::ColumnFamilyHandle* standard) {
    ASSERT_TRUE(db.Put({}, standard, "format", std::to_string(kStoreFormat + 1)).ok());
  });
  const Status status = OpenStatus();
  EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(Message(status)), HasSubstr("written by a newer release (format 2"));
}

TEST_F(RocksStoreTest, AFamilyOfANewerReleaseIsRefused) {
  ASSERT_NE(Open(), nullptr);
  WithRocks("salt", [](rocksdb::DB& db, rocksdb::ColumnFamilyHandle*) {
    rocksdb::ColumnFamilyHandle* created = nullptr;
    ASSERT_TRUE(db.CreateColumnFamily({}, "peppers", &created).ok());
    ASSERT_TRUE(db.DestroyColumnFamilyHandle(created).ok());
  });
  const Status status = OpenStatus();
  EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(Message(status)), HasSubstr("peppers"));
}

TEST_F(RocksStoreTest, ViewsOfANewerReleaseAreRebuiltInstead) {
  ASSERT_TRUE(Put(*Open(), Family::kViews, "a", "1").ok());
  WithRocks("view", [](rocksdb::DB& db, rocksdb::ColumnFamilyHandle* standard) {
    ASSERT_TRUE(db.Put({}, standard, "format", std::to_string(kStoreFormat + 1)).ok());
  });
  const auto store = Open();
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(store->Get(Family::kViews, "a").status().code(), StatusCode::kNotFound);
}

// Goal: RocksDB would take such a folder for a new one, and delete its tables.
TEST_F(RocksStoreTest, DataWithoutItsCurrentFileIsNotTakenForNew) {
  ASSERT_TRUE(Put(*Open(), Family::kEvents, "a", "1").ok());
  std::filesystem::remove(path_ + "/log/CURRENT");
  const Status status = OpenStatus();
  EXPECT_EQ(status.code(), StatusCode::kDataLoss);
  EXPECT_THAT(std::string(Message(status)), HasSubstr("CURRENT is missing"));
}

// Goal: pages of the last, never confirmed write that did not reach the disk stop nobody.
TEST_F(RocksStoreTest, ATornLastWriteIsDropped) {
  ASSERT_NE(Open(), nullptr);
  {
    const auto store = Open();
    ASSERT_TRUE(Put(*store, Family::kEvents, "a", "1").ok());
    ASSERT_TRUE(Put(*store, Family::kEvents, "b", std::string(70'000, 'b')).ok());
  }
  const std::filesystem::path wal = LogFile(".log");
  std::string bytes = ReadBytes(wal);
  std::fill(bytes.end() - 40'000, bytes.end() - 100, '\0');
  WriteBytes(wal, bytes);

  const auto store = Open();
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(*store->Get(Family::kEvents, "a"), "1");
  EXPECT_EQ(store->Get(Family::kEvents, "b").status().code(), StatusCode::kNotFound);
  EXPECT_TRUE(Put(*store, Family::kEvents, "c", "3").ok());
}

// Goal: rows that were confirmed never go missing in silence.
TEST_F(RocksStoreTest, AFlippedByteInTheMiddleOfTheWriteAheadLogIsReported) {
  ASSERT_NE(Open(), nullptr);
  {
    const auto store = Open();
    for (int i = 0; i < 20; ++i) {
      ASSERT_TRUE(Put(*store, Family::kEvents, std::to_string(i), std::string(5'000, 'e')).ok());
    }
  }
  FlipByte(LogFile(".log"), 50'000);
  const Status status = OpenStatus();
  EXPECT_EQ(status.code(), StatusCode::kDataLoss);
  EXPECT_THAT(std::string(Message(status)), HasSubstr(path_ + "/log"));
  EXPECT_THAT(std::string(Message(status)), HasSubstr("restore"));
}

TEST_F(RocksStoreTest, AFlippedByteInATableIsReportedByTheReadThatMeetsIt) {
  ASSERT_TRUE(Put(*Open(), Family::kEvents, "a", std::string(1000, 'e')).ok());
  ASSERT_NE(Open(), nullptr);  // Recovery writes the row into a table.
  for (const auto& entry : std::filesystem::directory_iterator(path_ + "/log")) {
    if (entry.path().extension() == ".sst") {
      FlipByte(entry.path(), 5);
    }
  }
  const auto store = RocksStore::Open(Options());
  const Status status = store.ok() ? (*store)->Get(Family::kEvents, "a").status() : store.status();
  EXPECT_EQ(status.code(), StatusCode::kDataLoss) << status;
  EXPECT_THAT(std::string(Message(status)), HasSubstr(path_ + "/log"));
}

TEST_F(RocksStoreTest, WritingStopsWhileTheDisksReserveIsTouched) {
  RocksStoreOptions options = Options();
  options.disk_reserve_bytes = uint64_t{1} << 62;
  const auto store = RocksStore::Open(options);
  ASSERT_TRUE(store.ok()) << store.status();
  const Status status = Put(**store, Family::kLocal, "a", "1");
  EXPECT_EQ(status.code(), StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(Message(status)), HasSubstr("free some space"));
  EXPECT_EQ((*store)->Get(Family::kLocal, "a").status().code(), StatusCode::kNotFound);
}

TEST_F(RocksStoreTest, OpenedForReadingOnlyItServesReadsAndRefusesWrites) {
  ASSERT_TRUE(Put(*Open(), Family::kEvents, "a", "1").ok());
  RocksStoreOptions options = Options();
  options.read_only = true;
  const auto store = RocksStore::Open(options);
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ(*(*store)->Get(Family::kEvents, "a"), "1");
  EXPECT_EQ(Put(**store, Family::kEvents, "b", "2").code(), StatusCode::kFailedPrecondition);
}

TEST_F(RocksStoreTest, ASnapshotOutlivesItsStore) {
  auto store = Open();
  ASSERT_TRUE(Put(*store, Family::kEvents, "a", "1").ok());
  const std::shared_ptr<const Snapshot> snapshot = store->Read();
  store.reset();
  EXPECT_EQ(*snapshot->Get(Family::kEvents, "a"), "1");
}

TEST_F(RocksStoreTest, WritersThatWaitTogetherShareASync) {
  constexpr int kThreads = 16;
  constexpr int kWritesEach = 50;
  const auto store = Open();
  const uint64_t before = store->SyncCount();
  std::atomic<int> failures = 0;
  {
    std::vector<std::jthread> writers;
    writers.reserve(kThreads);
    for (int thread = 0; thread < kThreads; ++thread) {
      writers.emplace_back([&, thread] {
        for (int i = 0; i < kWritesEach; ++i) {
          const std::string key = std::to_string(thread) + "/" + std::to_string(i);
          failures += Put(*store, Family::kEvents, key, "").ok() ? 0 : 1;
        }
      });
    }
  }
  EXPECT_EQ(failures, 0);
  EXPECT_LT(store->SyncCount() - before, uint64_t{kThreads} * kWritesEach);
  int rows = 0;
  const Status scanned =
      store->Scan(Family::kEvents, "", "", [&](std::string_view, std::string_view) {
        ++rows;
        return true;
      });
  EXPECT_TRUE(scanned.ok()) << scanned;
  EXPECT_EQ(rows, kThreads * kWritesEach);
}

}  // namespace
}  // namespace cledi
