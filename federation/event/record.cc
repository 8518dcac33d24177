#include "federation/event/record.h"

#include "absl/strings/str_format.h"

#include "federation/base/check.h"

namespace cledi {
namespace {

constexpr char kWithCommitment = 0;
constexpr char kWithBody = 1;

// One record's parts, still where they were received.
struct RecordView {
  std::string_view header;
  bool has_body = false;
  std::string_view commitment;
  std::string_view salt;
  std::string_view payload;
};

// Takes bytes off the front of a message; fails for good once they do not suffice.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : rest_(bytes) {}

  bool empty() const { return rest_.empty(); }

  bool Take(size_t count, std::string_view& part) {
    if (rest_.size() < count) {
      return false;
    }
    part = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return true;
  }

 private:
  std::string_view rest_;
};

StatusOr<RecordView> NextRecord(Cursor& cursor) {
  constexpr std::string_view kCutShort = "it is cut short";
  RecordView record;
  std::string_view marker;
  if (!cursor.Take(kHeaderBytes, record.header) || !cursor.Take(1, marker)) {
    return Invalid(kCutShort);
  }
  if (marker[0] == kWithCommitment) {
    return cursor.Take(Hash::kSize, record.commitment) ? StatusOr<RecordView>(record)
                                                       : Invalid(kCutShort);
  }
  if (marker[0] != kWithBody) {
    return Invalid(
        absl::StrFormat("its marker is %d; 0 and 1 are known", static_cast<uint8_t>(marker[0])));
  }
  const Header header = DecodeHeader(record.header);
  if (!header.can_have_payload()) {
    return Invalid(absl::StrFormat(
        "it brings a body, but an event of version %d with %d bytes of payload has none",
        header.version, header.payload_bytes));
  }
  record.has_body = true;
  if (!cursor.Take(Salt::kSize, record.salt) ||
      !cursor.Take(header.payload_bytes, record.payload)) {
    return Invalid(kCutShort);
  }
  return record;
}

// How many records there are; all of them can be read.
StatusOr<size_t> CountRecords(std::string_view bytes, size_t records_max) {
  size_t count = 0;
  for (Cursor cursor(bytes); !cursor.empty(); ++count) {
    if (count == records_max) {
      return Invalid(absl::StrFormat("more than %d records in one batch", records_max));
    }
    if (const StatusOr<RecordView> record = NextRecord(cursor); !record.ok()) {
      return Annotate(record.status(), absl::StrFormat("record %d of the batch", count));
    }
  }
  return count;
}

}  // namespace

void AppendRecord(const Record& record, std::string& out) {
  out.append(record.leaf.view().substr(0, kHeaderBytes));
  if (!record.body.has_value()) {
    out.push_back(kWithCommitment);
    out.append(record.leaf.view().substr(kHeaderBytes));
    return;
  }
  const Header header = HeaderOf(record.leaf);
  CHECK(header.can_have_payload() && header.payload_bytes == record.body->payload.size());
  out.push_back(kWithBody);
  out.append(record.body->salt.view());
  out.append(record.body->payload);
}

size_t RecordBytes(const Record& record) {
  return kHeaderBytes + 1 +
         (record.body.has_value() ? Salt::kSize + record.body->payload.size() : Hash::kSize);
}

size_t WholeRecordBytes(const LeafBytes& leaf) {
  const Header header = HeaderOf(leaf);
  return kHeaderBytes + 1 +
         (header.can_have_payload() ? Salt::kSize + header.payload_bytes : Hash::kSize);
}

StatusOr<std::vector<Record>> ParseRecords(std::string_view bytes, size_t records_max) {
  // Framed once before anything is allocated, then a second time to fill exactly that much.
  ASSIGN_OR_RETURN(const size_t count, CountRecords(bytes, records_max));
  std::vector<Record> records;
  records.reserve(count);
  Cursor cursor(bytes);
  while (!cursor.empty()) {
    const StatusOr<RecordView> view = NextRecord(cursor);
    CHECK(view.ok());
    Record& record = records.emplace_back();
    if (!view->has_body) {
      record.leaf = MakeLeaf(view->header, *Hash::From(view->commitment));
      continue;
    }
    const Salt salt = *Salt::From(view->salt);
    record.leaf = MakeLeaf(view->header, Commitment(salt, view->payload));
    record.body = Body{salt, std::string(view->payload)};
  }
  return records;
}

}  // namespace cledi
