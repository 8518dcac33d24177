#include "node/practice/person_practices.h"

#include <map>
#include <string>
#include <utility>

namespace cledi {

StatusOr<std::vector<community::v1::PracticeCard>> PersonPractices::Of(
    std::string_view person_id) const {
  std::map<CardPlace, std::pair<std::string_view, std::string>> found;
  for (const CardIndex* index : {plans_, resources_}) {
    for (auto& [place, entity] : index->OfPerson(person_id, kShownMax)) {
      found.emplace(place, std::pair(index->view_name(), std::move(entity)));
    }
  }
  // Read after the indexes, so the views hold all that they name, or something newer.
  ASSIGN_OR_RETURN(const PracticeReader reader, sources_.Read());
  std::vector<community::v1::PracticeCard> cards;
  for (const auto& [place, practice] : found) {
    if (cards.size() == kShownMax) {
      break;
    }
    ASSIGN_OR_RETURN(std::optional<community::v1::PracticeCard> card,
                     reader.ShownCard(practice.first, practice.second));
    if (card) {
      cards.push_back(*std::move(card));
    }
  }
  return cards;
}

}  // namespace cledi
