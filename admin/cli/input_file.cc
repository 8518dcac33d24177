#include "admin/cli/input_file.h"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/str_format.h"
#include "google/protobuf/util/json_util.h"

#include "admin/cli/display_text.h"
#include "federation/base/text.h"

namespace cledi {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Reads up to a line's end, which it takes; keeps at most one byte more than is allowed.
std::string TakeLine(std::istream& in, uint64_t& bytes_done) {
  std::string line;
  for (int c = in.get(); c != std::istream::traits_type::eof(); c = in.get()) {
    ++bytes_done;
    if (c == '\n') {
      break;
    }
    if (line.size() <= kInputBytesMax) {
      line.push_back(static_cast<char>(c));
    }
  }
  return line;
}

Status CheckInput(std::string_view text) {
  if (text.size() > kInputBytesMax) {
    return Invalid(absl::StrFormat("longer than %s", ByteSize(kInputBytesMax)));
  }
  return IsUtf8(text) ? absl::OkStatus() : Invalid("not written in UTF-8");
}

}  // namespace

StatusOr<InputFile> InputFile::Open(const std::string& path, std::istream& standard_input) {
  if (path == "-") {
    return InputFile(nullptr, &standard_input, 0);
  }
  auto file = std::make_unique<std::ifstream>(path, std::ios::binary);
  std::error_code failed;
  const uint64_t size = std::filesystem::file_size(path, failed);
  // A folder opens, but has no size.
  if (!*file || failed) {
    return NotFound(absl::StrFormat("%s cannot be read. Is the name right?", path));
  }
  std::istream* in = file.get();
  return InputFile(std::move(file), in, size);
}

StatusOr<std::optional<std::string>> InputFile::NextLine() {
  while (in_->peek() != std::istream::traits_type::eof()) {
    std::string line = TakeLine(*in_, bytes_done_);
    ++line_number_;
    if (line.ends_with('\r')) {
      line.pop_back();
    }
    if (line_number_ == 1 && line.starts_with(kByteOrderMark)) {
      line.erase(0, kByteOrderMark.size());
    }
    if (line.find_first_not_of(" \t") == std::string::npos) {
      continue;
    }
    RETURN_IF_ERROR(CheckInput(line));
    return std::optional<std::string>(std::move(line));
  }
  return std::optional<std::string>();
}

StatusOr<std::string> InputFile::Rest() {
  std::string text(kInputBytesMax + 1, '\0');
  in_->read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(in_->gcount()));
  if (text.starts_with(kByteOrderMark)) {
    text.erase(0, kByteOrderMark.size());
  }
  RETURN_IF_ERROR(CheckInput(text));
  return text;
}

Status ParseJson(std::string_view json, google::protobuf::Message& message) {
  const auto parsed = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(json.data(), json.size()), &message);
  if (parsed.ok()) {
    return absl::OkStatus();
  }
  const std::string why = parsed.message().ToString();
  return Invalid(CutToWidth(OnOneLine(why), 300));
}

}  // namespace cledi
