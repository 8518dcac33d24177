#include "admin/cli/session.h"

#include <utility>

#include "google/protobuf/util/json_util.h"

#include "federation/base/check.h"

namespace cledi {
namespace {

std::string JsonOf(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  std::string json;
  // Fails only for messages that hold an Any, and there are none.
  CHECK(google::protobuf::util::MessageToJsonString(message, &json, options).ok());
  return json;
}

}  // namespace

Session::Session(Streams streams, const Clock& clock, Random& random, Ways ways)
    : streams_(streams), clock_(clock), random_(random), ways_(std::move(ways)) {}

Status Session::Call(const std::string& person, std::string_view method,
                     const google::protobuf::Message& request, google::protobuf::Message& response,
                     std::chrono::milliseconds patience) {
  const std::string& who = person.empty() ? as_user : person;
  auto node = nodes_.find(who);
  if (node == nodes_.end()) {
    ASSIGN_OR_RETURN(auto connection, ways_.connect(data_folder, who));
    node = nodes_.emplace(who, std::move(connection)).first;
  }
  return node->second->Call(method, request, response, patience);
}

void Session::PrintJson(const google::protobuf::Message& message) {
  streams_.out << JsonOf(message);
}

void Session::PrintJson(std::initializer_list<NamedMessage> messages) {
  std::string_view opening = "{";
  for (const auto& [name, message] : messages) {
    streams_.out << opening << "\"" << name << "\": " << JsonOf(*message);
    opening = ",";
  }
  streams_.out << "}\n";
}

Progress Session::StartProgress(std::string label) {
  return {std::move(label), streams_.err, streams_.err_on_terminal, clock_};
}

}  // namespace cledi
