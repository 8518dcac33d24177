// What the enrolment listener says to a request, without the network.

#ifndef CLEDI_NODE_ENROLMENT_ENROLMENT_HTTP_H_
#define CLEDI_NODE_ENROLMENT_ENROLMENT_HTTP_H_

#include <string>
#include <string_view>

#include "federation/trust/enrolment_desk.h"

namespace cledi {

inline constexpr size_t kEnrolmentRequestBytesMax = 64 * 1024;

struct EnrolmentHttpRequest {
  bool post = false;
  std::string_view path;
  std::string_view body;
  std::string_view remote;  // What counts as one host.
};

struct EnrolmentHttpResponse {
  int status = 200;
  std::string_view content_type;
  std::string body;
};

// POST /enrol and POST /renew, with protobuf bodies; everything else is told so in plain text.
EnrolmentHttpResponse AnswerEnrolment(const EnrolmentHttpRequest& request, EnrolmentDesk& desk);

}  // namespace cledi

#endif  // CLEDI_NODE_ENROLMENT_ENROLMENT_HTTP_H_
