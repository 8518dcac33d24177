#include "node/web/words/words.h"

#include <algorithm>
#include <map>
#include <utility>

#include <unicode/coll.h>
#include <unicode/datefmt.h>
#include <unicode/dtptngen.h>
#include <unicode/listformatter.h>
#include <unicode/locdspnm.h>
#include <unicode/msgfmt.h>
#include <unicode/numfmt.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

#include "absl/base/thread_annotations.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"

#include "federation/base/check.h"

namespace cledi {
namespace {

icu::UnicodeString FromUtf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
}

std::string ToUtf8(const icu::UnicodeString& text) {
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

bool IsCountryCode(std::string_view code) {
  return code.size() == 2 && std::ranges::all_of(code, [](char c) {
           return absl::ascii_isupper(static_cast<unsigned char>(c));
         });
}

// A message with arguments, compiled.
struct Compiled {
  std::unique_ptr<icu::MessageFormat> format;
  std::set<std::string> arguments;
  bool english;
};

}  // namespace

struct Words::Locale {
  std::string language;
  icu::Locale locale;
  std::map<std::string, Phrase, std::less<>> plain;
  std::map<std::string, Compiled, std::less<>> with_arguments;
  std::set<std::string> untranslated;

  std::unique_ptr<icu::DateFormat> date;
  std::unique_ptr<icu::DateFormat> date_and_time;
  std::unique_ptr<icu::NumberFormat> number;
  std::unique_ptr<icu::LocaleDisplayNames> names;
  std::unique_ptr<icu::ListFormatter> list;
  std::unique_ptr<icu::Collator> collator;

  // ICU's formats fill in parts of themselves when they are first used, constant or not.
  absl::Mutex mutex;
  std::map<std::string, std::string, std::less<>> countries ABSL_GUARDED_BY(mutex);

  Status AddMessages(const Catalogue& own, const Catalogue& english);
  Status AddFormats(std::string_view time_zone);
};

Status Words::Locale::AddMessages(const Catalogue& own, const Catalogue& english) {
  for (const auto& [id, english_pattern] : english) {
    ASSIGN_OR_RETURN(const std::set<std::string> arguments, ArgumentsOf(english_pattern));
    const auto translated = own.find(id);
    const auto own_arguments = translated == own.end()
                                   ? StatusOr<std::set<std::string>>(NotFound(id))
                                   : ArgumentsOf(translated->second);
    const bool usable = own_arguments.ok() && *own_arguments == arguments;
    if (!usable) {
      untranslated.insert(id);
    }
    const std::string& pattern = usable ? translated->second : english_pattern;
    UErrorCode error = U_ZERO_ERROR;
    UParseError place{};
    auto format = std::make_unique<icu::MessageFormat>(
        FromUtf8(pattern), usable ? locale : icu::Locale::getEnglish(), place, error);
    if (U_FAILURE(error)) {
      return Invalid(absl::StrFormat("the message %s cannot be used: %s", id, u_errorName(error)));
    }
    if (arguments.empty()) {
      icu::UnicodeString text;
      format->format(nullptr, nullptr, 0, text, error);
      plain.emplace(id, Phrase{ToUtf8(text), !usable});
    } else {
      with_arguments.emplace(id, Compiled{std::move(format), arguments, !usable});
    }
  }
  return absl::OkStatus();
}

Status Words::Locale::AddFormats(std::string_view time_zone) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(FromUtf8(time_zone)));
  if (*zone == icu::TimeZone::getUnknown()) {
    return Invalid(absl::StrFormat("there is no time zone \"%s\"", time_zone));
  }
  date.reset(icu::DateFormat::createDateInstance(icu::DateFormat::kLong, locale));
  const std::unique_ptr<icu::DateTimePatternGenerator> patterns(
      icu::DateTimePatternGenerator::createInstance(locale, error));
  if (U_SUCCESS(error)) {
    date_and_time = std::make_unique<icu::SimpleDateFormat>(
        patterns->getBestPattern("dMMMMyyyyHHmmz", error), locale, error);
  }
  number.reset(icu::NumberFormat::createInstance(locale, error));
  UDisplayContext capitals[] = {UDISPCTX_CAPITALIZATION_FOR_UI_LIST_OR_MENU};
  names.reset(icu::LocaleDisplayNames::createInstance(locale, capitals, 1));
  list.reset(icu::ListFormatter::createInstance(locale, error));
  collator.reset(icu::Collator::createInstance(locale, error));
  if (U_FAILURE(error) || date == nullptr || names == nullptr) {
    return Invalid(
        absl::StrFormat("the language \"%s\" cannot be used: %s", language, u_errorName(error)));
  }
  date->setTimeZone(*zone);
  date_and_time->setTimeZone(*zone);
  return absl::OkStatus();
}

StatusOr<std::unique_ptr<Words>> Words::Create(std::string_view language, const Catalogue& own,
                                               const Catalogue& english,
                                               std::string_view time_zone) {
  auto locale = std::make_unique<Locale>();
  locale->language = language;
  // English as it is written in Europe: the day before the month.
  locale->locale = icu::Locale(language == "en" ? "en_GB" : locale->language.c_str());
  RETURN_IF_ERROR(locale->AddMessages(own, english));
  RETURN_IF_ERROR(locale->AddFormats(time_zone));
  return std::unique_ptr<Words>(new Words(std::move(locale)));
}

Words::Words(std::unique_ptr<Locale> locale) : locale_(std::move(locale)) {}
Words::~Words() = default;

const std::string& Words::language() const { return locale_->language; }

const std::set<std::string>& Words::untranslated() const { return locale_->untranslated; }

std::vector<std::string_view> Words::PlainIds() const {
  std::vector<std::string_view> ids;
  for (const auto& [id, phrase] : locale_->plain) {
    ids.push_back(id);
  }
  return ids;
}

bool Words::Has(std::string_view id) const {
  return locale_->plain.contains(id) || locale_->with_arguments.contains(id);
}

const Phrase& Words::Get(std::string_view id) const {
  const auto phrase = locale_->plain.find(id);
  CHECK(phrase != locale_->plain.end());
  return phrase->second;
}

Phrase Words::Format(std::string_view id, const std::vector<WordArgument>& arguments) const {
  const auto message = locale_->with_arguments.find(id);
  CHECK(message != locale_->with_arguments.end());
  CHECK(arguments.size() == message->second.arguments.size());
  std::vector<icu::UnicodeString> names;
  std::vector<icu::Formattable> values;
  for (const WordArgument& argument : arguments) {
    CHECK(message->second.arguments.contains(std::string(argument.name)));
    names.push_back(FromUtf8(argument.name));
    if (const auto* number = std::get_if<int64_t>(&argument.value)) {
      values.emplace_back(*number);
    } else {
      values.emplace_back(FromUtf8(std::get<std::string>(argument.value)));
    }
  }
  icu::UnicodeString text;
  UErrorCode error = U_ZERO_ERROR;
  absl::MutexLock lock(&locale_->mutex);
  message->second.format->format(names.data(), values.data(), static_cast<int32_t>(names.size()),
                                 text, error);
  return {ToUtf8(text), message->second.english};
}

std::string Words::Date(UnixMillis time) const {
  icu::UnicodeString text;
  absl::MutexLock lock(&locale_->mutex);
  locale_->date->format(static_cast<UDate>(ToUnixMs(time)), text);
  return ToUtf8(text);
}

std::string Words::DateAndTime(UnixMillis time) const {
  icu::UnicodeString text;
  absl::MutexLock lock(&locale_->mutex);
  locale_->date_and_time->format(static_cast<UDate>(ToUnixMs(time)), text);
  return ToUtf8(text);
}

std::string Words::Number(int64_t number) const {
  icu::UnicodeString text;
  absl::MutexLock lock(&locale_->mutex);
  locale_->number->format(number, text);
  return ToUtf8(text);
}

std::string Words::CountryName(std::string_view code) const {
  if (!IsCountryCode(code)) {
    return std::string(code);
  }
  absl::MutexLock lock(&locale_->mutex);
  auto known = locale_->countries.find(code);
  if (known == locale_->countries.end()) {
    icu::UnicodeString name;
    locale_->names->regionDisplayName(std::string(code).c_str(), name);
    // ICU 72 has the English name that the country gave up in 2022.
    const bool turkey = code == "TR" && locale_->language == "en";
    known = locale_->countries.emplace(code, turkey ? "Türkiye" : ToUtf8(name)).first;
  }
  return known->second;
}

std::string Words::Join(const std::vector<std::string>& parts) const {
  std::vector<icu::UnicodeString> items;
  for (const std::string& part : parts) {
    items.push_back(FromUtf8(part));
  }
  icu::UnicodeString text;
  UErrorCode error = U_ZERO_ERROR;
  absl::MutexLock lock(&locale_->mutex);
  locale_->list->format(items.data(), static_cast<int32_t>(items.size()), text, error);
  return ToUtf8(text);
}

bool Words::Before(std::string_view a, std::string_view b) const {
  UErrorCode error = U_ZERO_ERROR;
  absl::MutexLock lock(&locale_->mutex);
  return locale_->collator->compareUTF8({a.data(), static_cast<int32_t>(a.size())},
                                        {b.data(), static_cast<int32_t>(b.size())},
                                        error) == UCOL_LESS;
}

}  // namespace cledi
