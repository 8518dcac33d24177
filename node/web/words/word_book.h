#ifndef CLEDI_NODE_WEB_WORDS_WORD_BOOK_H_
#define CLEDI_NODE_WEB_WORDS_WORD_BOOK_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "federation/base/status.h"
#include "node/web/words/words.h"

namespace cledi {

// The pages' words in all their languages. Immutable; safe from any thread.
class WordBook {
 public:
  // From the catalogues in the program. InvalidArgument: one is broken, or there is no such
  // time zone.
  static StatusOr<WordBook> Load(std::string_view time_zone);

  // "en", "it", "es", "ca", "tr", "sl".
  static const std::vector<std::string>& Languages();

  // English for a language that is not ours.
  const Words& In(std::string_view language) const;

  // A reader's language: what was asked for explicitly, else what was kept from an earlier
  // time, else what the browser prefers, else English.
  const Words& Choose(std::optional<std::string_view> asked, std::optional<std::string_view> kept,
                      std::string_view accept_language) const;

 private:
  std::map<std::string, std::unique_ptr<Words>, std::less<>> words_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_WORDS_WORD_BOOK_H_
