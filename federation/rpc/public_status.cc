#include "federation/rpc/public_status.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"

#include "federation/base/log_line.h"
#include "federation/rpc/limits.h"
#include "federation/rpc/status_detail.h"

namespace cledi {
namespace {

// Cuts between two characters, never inside one.
std::string_view CutToTextMax(std::string_view text) {
  if (text.size() <= kErrorTextBytesMax) {
    return text;
  }
  size_t end = kErrorTextBytesMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) {
    --end;
  }
  return text.substr(0, end);
}

bool IsOurMistake(const Status& status) {
  return status.code() == StatusCode::kInternal || status.code() == StatusCode::kUnknown;
}

void KeepDetails(const Status& status, Status& told) {
  status.ForEachPayload([&told](absl::string_view url, const absl::Cord& payload) {
    if (absl::StartsWith(url, ToAbsl(kDetailPrefix)) && payload.size() <= kErrorDetailBytesMax) {
      told.SetPayload(url, payload);
    }
  });
}

}  // namespace

Status PublicStatus(const Status& status, const Caller& caller, std::string_view method) {
  if (status.ok()) {
    return status;
  }
  if (IsOurMistake(status)) {
    LogLine(Severity::kError, "method_failed",
            {{"method", std::string(method)},
             {"caller", caller.id},
             {"why", std::string(Message(status))}});
    if (!caller.Has(Role::kOperator)) {
      return Status(status.code(),
                    "the node made a mistake; its log has a line method_failed that says which");
    }
  }
  Status told(status.code(), ToAbsl(CutToTextMax(Message(status))));
  if (!IsOurMistake(status)) {
    KeepDetails(status, told);
  }
  return told;
}

}  // namespace cledi
