// What a client's author relies on in the proto files: every name has a comment and follows the
// conventions, and payloads begin as all payloads do.

#include <regex>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "gtest/gtest.h"

#include "tests/proto/descriptors.h"

namespace cledi {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorProto;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using google::protobuf::SourceLocation;

// The comment above a declaration.
template <class Declaration>
std::string CommentOf(const Declaration* declaration) {
  SourceLocation location;
  if (!declaration->GetSourceLocation(&location)) {
    return "";
  }
  std::string comment = location.leading_comments;
  absl::StripAsciiWhitespace(&comment);
  return comment;
}

template <class Declaration>
void ExpectComment(const Declaration* declaration) {
  EXPECT_NE(CommentOf(declaration), "") << declaration->full_name() << " has no comment above it";
}

bool Matches(const std::string& name, const char* pattern) {
  return std::regex_match(name, std::regex(pattern));
}

constexpr char kCamelCase[] = "([A-Z][a-z0-9]+)+";
constexpr char kSnakeCase[] = "[a-z][a-z0-9]*(_[a-z0-9]+)*";

const FieldDescriptor* FieldOf(const Descriptor* message, int number) {
  return message->FindFieldByNumber(number);
}

const EnumDescriptor* EventTypes() {
  for (const EnumDescriptor* type : AllDeclarations().enums) {
    if (type->full_name() == "cledi.event.v1.EventType") {
      return type;
    }
  }
  return nullptr;
}

const Descriptor* MessageNamed(const std::string& full_name) {
  for (const Descriptor* message : AllDeclarations().messages) {
    if (message->full_name() == full_name) {
      return message;
    }
  }
  return nullptr;
}

// The messages that payloads are, by the names of their types.
std::vector<const Descriptor*> Payloads() {
  std::vector<const Descriptor*> payloads;
  for (int i = 0; i < EventTypes()->value_count(); ++i) {
    const EnumValueDescriptor* value = EventTypes()->value(i);
    if (value->number() != 0) {
      payloads.push_back(MessageNamed(
          "cledi.event.v1." + Camel(value->name().substr(std::string("EVENT_TYPE_").size()))));
    }
  }
  return payloads;
}

TEST(ProtoLintTest, TheFilesAreThere) {
  EXPECT_GE(ProtoFiles().size(), 15u);
  EXPECT_NE(EventTypes(), nullptr);
}

TEST(ProtoLintTest, FilesLieWhereTheirPackageSays) {
  for (const FileDescriptor* file : ProtoFiles()) {
    SCOPED_TRACE(file->name());
    EXPECT_EQ(file->syntax(), FileDescriptor::SYNTAX_PROTO3);
    EXPECT_TRUE(
        Matches(file->package(), R"(cledi\.(admin|community|event|federation|store|view)\.v1)"))
        << file->package();
    std::string folder = file->package();
    std::replace(folder.begin(), folder.end(), '.', '/');
    const std::string name = file->name().substr(file->name().rfind('/') + 1);
    EXPECT_EQ(file->name(), folder + "/" + name);
    EXPECT_TRUE(Matches(name, R"([a-z][a-z0-9_]*\.proto)"));
  }
}

TEST(ProtoLintTest, FilesSayWhatTheyAreFor) {
  for (const FileDescriptor* file : ProtoFiles()) {
    FileDescriptorProto proto;
    file->CopyTo(&proto);
    file->CopySourceCodeInfoTo(&proto);
    bool said = false;
    for (const auto& location : proto.source_code_info().location()) {
      const bool is_syntax =
          location.path_size() == 1 && location.path(0) == FileDescriptorProto::kSyntaxFieldNumber;
      said = said || (is_syntax && (!location.leading_comments().empty() ||
                                    location.leading_detached_comments_size() > 0));
    }
    EXPECT_TRUE(said) << file->name() << " has no comment above `syntax`";
  }
}

TEST(ProtoLintTest, EveryDeclarationHasAComment) {
  for (const Descriptor* message : AllDeclarations().messages) {
    ExpectComment(message);
    for (int i = 0; i < message->field_count(); ++i) {
      ExpectComment(message->field(i));
    }
    for (int i = 0; i < message->real_oneof_decl_count(); ++i) {
      ExpectComment(message->oneof_decl(i));
    }
  }
  for (const EnumDescriptor* type : AllDeclarations().enums) {
    ExpectComment(type);
    for (int i = 0; i < type->value_count(); ++i) {
      ExpectComment(type->value(i));
    }
  }
  for (const ServiceDescriptor* service : AllDeclarations().services) {
    ExpectComment(service);
    for (int i = 0; i < service->method_count(); ++i) {
      ExpectComment(service->method(i));
    }
  }
}

TEST(ProtoLintTest, CommentsAreSentences) {
  for (const Descriptor* message : AllDeclarations().messages) {
    const std::string comment = CommentOf(message);
    EXPECT_TRUE(absl::EndsWith(comment, ".") || absl::EndsWith(comment, "]") ||
                absl::EndsWith(comment, "?") || absl::EndsWith(comment, ")"))
        << message->full_name() << ": " << comment;
  }
}

TEST(ProtoLintTest, MessagesAndFieldsAreNamedAsTheStyleGuideSays) {
  for (const Descriptor* message : AllDeclarations().messages) {
    EXPECT_TRUE(Matches(message->name(), kCamelCase)) << message->full_name();
    for (int i = 0; i < message->field_count(); ++i) {
      const FieldDescriptor* field = message->field(i);
      EXPECT_TRUE(Matches(field->name(), kSnakeCase)) << field->full_name();
    }
  }
}

// So that any number of files can be compiled together, and 0 never means something by accident.
TEST(ProtoLintTest, EnumValuesCarryTheirEnumsNameAndZeroIsUnspecified) {
  for (const EnumDescriptor* type : AllDeclarations().enums) {
    EXPECT_TRUE(Matches(type->name(), kCamelCase)) << type->full_name();
    const std::string prefix = UpperSnake(type->name()) + "_";
    for (int i = 0; i < type->value_count(); ++i) {
      const EnumValueDescriptor* value = type->value(i);
      EXPECT_TRUE(absl::StartsWith(value->name(), prefix)) << value->full_name();
      EXPECT_TRUE(Matches(value->name(), "[A-Z][A-Z0-9_]*")) << value->full_name();
    }
    EXPECT_EQ(type->value(0)->name(), prefix + "UNSPECIFIED");
    EXPECT_EQ(type->value(0)->number(), 0) << type->full_name();
  }
}

TEST(ProtoLintTest, MethodsHaveARequestAndAResponseOfTheirOwn) {
  std::set<std::string> used;
  for (const ServiceDescriptor* service : AllDeclarations().services) {
    EXPECT_TRUE(Matches(service->name(), kCamelCase)) << service->full_name();
    for (int i = 0; i < service->method_count(); ++i) {
      const MethodDescriptor* method = service->method(i);
      EXPECT_TRUE(Matches(method->name(), kCamelCase)) << method->full_name();
      EXPECT_EQ(method->input_type()->name(), method->name() + "Request") << method->full_name();
      EXPECT_EQ(method->output_type()->name(), method->name() + "Response") << method->full_name();
      EXPECT_FALSE(method->client_streaming() || method->server_streaming())
          << method->full_name() << ": calls are bounded";
      EXPECT_TRUE(used.insert(method->input_type()->full_name()).second) << method->full_name();
    }
  }
}

// Serialised maps have no order, so equal messages would have unequal bytes.
TEST(ProtoLintTest, ThereAreNoMaps) {
  for (const Descriptor* message : AllDeclarations().messages) {
    EXPECT_FALSE(message->options().map_entry()) << message->full_name();
  }
}

TEST(ProtoLintTest, EveryEventTypeHasItsPayload) {
  const std::vector<const Descriptor*> payloads = Payloads();
  ASSERT_FALSE(payloads.empty());
  for (size_t i = 0; i < payloads.size(); ++i) {
    EXPECT_NE(payloads[i], nullptr)
        << "no message for " << EventTypes()->value(static_cast<int>(i) + 1)->full_name();
  }
}

TEST(ProtoLintTest, EventTypesFitTheHeadersSixteenBits) {
  for (int i = 0; i < EventTypes()->value_count(); ++i) {
    EXPECT_LE(EventTypes()->value(i)->number(), UINT16_MAX);
  }
}

// Any payload can be read as Common.
TEST(ProtoLintTest, PayloadsBeginWithTheCommonFields) {
  const Descriptor* common = MessageNamed("cledi.event.v1.Common");
  ASSERT_NE(common, nullptr);
  for (const Descriptor* payload : Payloads()) {
    ASSERT_NE(payload, nullptr);
    SCOPED_TRACE(payload->full_name());
    for (int i = 0; i < common->field_count(); ++i) {
      const FieldDescriptor* expected = common->field(i);
      const FieldDescriptor* field = FieldOf(payload, expected->number());
      ASSERT_NE(field, nullptr) << expected->name();
      EXPECT_EQ(field->name(), expected->name());
      EXPECT_EQ(field->type(), expected->type());
      EXPECT_EQ(field->is_repeated(), expected->is_repeated());
    }
  }
}

TEST(ProtoLintTest, PayloadsKeepTheOtherCommonNumbersFree) {
  const Descriptor* common = MessageNamed("cledi.event.v1.Common");
  for (const Descriptor* payload : Payloads()) {
    SCOPED_TRACE(payload->full_name());
    for (int number = 1; number <= 9; ++number) {
      if (FieldOf(common, number) == nullptr) {
        EXPECT_TRUE(payload->IsReservedNumber(number)) << number;
      }
    }
  }
}

}  // namespace
}  // namespace cledi
