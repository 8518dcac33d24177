#include "node/enrolment/enrolment_http.h"

#include <map>

#include "federation/trust/enrolment_error.h"

namespace cledi {
namespace {

using federation::v1::EnrolError;
using federation::v1::EnrolRequest;
using federation::v1::EnrolResponse;
using federation::v1::RenewRequest;
using federation::v1::RenewResponse;

constexpr std::string_view kProtobuf = "application/x-protobuf";
constexpr std::string_view kText = "text/plain; charset=utf-8";

int HttpStatusOf(const EnrolError& error) {
  static const std::map<std::string, int, std::less<>> statuses = {
      {"token_unknown", 404}, {"token_used", 409},   {"token_expired", 410},
      {"not_a_member", 403},  {"rate_limited", 429}, {"request_invalid", 400},
      {"clock", 400}};
  const auto found = statuses.find(error.code());
  return found == statuses.end() ? 500 : found->second;
}

EnrolmentHttpResponse Refuse(const EnrolError& error) {
  return {
      .status = HttpStatusOf(error), .content_type = kProtobuf, .body = error.SerializeAsString()};
}

template <class Response, class Request>
EnrolmentHttpResponse Answer(
    const EnrolmentHttpRequest& http, EnrolmentDesk& desk,
    EnrolmentDesk::Answer<Response> (EnrolmentDesk::*ask)(std::string_view, const Request&)) {
  Request request;
  if (!request.ParseFromArray(http.body.data(), static_cast<int>(http.body.size()))) {
    return Refuse(ToEnrolError(Invalid("the request cannot be read")));
  }
  const EnrolmentDesk::Answer<Response> answer = (desk.*ask)(http.remote, request);
  if (const auto* const error = std::get_if<EnrolError>(&answer); error != nullptr) {
    return Refuse(*error);
  }
  return {.status = 200,
          .content_type = kProtobuf,
          .body = std::get<Response>(answer).SerializeAsString()};
}

}  // namespace

EnrolmentHttpResponse AnswerEnrolment(const EnrolmentHttpRequest& request, EnrolmentDesk& desk) {
  const bool enrol = request.path == "/enrol";
  if (!enrol && request.path != "/renew") {
    return {.status = 404,
            .content_type = kText,
            .body = "This port is for nodes that join the federation. Nothing is to be seen.\n"};
  }
  if (!request.post) {
    return {.status = 405, .content_type = kText, .body = "Only POST is answered here.\n"};
  }
  return enrol ? Answer<EnrolResponse, EnrolRequest>(request, desk, &EnrolmentDesk::Enrol)
               : Answer<RenewResponse, RenewRequest>(request, desk, &EnrolmentDesk::Renew);
}

}  // namespace cledi
