#include "federation/event/record.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/base/random.h"
#include "federation/base/sha256.h"

namespace cledi {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

Record RecordWith(const std::string& payload) {
  Salt salt;
  salt.bytes.fill(7);
  const Header header{.type = 1, .payload_bytes = static_cast<uint32_t>(payload.size())};
  return {.leaf = MakeLeaf(header, Commitment(salt, payload)), .body = Body{salt, payload}};
}

Record RecordWithout(const Header& header) {
  return {.leaf = MakeLeaf(header, Sha256("unknown")), .body = std::nullopt};
}

std::string Encode(const std::vector<Record>& records) {
  std::string bytes;
  for (const Record& record : records) {
    AppendRecord(record, bytes);
  }
  return bytes;
}

// A header as it may be claimed, a marker, and what follows.
std::string Raw(const Header& header, char marker, size_t rest) {
  return EncodeHeader(header) + marker + std::string(rest, 'x');
}

std::string RefusalOf(std::string_view bytes) {
  const StatusOr<std::vector<Record>> records = ParseRecords(bytes, 10);
  EXPECT_EQ(records.status().code(), StatusCode::kInvalidArgument);
  return std::string(Message(records.status()));
}

TEST(RecordTest, WhatIsWrittenIsRead) {
  const std::vector<Record> records = {
      RecordWith("first"),
      RecordWithout({.type = 2, .payload_bytes = 9}),
      RecordWith(""),
      RecordWith(std::string(kPayloadBytesMax, 'p')),
      RecordWithout({.version = 9, .payload_bytes = 0xffffffff}),
  };
  size_t bytes = 0;
  for (const Record& record : records) {
    bytes += RecordBytes(record);
  }
  EXPECT_EQ(Encode(records).size(), bytes);
  EXPECT_EQ(ParseRecords(Encode(records), records.size()).value(), records);
}

TEST(RecordTest, NothingIsNoRecords) { EXPECT_THAT(ParseRecords("", 0).value(), IsEmpty()); }

TEST(RecordTest, EveryCutIsNoticedUnlessItFallsBetweenRecords) {
  const std::string first = Encode({RecordWith("some words")});
  const std::string both = first + Encode({RecordWithout({.payload_bytes = 3})});
  for (size_t size = 0; size <= both.size(); ++size) {
    const bool whole = size == 0 || size == first.size() || size == both.size();
    EXPECT_EQ(ParseRecords(both.substr(0, size), 10).ok(), whole) << size;
  }
}

TEST(RecordTest, ALengthThatLiesIsRefusedWithoutAllocatingForIt) {
  EXPECT_THAT(RefusalOf(Raw({.payload_bytes = 65'536}, 1, 100)), HasSubstr("cut short"));
  EXPECT_THAT(RefusalOf(Raw({.payload_bytes = 65'537}, 1, 100)), HasSubstr("has none"));
  EXPECT_THAT(RefusalOf(Raw({.payload_bytes = 0xffffffff}, 1, 100)), HasSubstr("has none"));
}

TEST(RecordTest, ABodyOfAnUnknownVersionIsRefused) {
  EXPECT_THAT(RefusalOf(Raw({.version = 2, .payload_bytes = 4}, 1, 20)), HasSubstr("version 2"));
}

TEST(RecordTest, AnUnknownMarkerIsRefusedAndNamed) {
  EXPECT_THAT(RefusalOf(Raw({}, 2, 32)), HasSubstr("its marker is 2"));
  EXPECT_THAT(RefusalOf(Raw({}, static_cast<char>(0xff), 32)), HasSubstr("its marker is 255"));
}

TEST(RecordTest, ARefusalNamesTheRecord) {
  EXPECT_THAT(RefusalOf(Encode({RecordWith("a"), RecordWith("b")}) + Raw({}, 5, 0)),
              HasSubstr("record 2 of the batch"));
}

TEST(RecordTest, MoreRecordsThanAgreedAreRefused) {
  const std::string three = Encode({RecordWith("a"), RecordWith("b"), RecordWith("c")});
  EXPECT_TRUE(ParseRecords(three, 3).ok());
  EXPECT_THAT(Message(ParseRecords(three, 2).status()), HasSubstr("more than 2 records"));
}

// Goal: a changed byte of salt or payload never arrives under the old event id.
TEST(RecordTest, AChangedBodyMakesAnotherLeaf) {
  const Record record = RecordWith("words");
  const std::string bytes = Encode({record});
  for (size_t at = kHeaderBytes + 1; at < bytes.size(); ++at) {
    std::string changed = bytes;
    changed[at] ^= 1;
    const std::vector<Record> read = ParseRecords(changed, 1).value();
    ASSERT_EQ(read.size(), 1U);
    EXPECT_NE(EventIdOf(LogId{}, read[0].leaf), EventIdOf(LogId{}, record.leaf)) << at;
  }
}

}  // namespace
}  // namespace cledi
