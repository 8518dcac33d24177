#include "federation/rpc_grpc/grpc_log.h"

#include <cstdint>
#include <mutex>
#include <string_view>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"

#include "federation/base/log_line.h"
#include "federation/base/status.h"
#include "grpc/support/log.h"
#include "grpc/support/time.h"

namespace cledi {
namespace {

constexpr int kLinesPerSecondMax = 5;

// Which lines may pass, by gRPC's own clock.
class Valve {
 public:
  bool Open() {
    const int64_t second = gpr_now(GPR_CLOCK_MONOTONIC).tv_sec;
    absl::MutexLock lock(&mutex_);
    if (second != second_) {
      second_ = second;
      lines_ = 0;
    }
    return ++lines_ <= kLinesPerSecondMax;
  }

 private:
  absl::Mutex mutex_;
  int64_t second_ ABSL_GUARDED_BY(mutex_) = 0;
  int lines_ ABSL_GUARDED_BY(mutex_) = 0;
};

constexpr std::string_view kHandshakeFailed = "Handshake failed with fatal error";

// Who hears of failed handshakes.
class HandshakeFailures {
 public:
  static HandshakeFailures& Instance() {
    static HandshakeFailures& instance = *new HandshakeFailures;
    return instance;
  }

  void SetListener(std::function<void(std::string_view)> listener) {
    absl::MutexLock lock(&mutex_);
    listener_ = std::move(listener);
  }
  // False: nobody listens.
  bool Tell(std::string_view why) {
    absl::MutexLock lock(&mutex_);
    if (listener_ == nullptr) {
      return false;
    }
    listener_(why);
    return true;
  }

 private:
  absl::Mutex mutex_;
  std::function<void(std::string_view)> listener_ ABSL_GUARDED_BY(mutex_);
};

// What OpenSSL says at the end of "error:0A0000C7:SSL routines::peer did not return …".
std::string_view OpenSslReason(std::string_view text) {
  const size_t routine = text.rfind("::");
  return routine == std::string_view::npos ? text : text.substr(routine + 2);
}

void Pass(gpr_log_func_args* line) {
  static Valve& valve = *new Valve;
  const std::string_view text(line->message);
  if (text.starts_with(kHandshakeFailed) &&
      HandshakeFailures::Instance().Tell(OpenSslReason(text))) {
    return;
  }
  // Printed at every TLS handshake with a peer that is known by a URI, as ours are.
  if (absl::StrContains(ToAbsl(text), "No match found for server name")) {
    return;
  }
  if (valve.Open()) {
    // What gRPC calls an error is a connection that failed, rarely more.
    LogLine(line->severity == GPR_LOG_SEVERITY_ERROR ? Severity::kWarning : Severity::kDebug,
            "grpc",
            {{"why", std::string(text)}, {"at", absl::StrFormat("%s:%d", line->file, line->line)}});
  }
}

}  // namespace

void SendGrpcLogToOurs() {
  static std::once_flag once;
  std::call_once(once, [] { gpr_set_log_function(&Pass); });
}

void SendHandshakeFailuresTo(std::function<void(std::string_view why)> listener) {
  SendGrpcLogToOurs();
  HandshakeFailures::Instance().SetListener(std::move(listener));
}

}  // namespace cledi
