#include "node/web/pages/person_view.h"

#include <utility>

#include "node/web/pages/card_view.h"
#include "node/web/pages/person_names.h"
#include "node/web/pages/practice_words.h"
#include "node/web/words/language_names.h"

namespace cledi {

View PersonCard(const community::v1::PersonView& person, const Words& words,
                const Directory& directory) {
  const event::v1::Profile& profile = person.profile();
  const std::string& institution =
      profile.institution_id().empty() ? person.home_node() : profile.institution_id();
  std::vector<View> languages;
  for (const std::string& language : profile.languages()) {
    View& view = languages.emplace_back();
    SetLanguage(view, language);
    view.Text("text", OwnLanguageName(language));
  }
  View view;
  SetLanguage(view, profile.language());
  SetCountry(view, person.country(), words);
  view.Text("name", profile.name())
      .Text("href", PersonHref(person.id()))
      .Text("occupation", profile.occupation())
      .Text("institution", directory.Name(institution))
      .Text("institution_href", directory.Href(institution))
      .Flag("has_languages", !languages.empty())
      .List("languages", std::move(languages));
  return view;
}

std::vector<View> PersonCards(
    const google::protobuf::RepeatedPtrField<community::v1::PersonView>& people, const Words& words,
    const Directory& directory) {
  std::vector<View> cards;
  for (const auto& person : people) {
    cards.push_back(PersonCard(person, words, directory));
  }
  return cards;
}

}  // namespace cledi
