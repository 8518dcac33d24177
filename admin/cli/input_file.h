// Files that a person names on the command line.

#ifndef CLEDI_ADMIN_CLI_INPUT_FILE_H_
#define CLEDI_ADMIN_CLI_INPUT_FILE_H_

#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "google/protobuf/message.h"

#include "federation/base/status.h"

namespace cledi {

// The longest line, and the longest file that is read whole.
inline constexpr size_t kInputBytesMax = 4 << 20;

// A file, or the standard input for "-", read line by line.
class InputFile {
 public:
  // `standard_input` outlives this. NotFound: there is no such file, or it cannot be read.
  static StatusOr<InputFile> Open(const std::string& path, std::istream& standard_input);

  // The next line that is not empty, without its end. Nothing at the end of the file.
  // InvalidArgument: the line is too long, or no UTF-8; reading can go on after it.
  StatusOr<std::optional<std::string>> NextLine();
  // Of the line read last, counting from 1.
  uint64_t line_number() const { return line_number_; }
  // Bytes read so far, and in all; 0 where that is not known.
  uint64_t bytes_done() const { return bytes_done_; }
  uint64_t bytes_total() const { return bytes_total_; }

  // All that is left. InvalidArgument: it is too long, or no UTF-8.
  StatusOr<std::string> Rest();

 private:
  InputFile(std::unique_ptr<std::istream> file, std::istream* in, uint64_t bytes_total)
      : file_(std::move(file)), in_(in), bytes_total_(bytes_total) {}

  std::unique_ptr<std::istream> file_;  // Null for the standard input.
  std::istream* in_;
  uint64_t line_number_ = 0;
  uint64_t bytes_done_ = 0;
  uint64_t bytes_total_;
};

// Reads one message from protobuf's JSON. InvalidArgument: what is wrong, with the path of the
// field; an unknown field or enum name is an error.
Status ParseJson(std::string_view json, google::protobuf::Message& message);

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_INPUT_FILE_H_
