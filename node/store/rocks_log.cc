#include "node/store/rocks_log.h"

#include <array>
#include <cstdarg>
#include <cstdio>
#include <utility>

#include "federation/base/log_line.h"

namespace cledi {
namespace {

class RocksLog final : public rocksdb::Logger {
 public:
  explicit RocksLog(std::string store)
      : rocksdb::Logger(rocksdb::InfoLogLevel::WARN_LEVEL), store_(std::move(store)) {}

  using rocksdb::Logger::Logv;

  void Logv(const rocksdb::InfoLogLevel level, const char* format, va_list arguments) override {
    if (level < GetInfoLogLevel()) {
      return;
    }
    std::array<char, 1024> text{};
    std::vsnprintf(text.data(), text.size(), format, arguments);
    const bool is_error =
        level >= rocksdb::InfoLogLevel::ERROR_LEVEL && level != rocksdb::InfoLogLevel::HEADER_LEVEL;
    LogLine(is_error ? Severity::kError : Severity::kWarning, "rocksdb",
            {{"store", store_}, {"message", text.data()}});
  }

  // The options at each start; they are in OPTIONS-* as well.
  void LogHeader(const char* /*format*/, va_list /*arguments*/) override {}

 private:
  const std::string store_;
};

}  // namespace

std::shared_ptr<rocksdb::Logger> MakeRocksLog(std::string store) {
  return std::make_shared<RocksLog>(std::move(store));
}

}  // namespace cledi
