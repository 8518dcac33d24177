#include "node/web/pages/api_catalogue.h"

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"

#include "nlohmann/json.hpp"

namespace cledi {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;
using Json = nlohmann::ordered_json;

constexpr std::string_view kPackage = "cledi.community.v1";
// How deep an example shows what is in what.
constexpr int kExampleDepthMax = 2;

template <class Declared>
std::string CommentOf(const Declared& declared) {
  google::protobuf::SourceLocation location;
  if (!declared.GetSourceLocation(&location)) {
    return "";
  }
  return std::string(
      absl::StripAsciiWhitespace(absl::StrReplaceAll(location.leading_comments, {{"\n ", "\n"}})));
}

// Without its package, but within the message that it is declared in: "Derivation.Kind".
template <class Declared>
std::string NameOf(const Declared& declared) {
  return declared.full_name().substr(declared.file()->package().size() + 1);
}

std::string PlainTypeOf(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(field.type_name(), " in quotes");  // JSON's numbers are too small.
    case FieldDescriptor::CPPTYPE_STRING:
      return field.type() == FieldDescriptor::TYPE_BYTES ? "base64" : "string";
    default:
      return field.type_name();
  }
}

Json ExampleOf(const Descriptor& message, int depth);

Json ExampleValue(const FieldDescriptor& field, int depth) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ExampleOf(*field.message_type(), depth + 1);
    case FieldDescriptor::CPPTYPE_ENUM:
      return field.enum_type()->value(std::min(1, field.enum_type()->value_count() - 1))->name();
    case FieldDescriptor::CPPTYPE_BOOL:
      return true;
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT64:
      return "1";
    case FieldDescriptor::CPPTYPE_STRING:
      return field.type() == FieldDescriptor::TYPE_BYTES ? "" : "…";
    default:
      return 1;
  }
}

Json ExampleOf(const Descriptor& message, int depth) {
  Json example = Json::object();
  for (int i = 0; depth <= kExampleDepthMax && i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    const auto* oneof = field.real_containing_oneof();
    if (oneof != nullptr && oneof->field(0) != &field) {
      continue;  // One of them says enough.
    }
    Json value = ExampleValue(field, depth);
    example[field.json_name()] = field.is_repeated() ? Json::array({std::move(value)}) : value;
  }
  return example;
}

// The types that methods lead to.
class TypeCollector {
 public:
  void Add(const Descriptor& message) {
    if (!types_.try_emplace(message.full_name()).second) {
      return;
    }
    ApiType type{.id = message.full_name(), .name = NameOf(message), .comment = CommentOf(message)};
    for (int i = 0; i < message.field_count(); ++i) {
      type.fields.push_back(FieldOf(*message.field(i)));
    }
    types_[message.full_name()] = std::move(type);
  }

  std::vector<ApiType> Take() {
    std::vector<ApiType> types;
    for (auto& [id, type] : types_) {
      types.push_back(std::move(type));
    }
    std::ranges::sort(types, {}, [](const ApiType& type) { return std::tie(type.name, type.id); });
    return types;
  }

 private:
  void Add(const EnumDescriptor& values) {
    ApiType type{.id = values.full_name(),
                 .name = NameOf(values),
                 .comment = CommentOf(values),
                 .is_enum = true};
    for (int i = 0; i < values.value_count(); ++i) {
      type.fields.push_back(
          {.name = values.value(i)->name(), .comment = CommentOf(*values.value(i))});
    }
    types_.try_emplace(values.full_name(), std::move(type));
  }

  ApiField FieldOf(const FieldDescriptor& field) {
    ApiField described{.name = field.json_name(), .comment = CommentOf(field)};
    if (const Descriptor* message = field.message_type(); message != nullptr) {
      Add(*message);
      described.type = NameOf(*message);
      described.type_id = message->full_name();
    } else if (const EnumDescriptor* values = field.enum_type(); values != nullptr) {
      Add(*values);
      described.type = NameOf(*values);
      described.type_id = values->full_name();
    } else {
      described.type = PlainTypeOf(field);
    }
    if (field.is_repeated()) {
      described.type.insert(0, "list of ");
    }
    return described;
  }

  std::map<std::string, ApiType> types_;
};

ApiMethod MethodOf(const MethodDescriptor& method) {
  return {.full_name = method.service()->full_name() + "/" + method.name(),
          .name = method.name(),
          .comment = CommentOf(method),
          .may_get = method.options().idempotency_level() ==
                     google::protobuf::MethodOptions::NO_SIDE_EFFECTS,
          .request_id = method.input_type()->full_name(),
          .request_name = NameOf(*method.input_type()),
          .response_id = method.output_type()->full_name(),
          .response_name = NameOf(*method.output_type()),
          .example = ExampleOf(*method.input_type(), 0).dump()};
}

}  // namespace

StatusOr<ApiCatalogue> ApiCatalogue::Read(std::string_view descriptor_set) {
  google::protobuf::FileDescriptorSet files;
  if (!files.ParseFromArray(descriptor_set.data(), static_cast<int>(descriptor_set.size()))) {
    return absl::InternalError("the descriptors of the protos cannot be read");
  }
  google::protobuf::DescriptorPool pool;
  ApiCatalogue catalogue;
  TypeCollector types;
  for (const google::protobuf::FileDescriptorProto& proto : files.file()) {
    const google::protobuf::FileDescriptor* file = pool.BuildFile(proto);
    if (file == nullptr) {
      return absl::InternalError(
          absl::StrCat("the descriptors of ", proto.name(), " are not complete"));
    }
    for (int i = 0; file->package() == kPackage && i < file->service_count(); ++i) {
      const auto& declared = *file->service(i);
      ApiService service{
          .id = declared.full_name(), .name = declared.name(), .comment = CommentOf(declared)};
      for (int j = 0; j < declared.method_count(); ++j) {
        types.Add(*declared.method(j)->input_type());
        types.Add(*declared.method(j)->output_type());
        service.methods.push_back(MethodOf(*declared.method(j)));
      }
      catalogue.services.push_back(std::move(service));
    }
  }
  std::ranges::sort(catalogue.services, {}, &ApiService::name);
  catalogue.types = types.Take();
  return catalogue;
}

}  // namespace cledi
