#include "admin/cli/outline.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

#include "admin/cli/display_text.h"
#include "federation/base/bytes.h"

namespace cledi {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kIndent = 2;

// "newly_arrived_support" → "newly arrived support".
std::string NameOf(const FieldDescriptor& field) {
  return absl::StrReplaceAll(field.name(), {{"_unix_ms", ""}, {"_", " "}});
}

std::string NumberText(const FieldDescriptor& field, int64_t number) {
  return absl::StrContains(field.name(), "_unix_ms") ? AbsoluteTime(number) : absl::StrCat(number);
}

// One value of a field that is no message; `index` is -1 for a field that is not repeated.
std::string ValueText(const Message& message, const FieldDescriptor& field, int index) {
  const google::protobuf::Reflection& read = *message.GetReflection();
  const bool repeated = index >= 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumWord(*field.enum_type(), repeated
                                              ? read.GetRepeatedEnumValue(message, &field, index)
                                              : read.GetEnumValue(message, &field));
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text = repeated ? read.GetRepeatedString(message, &field, index)
                                        : read.GetString(message, &field);
      return field.type() == FieldDescriptor::TYPE_BYTES ? HexEncode(text) : OnManyLines(text);
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      return read.GetBool(message, &field) ? "yes" : "no";
    case FieldDescriptor::CPPTYPE_UINT32:
      return absl::StrCat(repeated ? read.GetRepeatedUInt32(message, &field, index)
                                   : read.GetUInt32(message, &field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(repeated ? read.GetRepeatedUInt64(message, &field, index)
                                   : read.GetUInt64(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return NumberText(field, repeated ? read.GetRepeatedInt64(message, &field, index)
                                        : read.GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;  // No record has the first three; the last has a printer of its own.
  }
  return "";
}

// On the name's line if it is short and one line, else below it.
void PrintText(const std::string& name, const std::string& text, size_t indent, std::ostream& out) {
  const std::string margin(indent, ' ');
  if (text.find('\n') == std::string::npos) {
    out << margin << name << ": " << text << '\n';
    return;
  }
  out << margin << name << ":\n";
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    out << (line.empty() ? "" : margin + std::string(kIndent, ' ')) << line << '\n';
  }
}

void PrintMessage(const Message& message, size_t indent, std::ostream& out);

void PrintParts(const Message& message, const FieldDescriptor& field, size_t indent,
                std::ostream& out) {
  const google::protobuf::Reflection& read = *message.GetReflection();
  const std::string margin(indent, ' ');
  if (!field.is_repeated()) {
    out << margin << NameOf(field) << ":\n";
    PrintMessage(read.GetMessage(message, &field), indent + kIndent, out);
    return;
  }
  const int count = read.FieldSize(message, &field);
  for (int i = 0; i < count; ++i) {
    out << margin << NameOf(field) << ' ' << i + 1 << ":\n";
    PrintMessage(read.GetRepeatedMessage(message, &field, i), indent + kIndent, out);
  }
}

void PrintField(const Message& message, const FieldDescriptor& field, size_t indent,
                std::ostream& out) {
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    PrintParts(message, field, indent, out);
    return;
  }
  if (!field.is_repeated()) {
    PrintText(NameOf(field), ValueText(message, field, -1), indent, out);
    return;
  }
  const int count = message.GetReflection()->FieldSize(message, &field);
  std::vector<std::string> values;
  values.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) {
    values.push_back(ValueText(message, field, i));
  }
  PrintText(NameOf(field), absl::StrJoin(values, "; "), indent, out);
}

void PrintMessage(const Message& message, size_t indent, std::ostream& out) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);  // Those that are set, by number.
  for (const FieldDescriptor* field : fields) {
    PrintField(message, *field, indent, out);
  }
}

}  // namespace

void PrintOutline(const Message& message, std::ostream& out) { PrintMessage(message, 0, out); }

}  // namespace cledi
