#include "node/web/words/word_book.h"

#include <utility>

#include "node/http/weighted_list.h"
#include "node/web/embedded_file.h"
#include "node/web/words/catalogue.h"

namespace cledi {

const std::vector<std::string>& WordBook::Languages() {
  static const auto& languages = *new std::vector<std::string>{"en", "it", "es", "ca", "tr", "sl"};
  return languages;
}

StatusOr<WordBook> WordBook::Load(std::string_view time_zone) {
  std::map<std::string, Catalogue, std::less<>> catalogues;
  for (const EmbeddedFile& file : WordFiles()) {
    StatusOr<Catalogue> catalogue = ParseCatalogue(file.content);
    if (!catalogue.ok()) {
      return Annotate(catalogue.status(), file.name);
    }
    catalogues.emplace(file.name.substr(0, file.name.find('.')), *std::move(catalogue));
  }
  WordBook book;
  for (const std::string& language : Languages()) {
    ASSIGN_OR_RETURN(book.words_[language],
                     Words::Create(language, catalogues[language], catalogues["en"], time_zone));
  }
  return book;
}

const Words& WordBook::In(std::string_view language) const {
  const auto found = words_.find(language);
  return found != words_.end() ? *found->second : *words_.find("en")->second;
}

const Words& WordBook::Choose(std::optional<std::string_view> asked,
                              std::optional<std::string_view> kept,
                              std::string_view accept_language) const {
  for (const auto& wish : {asked, kept}) {
    if (wish && words_.contains(*wish)) {
      return In(*wish);
    }
  }
  const Words* best = &In("en");
  double best_weight = 0;
  for (const WeightedValue& wish : ParseWeightedList(accept_language)) {
    const auto found = words_.find(wish.value.substr(0, wish.value.find('-')));
    if (found != words_.end() && wish.weight > best_weight) {
      best = found->second.get();
      best_weight = wish.weight;
    }
  }
  return *best;
}

}  // namespace cledi
