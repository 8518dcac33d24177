#ifndef CLEDI_NODE_HTTP_HTTP_DATE_H_
#define CLEDI_NODE_HTTP_HTTP_DATE_H_

#include <string>

#include "federation/base/clock.h"

namespace cledi {

// "Tue, 24 Nov 2026 22:04:24 GMT" (RFC 9110, 5.6.7).
std::string HttpDate(UnixMillis time);

}  // namespace cledi

#endif  // CLEDI_NODE_HTTP_HTTP_DATE_H_
