#include "tests/proto/descriptors.h"

#include <fstream>

#include "absl/strings/ascii.h"
#include "google/protobuf/descriptor.pb.h"
#include "gtest/gtest.h"

namespace cledi {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorSet;

void Collect(const Descriptor* message, Declarations& declarations) {
  declarations.messages.push_back(message);
  for (int i = 0; i < message->enum_type_count(); ++i) {
    declarations.enums.push_back(message->enum_type(i));
  }
  for (int i = 0; i < message->nested_type_count(); ++i) {
    Collect(message->nested_type(i), declarations);
  }
}

}  // namespace

const std::vector<const FileDescriptor*>& ProtoFiles() {
  static const auto& files = *[] {
    auto* found = new std::vector<const FileDescriptor*>();
    auto* pool = new DescriptorPool();
    FileDescriptorSet set;
    std::ifstream in(CLEDI_DESCRIPTORS, std::ios::binary);
    EXPECT_TRUE(set.ParseFromIstream(&in)) << CLEDI_DESCRIPTORS;
    for (const auto& file : set.file()) {
      const FileDescriptor* built = pool->BuildFile(file);
      EXPECT_NE(built, nullptr) << file.name();
      if (file.package().rfind("cledi.", 0) == 0) {
        found->push_back(built);
      }
    }
    return found;
  }();
  return files;
}

const Declarations& AllDeclarations() {
  static const auto& all = *[] {
    auto* declarations = new Declarations();
    for (const FileDescriptor* file : ProtoFiles()) {
      for (int i = 0; i < file->message_type_count(); ++i) {
        Collect(file->message_type(i), *declarations);
      }
      for (int i = 0; i < file->enum_type_count(); ++i) {
        declarations->enums.push_back(file->enum_type(i));
      }
      for (int i = 0; i < file->service_count(); ++i) {
        declarations->services.push_back(file->service(i));
      }
    }
    return declarations;
  }();
  return all;
}

std::string UpperSnake(const std::string& camel) {
  std::string result;
  for (const char c : camel) {
    if (absl::ascii_isupper(static_cast<unsigned char>(c)) && !result.empty()) {
      result.push_back('_');
    }
    result.push_back(absl::ascii_toupper(static_cast<unsigned char>(c)));
  }
  return result;
}

std::string Camel(const std::string& upper_snake) {
  std::string result;
  bool begins_word = true;
  for (const char c : upper_snake) {
    if (c == '_') {
      begins_word = true;
    } else {
      result.push_back(begins_word ? c : absl::ascii_tolower(static_cast<unsigned char>(c)));
      begins_word = false;
    }
  }
  return result;
}

}  // namespace cledi
