#include "tests/fuzz/parsers.h"

#include "federation/base/check.h"
#include "federation/event/record.h"
#include "federation/log/checkpoint.h"
#include "federation/log/epoch_statement.h"
#include "federation/log/note.h"
#include "federation/log/tiles.h"
#include "federation/sync/range_codec.h"
#include "tests/support/hex.h"

namespace cledi {
namespace {

// The federation and the log key of tests/federation/log/vectors.json, from which the corpora
// were taken.
constexpr std::string_view kDomain = "cledi.example";

const FederationId& VectorsFederation() {
  static const auto federation = FromHex<FederationId>("354ef8946fe4da16ec73d74181219f0c");
  return federation;
}

const PublicKey& VectorsKey() {
  static const auto key =
      FromHex<PublicKey>("9405ac07963f9510ec7b8db4388e156cb0d59ce4d9db8c3a2c0115e91be866d6");
  return key;
}

}  // namespace

bool FuzzRecords(std::string_view input) {
  constexpr size_t kRecordsMax = 512;
  const StatusOr<std::vector<Record>> records = ParseRecords(input, kRecordsMax);
  if (!records.ok()) {
    return false;
  }
  CHECK(records->size() <= kRecordsMax);
  std::string again;
  for (const Record& record : *records) {
    if (record.body.has_value()) {
      CHECK(record.body->payload.size() <= kPayloadBytesMax);
      CHECK(CommitmentOf(record.leaf) == Commitment(record.body->salt, record.body->payload));
    }
    const size_t before = again.size();
    AppendRecord(record, again);
    CHECK(again.size() - before == RecordBytes(record));
  }
  CHECK(again == input);
  return true;
}

bool FuzzNote(std::string_view input) {
  const StatusOr<Note> note = ParseNote(input);
  if (!note.ok()) {
    return false;
  }
  std::string again = note->text + "\n";
  for (const NoteSignature& line : note->signatures) {
    again += SignatureLine(line.name, line.key_id, line.signature);
  }
  CHECK(again == input);
  CHECK(!VerifiedSignature(*note, "nobody", VectorsKey()).ok());
  return true;
}

bool FuzzStatement(std::string_view input) {
  const StatusOr<EpochStatement> statement = ParseStatement(kDomain, input);
  const StatusOr<VerifiedStatement> verified =
      VerifyStatement(kDomain, VectorsFederation(), input, VectorsKey());
  if (!statement.ok()) {
    CHECK(!verified.ok());
    return false;
  }
  CHECK(statement->previous.size() <= kPreviousMax);
  const std::string text = StatementText(kDomain, *statement);
  const NoteSignature line = ParseNote(input).value().signatures.at(0);
  CHECK(input ==
        text + "\n" + SignatureLine(LogName(kDomain, statement->log), line.key_id, line.signature));
  if (!verified.ok()) {
    return false;
  }
  CHECK(verified->statement == *statement);
  CHECK(verified->tag == TagOf(text));
  CHECK(verified->note == input);
  return true;
}

bool FuzzCheckpoint(std::string_view input) {
  const StatusOr<Checkpoint> checkpoint = ParseCheckpointText(kDomain, input);
  if (!checkpoint.ok()) {
    return false;
  }
  CHECK(CheckpointText(kDomain, *checkpoint) == input);
  return true;
}

bool FuzzTilePath(std::string_view input) {
  const std::optional<TileAddress> address = ParseTilePath(input);
  if (!address.has_value()) {
    return false;
  }
  CHECK(TilePath(*address) == input);
  CHECK(address->width > 0 && address->width <= kTileWidth);
  CHECK(!TileExists(*address, 0));
  return true;
}

bool FuzzBatch(std::string_view input) {
  federation::v1::Batch batch;
  if (!batch.ParseFromArray(input.data(), static_cast<int>(input.size()))) {
    return false;
  }
  const StatusOr<LogRange> range = RangeFrom(batch);
  if (!range.ok()) {
    return false;
  }
  CHECK(!range->records.empty() && range->records.size() <= kRangeEventsMax);
  CHECK(range->records.size() == range->end.size - range->from);
  size_t bytes = 0;
  for (const Record& record : range->records) {
    bytes += RecordBytes(record);
  }
  CHECK(bytes <= kRangeBytesMax && bytes == batch.records_bytes());
  // It travels on as it came.
  const StatusOr<LogRange> again = RangeFrom(ToProto(*range));
  CHECK(again.ok() && again->end == range->end && again->signature == range->signature);
  CHECK(again->from == range->from && again->statement == range->statement);
  CHECK(again->records == range->records);
  return true;
}

std::span<const FuzzedParser> FuzzedParsers() {
  static constexpr FuzzedParser kParsers[] = {
      {"records", FuzzRecords},       {"note", FuzzNote},          {"statement", FuzzStatement},
      {"checkpoint", FuzzCheckpoint}, {"tile_path", FuzzTilePath}, {"batch", FuzzBatch},
  };
  return kParsers;
}

}  // namespace cledi
