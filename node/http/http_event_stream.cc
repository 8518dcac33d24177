#include "node/http/http_event_stream.h"

#include <string_view>

#include "absl/strings/str_split.h"

#include "federation/base/check.h"

namespace cledi {
namespace {

// What ends a line for a browser.
constexpr const char* kLineEnds = "\r\n";

void AppendField(std::string& out, std::string_view field, std::string_view line) {
  CHECK(line.find_first_of(kLineEnds) == std::string_view::npos);
  out.append(field).append(": ").append(line).append("\n");
}

std::string BytesOf(const HttpEvent& event) {
  std::string bytes;
  if (!event.id.empty()) {
    AppendField(bytes, "id", event.id);
  }
  if (!event.name.empty()) {
    AppendField(bytes, "event", event.name);
  }
  for (const absl::string_view line : absl::StrSplit(event.data, absl::ByAnyChar(kLineEnds))) {
    AppendField(bytes, "data", {line.data(), line.size()});
  }
  return bytes.append("\n");
}

}  // namespace

void HttpEventStream::Send(const HttpEvent& event) { Put(BytesOf(event), false); }

void HttpEventStream::Close() { Put({}, true); }

void HttpEventStream::Put(std::string bytes, bool last) {
  std::function<void()> wake;
  {
    absl::MutexLock lock(&mutex_);
    if (closed_ || waiting_.last || waiting_.fell_behind) {
      return;
    }
    if (waiting_.bytes.size() + bytes.size() > kWaitingBytesMax) {
      waiting_ = {.bytes = {}, .fell_behind = true};
      woken_ = false;  // Whoever was woken may be waiting for the client.
    } else {
      waiting_.bytes.append(bytes);
      waiting_.last = last;
    }
    if (!woken_ && wake_ != nullptr) {
      woken_ = true;
      wake = wake_;
    }
  }
  if (wake != nullptr) {
    wake();
  }
}

void HttpEventStream::Attach(std::function<void()> wake) {
  absl::MutexLock lock(&mutex_);
  wake_ = std::move(wake);
  woken_ = true;  // Whoever attaches takes what there is.
}

HttpEventStream::Waiting HttpEventStream::Take() {
  absl::MutexLock lock(&mutex_);
  woken_ = false;
  Waiting taken = waiting_;
  waiting_.bytes.clear();
  return taken;
}

bool HttpEventStream::fell_behind() const {
  absl::MutexLock lock(&mutex_);
  return waiting_.fell_behind;
}

void HttpEventStream::End() {
  {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
    wake_ = nullptr;
    waiting_ = {};
  }
  ended_.Cancel();
}

}  // namespace cledi
