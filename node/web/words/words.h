#ifndef CLEDI_NODE_WEB_WORDS_WORDS_H_
#define CLEDI_NODE_WEB_WORDS_WORDS_H_

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "federation/base/clock.h"
#include "federation/base/status.h"
#include "node/web/words/catalogue.h"

namespace cledi {

// Words to be shown, and whether they had to be taken from English because the reader's
// language lacks them: then they are marked as English on the page.
struct Phrase {
  std::string text;
  bool english = false;
};

// A value that a message takes, under the name that its pattern uses.
struct WordArgument {
  std::string_view name;
  std::variant<int64_t, std::string> value;
};

// Everything that the pages say in one language, and how it writes numbers, dates and lists.
// Immutable; safe from any thread.
class Words {
 public:
  // `language`: one of our six. `english`: what is shown where `own` lacks a message, or has
  // it with other arguments. `time_zone`: as in "Europe/Rome".
  // InvalidArgument: an English pattern is broken, or the zone is unknown.
  static StatusOr<std::unique_ptr<Words>> Create(std::string_view language, const Catalogue& own,
                                                 const Catalogue& english,
                                                 std::string_view time_zone);
  ~Words();

  const std::string& language() const;
  // The ids of the messages without arguments.
  std::vector<std::string_view> PlainIds() const;
  // The ids of what is not translated.
  const std::set<std::string>& untranslated() const;

  bool Has(std::string_view id) const;
  // A message without arguments. There must be one.
  const Phrase& Get(std::string_view id) const;
  // A message with exactly these arguments. There must be one.
  Phrase Format(std::string_view id, const std::vector<WordArgument>& arguments) const;

  // "24 November 2026".
  std::string Date(UnixMillis time) const;
  // "24 November 2026 at 22:04 UTC".
  std::string DateAndTime(UnixMillis time) const;
  std::string Number(int64_t number) const;
  // "Türkiye" for "TR"; what is no country's code comes back as it is.
  std::string CountryName(std::string_view code) const;
  // "a, b and c".
  std::string Join(const std::vector<std::string>& parts) const;
  // Whether `a` comes before `b` in the language's alphabet.
  bool Before(std::string_view a, std::string_view b) const;

 private:
  struct Locale;
  explicit Words(std::unique_ptr<Locale> locale);

  std::unique_ptr<Locale> locale_;  // Keeps ICU out of the header.
};

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_WORDS_WORDS_H_
