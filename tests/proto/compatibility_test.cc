// What was published once stays: tests/proto/baseline.txt records every declaration of the
// interfaces, one a line, and nothing in it may change or vanish. README.md here says how to
// extend it.

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "gtest/gtest.h"

#include "tests/proto/descriptors.h"

namespace cledi {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::MethodOptions;
using google::protobuf::ServiceDescriptor;

using Lines = std::set<std::string>;

const std::string kBaseline = std::string(CLEDI_SOURCE_DIR) + "/tests/proto/baseline.txt";

// A node's own rows are no interface.
bool IsInterface(const FileDescriptor* file) { return file->package() != "cledi.view.v1"; }

std::string TypeOf(const FieldDescriptor* field) {
  if (field->message_type() != nullptr) {
    return field->message_type()->full_name();
  }
  if (field->enum_type() != nullptr) {
    return field->enum_type()->full_name();
  }
  return field->type_name();
}

void AddMessage(const Descriptor* message, Lines& lines) {
  lines.insert(absl::StrCat("message ", message->full_name()));
  for (int i = 0; i < message->field_count(); ++i) {
    const FieldDescriptor* field = message->field(i);
    lines.insert(absl::StrCat(
        "field ", message->full_name(), " ", field->number(), " ", field->name(), " ",
        field->is_repeated() ? "repeated " : (field->has_optional_keyword() ? "optional " : ""),
        TypeOf(field),
        field->real_containing_oneof() != nullptr
            ? absl::StrCat(" in ", field->real_containing_oneof()->name())
            : ""));
  }
  for (int i = 0; i < message->reserved_range_count(); ++i) {
    // The end of a range is the number behind it.
    lines.insert(absl::StrCat("reserved ", message->full_name(), " ",
                              message->reserved_range(i)->start, " to ",
                              message->reserved_range(i)->end - 1));
  }
  for (int i = 0; i < message->reserved_name_count(); ++i) {
    lines.insert(
        absl::StrCat("reserved ", message->full_name(), " \"", message->reserved_name(i), "\""));
  }
}

void AddEnum(const EnumDescriptor* type, Lines& lines) {
  lines.insert(absl::StrCat("enum ", type->full_name()));
  for (int i = 0; i < type->value_count(); ++i) {
    lines.insert(absl::StrCat("value ", type->full_name(), " ", type->value(i)->number(), " ",
                              type->value(i)->name()));
  }
}

void AddService(const ServiceDescriptor* service, Lines& lines) {
  lines.insert(absl::StrCat("service ", service->full_name()));
  for (int i = 0; i < service->method_count(); ++i) {
    const MethodDescriptor* method = service->method(i);
    lines.insert(absl::StrCat(
        "method ", service->full_name(), "/", method->name(), " ",
        method->input_type()->full_name(), " ", method->output_type()->full_name(), " ",
        MethodOptions::IdempotencyLevel_Name(method->options().idempotency_level())));
  }
}

Lines Current() {
  Lines lines;
  for (const Descriptor* message : AllDeclarations().messages) {
    if (IsInterface(message->file())) {
      AddMessage(message, lines);
    }
  }
  for (const EnumDescriptor* type : AllDeclarations().enums) {
    if (IsInterface(type->file())) {
      AddEnum(type, lines);
    }
  }
  for (const ServiceDescriptor* service : AllDeclarations().services) {
    AddService(service, lines);
  }
  return lines;
}

Lines Recorded() {
  Lines lines;
  std::ifstream in(kBaseline);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.front() != '#') {
      lines.insert(line);
    }
  }
  return lines;
}

// What `a` has and `b` lacks.
std::vector<std::string> Missing(const Lines& a, const Lines& b) {
  std::vector<std::string> missing;
  std::ranges::set_difference(a, b, std::back_inserter(missing));
  return missing;
}

TEST(ProtoCompatibilityTest, NothingThatWasRecordedHasChanged) {
  ASSERT_FALSE(Recorded().empty()) << kBaseline;
  EXPECT_TRUE(Missing(Recorded(), Current()).empty())
      << "removed, renumbered, renamed or retyped:\n"
      << absl::StrJoin(Missing(Recorded(), Current()), "\n");
}

// With CLEDI_RECORD_BASELINE set, records what is new instead, if nothing is broken.
TEST(ProtoCompatibilityTest, EverythingNewIsRecorded) {
  const std::vector<std::string> added = Missing(Current(), Recorded());
  if (!added.empty() && std::getenv("CLEDI_RECORD_BASELINE") != nullptr) {
    ASSERT_TRUE(Missing(Recorded(), Current()).empty()) << "first mend what is broken";
    std::ofstream out(kBaseline);
    out << "# Every declaration of the interfaces. tests/proto/README.md says how it grows.\n";
    for (const std::string& line : Current()) {
      out << line << "\n";
    }
    return;
  }
  EXPECT_TRUE(added.empty())
      << "new declarations are not in the baseline; if they are meant to last, run\n"
      << "  CLEDI_RECORD_BASELINE=1 build/tests/tests_proto\n"
      << absl::StrJoin(added, "\n");
}

// The test's own sight: each kind of change shows.
TEST(ProtoCompatibilityTest, LinesTellNumbersNamesTypesAndLabelsApart) {
  const Lines lines = Current();
  EXPECT_TRUE(lines.contains("field cledi.event.v1.Common 3 idempotency_key bytes"));
  EXPECT_TRUE(lines.contains("field cledi.event.v1.PlanRevised 11 parents repeated bytes"));
  EXPECT_TRUE(lines.contains("field cledi.event.v1.PlanRevised 10 plan cledi.event.v1.LessonPlan"));
  EXPECT_TRUE(lines.contains("reserved cledi.event.v1.PlanRevised 4 to 9"));
  EXPECT_TRUE(lines.contains("value cledi.event.v1.PlanKind 1 PLAN_KIND_LESSON"));
  EXPECT_TRUE(
      lines.contains("method cledi.community.v1.PlanService/GetPlan "
                     "cledi.community.v1.GetPlanRequest cledi.community.v1.GetPlanResponse "
                     "NO_SIDE_EFFECTS"));
  EXPECT_TRUE(lines.contains(
      "field cledi.community.v1.PracticeDocument 3 plan cledi.event.v1.LessonPlan in practice"));
}

}  // namespace
}  // namespace cledi
