#include "node/connect/connect_error.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/str_format.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"

#include "federation/base/bytes.h"
#include "federation/rpc/status_detail.h"
#include "nlohmann/json.hpp"
#include "node/connect/connect_request.h"

namespace cledi {
namespace {

using Json = nlohmann::ordered_json;

struct CodeEntry {
  StatusCode code;
  std::string_view name;
  int http_status;
};

constexpr std::array<CodeEntry, 16> kCodes = {{
    {StatusCode::kCancelled, "canceled", 499},
    {StatusCode::kUnknown, "unknown", 500},
    {StatusCode::kInvalidArgument, "invalid_argument", 400},
    {StatusCode::kDeadlineExceeded, "deadline_exceeded", 504},
    {StatusCode::kNotFound, "not_found", 404},
    {StatusCode::kAlreadyExists, "already_exists", 409},
    {StatusCode::kPermissionDenied, "permission_denied", 403},
    {StatusCode::kResourceExhausted, "resource_exhausted", 429},
    {StatusCode::kFailedPrecondition, "failed_precondition", 400},
    {StatusCode::kAborted, "aborted", 409},
    {StatusCode::kOutOfRange, "out_of_range", 400},
    {StatusCode::kUnimplemented, "unimplemented", 501},
    {StatusCode::kInternal, "internal", 500},
    {StatusCode::kUnavailable, "unavailable", 503},
    {StatusCode::kDataLoss, "data_loss", 500},
    {StatusCode::kUnauthenticated, "unauthenticated", 401},
}};

// Codes of newer versions of the library are unknown, as the protocol has it.
const CodeEntry& EntryOf(StatusCode code) {
  const auto found = std::ranges::find(kCodes, code, &CodeEntry::code);
  return found == kCodes.end() ? kCodes[1] : *found;
}

// A detail in words, for those who read JSON without the protos at hand; nothing for a message
// that this program does not know.
std::optional<Json> InWords(const std::string& type, const std::string& value) {
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  if (descriptor == nullptr) {
    return std::nullopt;
  }
  const auto* prototype =
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor);
  const std::unique_ptr<google::protobuf::Message> message(prototype->New());
  std::string json;
  if (!message->ParseFromString(value) ||
      !google::protobuf::util::MessageToJsonString(*message, &json).ok()) {
    return std::nullopt;
  }
  return Json::parse(json, nullptr, /*allow_exceptions=*/false);
}

Json DetailsOf(const Status& status) {
  Json details = Json::array();
  status.ForEachPayload([&](absl::string_view type_url, const absl::Cord& payload) {
    std::string_view type(type_url.data(), type_url.size());
    if (!type.starts_with(kDetailPrefix)) {
      return;
    }
    type.remove_prefix(kDetailPrefix.size());
    const std::string value(payload);
    std::string base64 = Base64Encode(value);
    base64.erase(std::ranges::find(base64, '='), base64.end());  // As the protocol writes it.
    Json detail = {{"type", type}, {"value", std::move(base64)}};
    if (std::optional<Json> words = InWords(std::string(type), value)) {
      detail["debug"] = *std::move(words);
    }
    details.push_back(std::move(detail));
  });
  return details;
}

// What an HTTP status of the server means to a program.
StatusCode CodeOf(int http_status) {
  switch (http_status) {
    case 404:
    case 405:
    case 501:
      return StatusCode::kUnimplemented;
    case 408:
      return StatusCode::kDeadlineExceeded;
    case 413:
    case 414:
    case 431:
      return StatusCode::kResourceExhausted;
    case 500:
      return StatusCode::kInternal;
    case 503:
      return StatusCode::kUnavailable;
    default:
      return http_status < 500 ? StatusCode::kInvalidArgument : StatusCode::kUnknown;
  }
}

}  // namespace

std::string_view ConnectCodeName(StatusCode code) { return EntryOf(code).name; }
int ConnectHttpStatus(StatusCode code) { return EntryOf(code).http_status; }

HttpResponse ConnectError(const Status& status, int http_status) {
  Json error = {{"code", ConnectCodeName(status.code())}};
  if (!status.message().empty()) {
    error["message"] = Message(status);
  }
  if (Json details = DetailsOf(status); !details.empty()) {
    error["details"] = std::move(details);
  }
  HttpResponse response;
  response.status = http_status;
  response.content_type = "application/json";
  // A text with broken characters in it must not break the JSON around it.
  response.body = error.dump(-1, ' ', false, Json::error_handler_t::replace);
  response.headers = {{"Cache-Control", "no-store"}};
  return response;
}

ErrorPage ErrorsForPrograms(ErrorPage pages) {
  return
      [pages = std::move(pages)](const HttpRequest& request, int status, std::string_view detail) {
        if (!IsFromProgram(request)) {
          return pages(request, status, detail);
        }
        const std::string text = detail.empty()
                                     ? absl::StrFormat("HTTP %d %s", status, ReasonPhrase(status))
                                     : std::string(detail);
        return ConnectError(Status(CodeOf(status), text), status);
      };
}

}  // namespace cledi
