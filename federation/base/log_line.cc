#include "federation/base/log_line.h"

#include <atomic>
#include <chrono>
#include <ctime>

#include <unistd.h>

#include "absl/strings/str_format.h"

#include "federation/base/clock.h"

namespace cledi {
namespace {

std::atomic<Severity> threshold{Severity::kInfo};

std::string_view Name(Severity severity) {
  switch (severity) {
    case Severity::kDebug:
      return "debug";
    case Severity::kInfo:
      return "info";
    case Severity::kWarning:
      return "warning";
    case Severity::kError:
      return "error";
  }
  return "error";
}

bool IsPlain(std::string_view value) {
  if (value.empty()) {
    return false;
  }
  for (const char c : value) {
    if (c <= ' ' || c == '"' || c == '=' || c == '\\' || c == 0x7f) {
      return false;
    }
  }
  return true;
}

// Bytes above 0x7f pass: UTF-8 names of institutions stay readable.
void AppendQuoted(std::string& out, std::string_view value) {
  out.push_back('"');
  for (const char c : value) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (c == '\n') {
      out.append("\\n");
    } else if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) {
      absl::StrAppendFormat(&out, "\\x%02x", static_cast<unsigned char>(c));
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

std::string Timestamp() {
  const int64_t ms = ToUnixMs(SystemClock().Now());
  const std::time_t seconds = static_cast<std::time_t>(ms / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return absl::StrFormat("%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", parts.tm_year + 1900,
                         parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                         ms % 1000);
}

}  // namespace

std::string FormatLogLine(Severity severity, std::string_view event,
                          std::initializer_list<std::pair<std::string_view, std::string>> fields) {
  std::string line = absl::StrFormat("level=%s event=%s", Name(severity), event);
  for (const auto& [name, value] : fields) {
    line.append(" ").append(name).append("=");
    if (IsPlain(value)) {
      line.append(value);
    } else {
      AppendQuoted(line, value);
    }
  }
  return line;
}

void LogLine(Severity severity, std::string_view event,
             std::initializer_list<std::pair<std::string_view, std::string>> fields) {
  if (severity < threshold.load(std::memory_order_relaxed)) {
    return;
  }
  const std::string line =
      absl::StrFormat("time=%s %s\n", Timestamp(), FormatLogLine(severity, event, fields));
  // One write: lines of several threads do not mix.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

void SetLogThreshold(Severity severity) { threshold.store(severity, std::memory_order_relaxed); }

}  // namespace cledi
