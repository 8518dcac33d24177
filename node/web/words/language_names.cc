#include "node/web/words/language_names.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include <unicode/locdspnm.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/base/text.h"

namespace cledi {
namespace {

// Tags come from outside: no more of them are remembered than languages are spoken in a network.
constexpr size_t kRememberedMax = 300;

// Names cost tens of microseconds each, since ICU opens the language's data.
struct Memory {
  absl::Mutex mutex;
  std::map<std::string, std::string, std::less<>> names ABSL_GUARDED_BY(mutex);
};

Memory& Remembered() {
  static auto& memory = *new Memory;
  return memory;
}

std::string AskIcu(const std::string& tag) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Locale locale = icu::Locale::forLanguageTag(tag, error);
  if (U_FAILURE(error) || locale.isBogus()) {
    return tag;
  }
  const std::unique_ptr<icu::LocaleDisplayNames> names(
      icu::LocaleDisplayNames::createInstance(locale));
  if (names == nullptr) {
    return tag;
  }
  icu::UnicodeString name;
  names->localeDisplayName(locale, name);
  // Within a sentence many languages write it small; in lists and chips it begins one.
  const int32_t first = name.moveIndex32(0, 1);
  icu::UnicodeString capital = name.tempSubString(0, first);
  name.replace(0, first, capital.toUpper(locale));
  std::string utf8;
  name.toUTF8String(utf8);
  return utf8.empty() ? tag : utf8;
}

}  // namespace

std::string OwnLanguageName(std::string_view tag) {
  if (!IsLanguageTag(tag)) {
    return std::string(tag);
  }
  Memory& memory = Remembered();
  {
    absl::MutexLock lock(&memory.mutex);
    const auto known = memory.names.find(tag);
    if (known != memory.names.end()) {
      return known->second;
    }
  }
  std::string name = AskIcu(std::string(tag));
  absl::MutexLock lock(&memory.mutex);
  if (memory.names.size() < kRememberedMax) {
    memory.names.emplace(tag, name);
  }
  return name;
}

bool IsRightToLeft(std::string_view tag) {
  constexpr std::array<std::string_view, 12> kRightToLeft = {"ar", "arc", "ckb", "dv", "fa", "he",
                                                             "ks", "ps",  "sd",  "ug", "ur", "yi"};
  const std::string_view language = tag.substr(0, tag.find('-'));
  return std::ranges::find(kRightToLeft, language) != kRightToLeft.end();
}

}  // namespace cledi
