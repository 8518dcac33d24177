#ifndef CLEDI_FEDERATION_BASE_UTC_TEXT_H_
#define CLEDI_FEDERATION_BASE_UTC_TEXT_H_

#include <string>

#include "federation/base/clock.h"

namespace cledi {

// A time as operators read it, to the minute: "2026-05-03 14:02 UTC".
std::string UtcText(UnixMillis time);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_BASE_UTC_TEXT_H_
