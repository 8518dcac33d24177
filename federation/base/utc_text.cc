#include "federation/base/utc_text.h"

#include "absl/time/time.h"

namespace cledi {

std::string UtcText(UnixMillis time) {
  return absl::FormatTime("%Y-%m-%d %H:%M UTC", absl::FromUnixMillis(ToUnixMs(time)),
                          absl::UTCTimeZone());
}

}  // namespace cledi
