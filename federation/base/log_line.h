#ifndef CLEDI_FEDERATION_BASE_LOG_LINE_H_
#define CLEDI_FEDERATION_BASE_LOG_LINE_H_

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace cledi {

enum class Severity { kDebug, kInfo, kWarning, kError };

// One line of a node's log: logfmt, such as
//   time=2026-11-24T22:04:24.123Z level=warning event=pull_refused peer=tr-metu why="…"
// Values are quoted and escaped where they need it, so that bytes from outside cannot forge
// a line. Never pass a secret. Safe from any thread.
void LogLine(Severity severity, std::string_view event,
             std::initializer_list<std::pair<std::string_view, std::string>> fields = {});

// Lines below `severity` are dropped; kInfo at start. Safe from any thread.
void SetLogThreshold(Severity severity);

// The line without its time, as it is printed; for tests.
std::string FormatLogLine(Severity severity, std::string_view event,
                          std::initializer_list<std::pair<std::string_view, std::string>> fields);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_BASE_LOG_LINE_H_
