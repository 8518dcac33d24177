// Rules about the protos, which are kept for ever: comments that a client's author can live
// on, names, and a recorded baseline that no change may break.

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "gtest/gtest.h"

namespace cledi {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorSet;
using google::protobuf::ServiceDescriptor;
using google::protobuf::SourceLocation;

const std::string kBaseline = std::string(CLEDI_SOURCE_DIR) + "/tests/proto/baseline.txt";

class ProtoTest : public testing::Test {
 protected:
  void SetUp() override {
    std::ifstream file(CLEDI_DESCRIPTORS, std::ios::binary);
    FileDescriptorSet set;
    ASSERT_TRUE(set.ParseFromIstream(&file)) << CLEDI_DESCRIPTORS;
    for (const auto& one : set.file()) {
      const FileDescriptor* descriptor = pool_.BuildFile(one);
      ASSERT_NE(descriptor, nullptr) << one.name();
      if (descriptor->package().starts_with("cledi.")) {
        files_.push_back(descriptor);
      }
    }
    ASSERT_FALSE(files_.empty());
  }

  DescriptorPool pool_;
  std::vector<const FileDescriptor*> files_;
};

// Messages with those inside them.
void Collect(const Descriptor* message, std::vector<const Descriptor*>& messages) {
  messages.push_back(message);
  for (int i = 0; i < message->nested_type_count(); ++i) {
    Collect(message->nested_type(i), messages);
  }
}

std::vector<const Descriptor*> MessagesOf(const FileDescriptor* file) {
  std::vector<const Descriptor*> messages;
  for (int i = 0; i < file->message_type_count(); ++i) {
    Collect(file->message_type(i), messages);
  }
  return messages;
}

std::vector<const EnumDescriptor*> EnumsOf(const FileDescriptor* file) {
  std::vector<const EnumDescriptor*> enums;
  for (int i = 0; i < file->enum_type_count(); ++i) {
    enums.push_back(file->enum_type(i));
  }
  for (const Descriptor* message : MessagesOf(file)) {
    for (int i = 0; i < message->enum_type_count(); ++i) {
      enums.push_back(message->enum_type(i));
    }
  }
  return enums;
}

template <class Described>
void ExpectComment(const Described* described) {
  SourceLocation place;
  const bool found = described->GetSourceLocation(&place);
  EXPECT_TRUE(found && place.leading_comments.find_first_not_of(" \n") != std::string::npos)
      << described->full_name() << " has no comment above it";
}

TEST_F(ProtoTest, EverythingHasAComment) {
  for (const FileDescriptor* file : files_) {
    for (const Descriptor* message : MessagesOf(file)) {
      ExpectComment(message);
      for (int i = 0; i < message->field_count(); ++i) {
        ExpectComment(message->field(i));
      }
      for (int i = 0; i < message->oneof_decl_count(); ++i) {
        ExpectComment(message->oneof_decl(i));
      }
    }
    for (const EnumDescriptor* one : EnumsOf(file)) {
      ExpectComment(one);
      for (int i = 0; i < one->value_count(); ++i) {
        ExpectComment(one->value(i));
      }
    }
    for (int i = 0; i < file->service_count(); ++i) {
      const ServiceDescriptor* service = file->service(i);
      ExpectComment(service);
      for (int k = 0; k < service->method_count(); ++k) {
        ExpectComment(service->method(k));
      }
    }
  }
}

std::string UpperSnake(const std::string& camel) {
  std::string out;
  for (size_t i = 0; i < camel.size(); ++i) {
    const bool upper = camel[i] >= 'A' && camel[i] <= 'Z';
    if (i > 0 && upper) {
      out.push_back('_');
    }
    out.push_back(upper || camel[i] < 'a' ? camel[i] : static_cast<char>(camel[i] - 'a' + 'A'));
  }
  return out;
}

TEST_F(ProtoTest, EnumValuesBeginWithTheirEnumsNameAndZeroIsUnspecified) {
  for (const FileDescriptor* file : files_) {
    for (const EnumDescriptor* one : EnumsOf(file)) {
      const std::string prefix = UpperSnake(one->name()) + "_";
      for (int i = 0; i < one->value_count(); ++i) {
        EXPECT_TRUE(one->value(i)->name().starts_with(prefix)) << one->value(i)->full_name();
      }
      EXPECT_EQ(one->FindValueByNumber(0)->name(), prefix + "UNSPECIFIED") << one->full_name();
    }
  }
}

TEST_F(ProtoTest, MethodsHaveRequestsAndResponsesOfTheirOwn) {
  for (const FileDescriptor* file : files_) {
    for (int i = 0; i < file->service_count(); ++i) {
      for (int k = 0; k < file->service(i)->method_count(); ++k) {
        const auto* method = file->service(i)->method(k);
        EXPECT_EQ(method->input_type()->name(), method->name() + "Request");
        EXPECT_EQ(method->output_type()->name(), method->name() + "Response");
        EXPECT_FALSE(method->client_streaming() || method->server_streaming())
            << method->full_name() << ": calls are bounded";
      }
    }
  }
}

// The first fields of every event's payload are those of Common, so that any payload can be
// read as it.
TEST_F(ProtoTest, EventPayloadsBeginWithTheCommonFields) {
  const EnumDescriptor* types = pool_.FindEnumTypeByName("cledi.event.v1.EventType");
  ASSERT_NE(types, nullptr);
  for (int i = 1; i < types->value_count(); ++i) {
    std::string name;
    bool upper = true;
    for (const char c : types->value(i)->name().substr(std::string("EVENT_TYPE_").size())) {
      if (c == '_') {
        upper = true;
        continue;
      }
      name.push_back(upper ? c : static_cast<char>(c - 'A' + 'a'));
      upper = false;
    }
    const Descriptor* payload = pool_.FindMessageTypeByName("cledi.event.v1." + name);
    ASSERT_NE(payload, nullptr) << name;
    int number = 0;
    for (const char* field : {"author", "object", "idempotency_key"}) {
      const FieldDescriptor* found = payload->FindFieldByNumber(++number);
      ASSERT_NE(found, nullptr) << name << " field " << number;
      EXPECT_EQ(found->name(), field) << name;
      EXPECT_EQ(found->type(), FieldDescriptor::TYPE_BYTES) << name;
    }
    for (int k = 0; k < payload->field_count(); ++k) {
      EXPECT_TRUE(payload->field(k)->number() <= 3 || payload->field(k)->number() >= 10)
          << payload->field(k)->full_name() << ": 4 to 9 are reserved for what all have in common";
    }
  }
}

std::string DescribeField(const FieldDescriptor* field) {
  const std::string type = field->message_type() != nullptr ? field->message_type()->full_name()
                           : field->enum_type() != nullptr  ? field->enum_type()->full_name()
                                                            : field->type_name();
  return absl::StrFormat("field %s %d %s%s", field->full_name(), field->number(),
                         field->is_repeated() ? "repeated " : "", type);
}

std::set<std::string> DescribeAll(const std::vector<const FileDescriptor*>& files) {
  std::set<std::string> lines;
  for (const FileDescriptor* file : files) {
    for (const Descriptor* message : MessagesOf(file)) {
      lines.insert("message " + message->full_name());
      for (int i = 0; i < message->field_count(); ++i) {
        lines.insert(DescribeField(message->field(i)));
      }
    }
    for (const EnumDescriptor* one : EnumsOf(file)) {
      for (int i = 0; i < one->value_count(); ++i) {
        lines.insert(absl::StrFormat("value %s.%s %d", one->full_name(), one->value(i)->name(),
                                     one->value(i)->number()));
      }
    }
    for (int i = 0; i < file->service_count(); ++i) {
      for (int k = 0; k < file->service(i)->method_count(); ++k) {
        lines.insert("method " + file->service(i)->method(k)->full_name());
      }
    }
  }
  return lines;
}

// Goal: what was published is only ever extended.
// What is new is recorded by running this test with CLEDI_RECORD_BASELINE=1; the change of
// baseline.txt then shows in the review that lines were added and none taken away.
TEST_F(ProtoTest, NothingRecordedWasChangedOrTakenAway) {
  const std::set<std::string> now = DescribeAll(files_);
  if (std::getenv("CLEDI_RECORD_BASELINE") != nullptr) {
    std::ofstream file(kBaseline);
    for (const std::string& line : now) {
      file << line << "\n";
    }
    return;
  }
  std::ifstream file(kBaseline);
  std::set<std::string> recorded;
  for (std::string line; std::getline(file, line);) {
    recorded.insert(line);
  }
  ASSERT_FALSE(recorded.empty()) << kBaseline;
  for (const std::string& line : recorded) {
    EXPECT_TRUE(now.contains(line)) << "changed or taken away: " << line;
  }
  for (const std::string& line : now) {
    EXPECT_TRUE(recorded.contains(line))
        << "new and not recorded: " << line
        << "; run tests_proto with CLEDI_RECORD_BASELINE=1 and commit baseline.txt";
  }
}

}  // namespace
}  // namespace cledi
