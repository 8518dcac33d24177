#include "federation/sync/range_codec.h"

#include <zstd.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/log/handwritten_epoch.h"

namespace cledi {
namespace {

using federation::v1::Batch;
using ::testing::HasSubstr;

void ExpectEqual(const LogRange& a, const LogRange& b) {
  EXPECT_EQ(a.end, b.end);
  EXPECT_EQ(a.signature, b.signature);
  EXPECT_EQ(a.from, b.from);
  EXPECT_EQ(a.statement, b.statement);
  EXPECT_EQ(a.records, b.records);
}

std::string Compressed(const std::string& bytes) {
  std::string packed(ZSTD_compressBound(bytes.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), 3));
  return packed;
}

class RangeCodecTest : public testing::Test {
 protected:
  void ExpectRefused(const Batch& batch, const std::string& why) {
    const auto range = RangeFrom(batch);
    ASSERT_FALSE(range.ok());
    EXPECT_EQ(range.status().code(), StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(Message(range.status())), HasSubstr(why));
  }
  Batch Good(size_t events = 5, size_t bytes = 20) {
    HandwrittenEpoch epoch = epoch_;
    return ToProto(epoch.AddMany(events, bytes).All());
  }

  TestRoster federation_{{"es-granada"}};
  HandwrittenEpoch epoch_{&federation_, "es-granada"};
};

TEST_F(RangeCodecTest, ARangeComesBackAsItWas) {
  for (const auto& [events, bytes] : std::vector<std::pair<size_t, size_t>>{
           {1, 0}, {5, 20}, {14, 0}, {100, 100}, {14, kPayloadBytesMax}}) {
    HandwrittenEpoch epoch = epoch_;
    epoch.AddMany(events, bytes);
    for (const size_t from : {size_t{0}, events / 2}) {
      const LogRange range = epoch.Range(from, events);
      const Batch batch = ToProto(range);
      const auto read = RangeFrom(batch);
      ASSERT_TRUE(read.ok()) << read.status();
      ExpectEqual(*read, range);
    }
  }
}

TEST_F(RangeCodecTest, LargeRangesAreCompressedAndSmallOnesAreNot) {
  EXPECT_EQ(Good(1, 10).compression(), federation::v1::COMPRESSION_UNSPECIFIED);
  const Batch large = Good(20, 5000);
  EXPECT_EQ(large.compression(), federation::v1::COMPRESSION_ZSTD);
  EXPECT_LT(large.records().size(), large.records_bytes() / 2);
}

TEST_F(RangeCodecTest, RecordsWithoutPayloadComeBackWithoutIt) {
  LogRange range = epoch_.AddMany(3, 10).All();
  range.records[1].body.reset();
  const auto read = RangeFrom(ToProto(range));
  ASSERT_TRUE(read.ok());
  ExpectEqual(*read, range);
}

// Goal: a small message that unpacks to a large one is refused by what it states, unread.
TEST_F(RangeCodecTest, AZipBombIsRefusedBeforeItIsUnpacked) {
  Batch bomb = Good();
  bomb.set_compression(federation::v1::COMPRESSION_ZSTD);
  const std::string zeros(64 * 1024 * 1024, '\0');
  bomb.set_records(Compressed(zeros));
  ASSERT_LT(bomb.records().size(), 10'000u);
  bomb.set_records_bytes(static_cast<uint32_t>(zeros.size()));
  ExpectRefused(bomb, "unpacks to at most");
  bomb.set_records_bytes(UINT32_MAX);
  ExpectRefused(bomb, "unpacks to at most");
  bomb.set_records_bytes(1000);  // Lies.
  ExpectRefused(bomb, "does not unpack to the size that it states");
  bomb.set_records_bytes(kRangeBytesMax);
  ExpectRefused(bomb, "does not unpack to the size that it states");
}

TEST_F(RangeCodecTest, SizesThatLieAreRefused) {
  for (const int by : {-1, 1}) {
    for (Batch batch : {Good(), Good(20, 5000)}) {
      batch.set_records_bytes(batch.records_bytes() + static_cast<uint32_t>(by));
      ExpectRefused(batch, "it states");
    }
    Batch batch = Good();
    batch.mutable_end()->set_size(batch.end().size() + static_cast<uint64_t>(by));
    ExpectRefused(batch, "");
  }
  Batch batch = Good(20, 5000);
  batch.mutable_records()->append("behind the frame");
  ExpectRefused(batch, "does not unpack");
  batch = Good(20, 5000);
  batch.mutable_records()->pop_back();
  ExpectRefused(batch, "does not unpack");
}

TEST_F(RangeCodecTest, EventCountsOutOfRangeAreRefused) {
  const struct {
    uint64_t from;
    uint64_t size;
  } cases[] = {{5, 5}, {6, 5}, {0, 0}, {0, kRangeEventsMax + 1}, {0, UINT64_MAX}, {UINT64_MAX, 0}};
  for (const auto& one : cases) {
    Batch batch = Good();
    batch.set_from(one.from);
    batch.mutable_end()->set_size(one.size);
    ExpectRefused(batch, "a batch holds 1 to");
  }
}

TEST_F(RangeCodecTest, AnUnknownCompressionIsRefused) {
  Batch batch = Good();
  batch.set_compression(static_cast<federation::v1::Compression>(7));
  ExpectRefused(batch, "does not know");
}

TEST_F(RangeCodecTest, FieldsOfTheWrongLengthAreRefused) {
  const auto break_each = [&](auto message, const std::vector<std::string*>& fields,
                              const auto& read) {
    for (std::string* field : fields) {
      const std::string good = *field;
      for (const std::string& bad :
           {std::string(), good.substr(1), good + "x", std::string(100'000, 'x')}) {
        *field = bad;
        EXPECT_EQ(read(*message).status().code(), StatusCode::kInvalidArgument);
      }
      *field = good;
    }
    EXPECT_TRUE(read(*message).ok());
  };
  Batch batch = Good();
  auto& end = *batch.mutable_end();
  break_each(&batch,
             {end.mutable_log_id(), end.mutable_tag(), end.mutable_root(), end.mutable_signature()},
             [](const Batch& one) { return RangeFrom(one); });
  break_each(&end,
             {end.mutable_log_id(), end.mutable_tag(), end.mutable_root(), end.mutable_signature()},
             [](const federation::v1::Head& one) { return ClaimedHeadFrom(one); });
  auto acknowledgement = ToProto(Acknowledge("cledi.example", epoch_.CheckpointAt(0), "es-granada",
                                             7, federation_.log_key("es-granada")));
  break_each(&acknowledgement,
             {acknowledgement.mutable_signature(), acknowledgement.mutable_head()->mutable_log_id(),
              acknowledgement.mutable_head()->mutable_tag(),
              acknowledgement.mutable_head()->mutable_root()},
             [](const federation::v1::Acknowledgement& one) { return AcknowledgementFrom(one); });
  acknowledgement.set_node_id("Not a node id");
  EXPECT_FALSE(AcknowledgementFrom(acknowledgement).ok());
}

TEST_F(RangeCodecTest, AStatementOverTheLimitIsRefused) {
  Batch batch = Good();
  batch.set_statement(std::string(16 * 1024 + 1, 'x'));
  ExpectRefused(batch, "a statement has at most");
}

// Goal: a bit that flips on the way never reads as what was sent.
TEST_F(RangeCodecTest, AFlippedBitChangesARecordOrIsRefused) {
  const LogRange range = HandwrittenEpoch(epoch_).AddMany(5, 100).All();
  const Batch batch = ToProto(range);
  ASSERT_EQ(batch.compression(), federation::v1::COMPRESSION_UNSPECIFIED);
  for (size_t i = 0; i < 8 * batch.records().size(); ++i) {
    Batch flipped = batch;
    (*flipped.mutable_records())[i / 8] ^= static_cast<char>(1 << (i % 8));
    const auto read = RangeFrom(flipped);
    EXPECT_TRUE(!read.ok() || read->records != range.records) << i;
  }
}

TEST_F(RangeCodecTest, HeadsAndAcknowledgementsComeBackAsTheyWere) {
  const SignedCheckpoint head = epoch_.AddMany(3, 10).Head();
  const auto read = ClaimedHeadFrom(ToProto(head));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->checkpoint, head.checkpoint());
  EXPECT_EQ(read->signature, head.signature());

  const Acknowledgement made = Acknowledge("cledi.example", head.checkpoint(), "es-granada",
                                           1790000000, federation_.log_key("es-granada"));
  const auto acknowledgement = AcknowledgementFrom(ToProto(made));
  ASSERT_TRUE(acknowledgement.ok());
  EXPECT_EQ(acknowledgement->checkpoint, made.checkpoint);
  EXPECT_EQ(acknowledgement->node_id, made.node_id);
  EXPECT_EQ(acknowledgement->unix_seconds, made.unix_seconds);
  EXPECT_EQ(acknowledgement->signature, made.signature);
}

}  // namespace
}  // namespace cledi
