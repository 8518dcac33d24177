#ifndef CLEDI_TESTS_PROTO_DESCRIPTORS_H_
#define CLEDI_TESTS_PROTO_DESCRIPTORS_H_

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace cledi {

// This project's proto files, with their comments, as the build compiled them; by name.
const std::vector<const google::protobuf::FileDescriptor*>& ProtoFiles();

// Everything that the files declare, nested messages and enumerations included.
struct Declarations {
  std::vector<const google::protobuf::Descriptor*> messages;
  std::vector<const google::protobuf::EnumDescriptor*> enums;
  std::vector<const google::protobuf::ServiceDescriptor*> services;
};
const Declarations& AllDeclarations();

// Text in `CamelCase` as UPPER_SNAKE_CASE: "DigCompEduLevel" → "DIG_COMP_EDU_LEVEL".
std::string UpperSnake(const std::string& camel);
// And back: "PLAN_REVISED" → "PlanRevised".
std::string Camel(const std::string& upper_snake);

}  // namespace cledi

#endif  // CLEDI_TESTS_PROTO_DESCRIPTORS_H_
