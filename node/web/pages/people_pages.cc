// The people of the network, and what each of them published.

#include <utility>

#include "absl/status/status.h"

#include "node/http/query.h"
#include "node/web/pages/card_view.h"
#include "node/web/pages/directory.h"
#include "node/web/pages/markdown.h"
#include "node/web/pages/pages.h"
#include "node/web/pages/person_view.h"
#include "node/web/pages/practice_words.h"
#include "node/web/words/language_names.h"

namespace cledi {
namespace {

using community::v1::ListPeopleRequest;
using community::v1::ListPeopleResponse;
using community::v1::PersonView;

constexpr uint32_t kPeoplePerPage = 48;

// The address of the list with the same choice; `token`: of the page that follows.
std::string ListAddress(const HttpRequest& request, std::string_view token) {
  Query query;
  for (const char* name : {"institution", "language"}) {
    for (std::string& value : request.query.GetAll(name)) {
      query.Add(name, std::move(value));
    }
  }
  if (!token.empty()) {
    query.Add("page", std::string(token));
  }
  return query.pairs().empty() ? "/people" : "/people?" + query.Encode();
}

std::vector<View> CardsOf(const PersonView& person, const Words& words,
                          const Directory& directory) {
  std::vector<View> cards;
  for (const auto& card : person.practices()) {
    cards.push_back(
        CardView(card, card.resource_type() != 0 ? "resources" : "plans", words, directory));
  }
  return cards;
}

}  // namespace

StatusOr<HttpResponse> PeopleListPage(const PageContext& context) {
  const Words& words = context.words;
  const std::string token(context.request.query.Get("page").value_or(""));
  ListPeopleRequest request;
  for (std::string& institution : context.request.query.GetAll("institution")) {
    request.add_institutions(std::move(institution));
  }
  for (std::string& language : context.request.query.GetAll("language")) {
    request.add_languages(std::move(language));
  }
  request.mutable_page()->set_size(kPeoplePerPage);
  request.mutable_page()->set_token(token);
  const StatusOr<ListPeopleResponse> listed = context.community.ListPeople(request);
  if (absl::IsInvalidArgument(listed.status()) && !token.empty()) {
    // Tokens end with the node's next start: back to the beginning.
    return RedirectTo(ListAddress(context.request, ""), 303);
  }
  RETURN_IF_ERROR(listed.status());
  ASSIGN_OR_RETURN(const Directory directory, Directory::Read(context.community));
  const std::string& next = listed->next_page_token();
  View view;
  view.Say("lead", words.Format("people_lead", {{"count", int64_t{listed->total()}}}))
      .List("people", PersonCards(listed->people(), words, directory))
      .Text("first", token.empty() ? "" : ListAddress(context.request, ""))
      .Text("next", next.empty() ? "" : ListAddress(context.request, next))
      .Flag("paged", !token.empty() || !next.empty());
  Frame frame;
  frame.title = words.Get("people_title").text;
  frame.place = "people";
  frame.listed = token.empty();
  return context.layout.Print("people", frame, std::move(view), words, context.request,
                              context.reader);
}

StatusOr<HttpResponse> PersonPage(const PageContext& context, std::string_view id) {
  const Words& words = context.words;
  community::v1::GetPersonRequest request;
  request.set_id(std::string(id));
  ASSIGN_OR_RETURN(const auto response, context.community.GetPerson(request));
  ASSIGN_OR_RETURN(const Directory directory, Directory::Read(context.community));
  const PersonView& person = response.person();
  const event::v1::Profile& profile = person.profile();

  std::vector<View> cards = CardsOf(person, words, directory);
  const auto count = static_cast<int64_t>(cards.size());
  View view = PersonCard(person, words, directory);
  view.Insert("about_html", RenderMarkdown(profile.about(), 2))
      .Flag("has_subjects", !profile.subjects().empty())
      .Texts("subjects", {profile.subjects().begin(), profile.subjects().end()})
      .Flag("has_interests", !profile.interests().empty())
      .Texts("interests", {profile.interests().begin(), profile.interests().end()})
      .Say("shared", words.Format("person_practices", {{"count", count}}))
      .Flag("has_cards", !cards.empty())
      .List("cards", std::move(cards));
  Frame frame;
  frame.title = profile.name();
  frame.description = MarkdownAsText(profile.about(), kMetaDescriptionBytes);
  frame.place = "people";
  return context.layout.Print("person", frame, std::move(view), words, context.request,
                              context.reader);
}

}  // namespace cledi
