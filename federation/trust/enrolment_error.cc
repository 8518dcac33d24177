#include "federation/trust/enrolment_error.h"

#include <array>

namespace cledi {
namespace {

struct Code {
  StatusCode status;
  std::string_view name;
};

constexpr std::array<Code, 7> kCodes = {{
    {StatusCode::kNotFound, "token_unknown"},
    {StatusCode::kAlreadyExists, "token_used"},
    {StatusCode::kFailedPrecondition, "token_expired"},
    {StatusCode::kInvalidArgument, "request_invalid"},
    {StatusCode::kResourceExhausted, "rate_limited"},
    {StatusCode::kPermissionDenied, "not_a_member"},
    {StatusCode::kOutOfRange, "clock"},
}};

constexpr std::string_view kInternal = "internal";

}  // namespace

federation::v1::EnrolError ToEnrolError(const Status& status) {
  federation::v1::EnrolError error;
  const auto* const code = std::ranges::find(kCodes, status.code(), &Code::status);
  if (code == kCodes.end()) {
    error.set_code(std::string(kInternal));
    error.set_message("the coordinator could not do it: its log says why");
    return error;
  }
  error.set_code(std::string(code->name));
  error.set_message(std::string(Message(status)));
  return error;
}

Status FromEnrolError(const federation::v1::EnrolError& error) {
  const auto* const code = std::ranges::find(kCodes, std::string_view(error.code()), &Code::name);
  return {code == kCodes.end() ? StatusCode::kInternal : code->status, error.message()};
}

bool IsFaultOfCaller(const Status& status) {
  return std::ranges::find(kCodes, status.code(), &Code::status) != kCodes.end();
}

}  // namespace cledi
