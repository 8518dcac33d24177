#include <utility>

#include "absl/strings/str_cat.h"

#include "node/web/pages/card_view.h"
#include "node/web/pages/directory.h"
#include "node/web/pages/network_summary.h"
#include "node/web/pages/pages.h"
#include "node/web/pages/person_names.h"
#include "node/web/pages/practice_words.h"

namespace cledi {
namespace {

using community::v1::InstitutionView;

constexpr uint32_t kPeopleShownMax = 24;

// What it says of itself in the reader's language, else in its own, else in English, else in
// whatever there is.
const event::v1::LocalText* AboutFor(const event::v1::InstitutionDescribed& description,
                                     std::string_view language) {
  const auto& about = description.about();
  for (const std::string_view wanted :
       {language, std::string_view(description.language()), std::string_view("en")}) {
    const auto found = std::ranges::find(about, wanted, &event::v1::LocalText::language);
    if (found != about.end()) {
      return &*found;
    }
  }
  return about.empty() ? nullptr : &about.Get(0);
}

View SummaryView(const InstitutionView& institution, const Words& words) {
  const auto& description = institution.description();
  View view;
  SetLanguage(view, description.language());
  SetCountry(view, description.country(), words);
  view.Text("name", description.name().empty() ? institution.id() : description.name())
      .Text("city", description.city())
      .Text("href", "/institutions/" + PercentEncode(institution.id()))
      .Say("plans", words.Format("institution_plans", {{"count", int64_t{institution.plans()}}}))
      .Say("resources",
           words.Format("institution_resources", {{"count", int64_t{institution.resources()}}}));
  return view;
}

// The first people of the institution, by name. Where they cannot be had its page does without.
std::vector<View> PeopleOf(const PageContext& context, const InstitutionView& institution) {
  community::v1::ListPeopleRequest request;
  request.add_institutions(institution.id());
  request.mutable_page()->set_size(kPeopleShownMax);
  const auto response = context.community.ListPeople(request);
  if (!response.ok()) {
    return {};
  }
  std::vector<View> people;
  for (const auto& person : response->people()) {
    View& view = people.emplace_back();
    SetLanguage(view, person.profile().language());
    view.Text("name", person.profile().name())
        .Text("occupation", person.profile().occupation())
        .Text("href", PersonHref(person.id()));
  }
  return people;
}

}  // namespace

StatusOr<HttpResponse> InstitutionListPage(const PageContext& context) {
  const Words& words = context.words;
  ASSIGN_OR_RETURN(const auto response, context.community.ListInstitutions({}));
  std::vector<View> institutions;
  for (const auto& institution : response.institutions()) {
    institutions.push_back(SummaryView(institution, words));
  }
  View view;
  view.Say("lead", words.Format("institutions_lead",
                                {{"count", static_cast<int64_t>(institutions.size())}}))
      .List("institutions", std::move(institutions));
  Frame frame;
  frame.title = words.Get("institutions_title").text;
  frame.place = "institutions";
  return context.layout.Print("institution_list", frame, std::move(view), words, context.request,
                              context.reader);
}

StatusOr<HttpResponse> InstitutionPage(const PageContext& context, std::string_view id) {
  const Words& words = context.words;
  community::v1::GetInstitutionRequest request;
  request.set_id(std::string(id));
  ASSIGN_OR_RETURN(const auto response, context.community.GetInstitution(request));
  ASSIGN_OR_RETURN(const auto network, context.node.GetNetwork());
  const InstitutionView& institution = response.institution();
  std::vector<View> people = PeopleOf(context, institution);
  const auto& description = institution.description();
  const event::v1::LocalText* about = AboutFor(description, words.language());

  View about_view;
  SetLanguage(about_view, about == nullptr ? "" : about->language());
  about_view.Text("text", about == nullptr ? "" : about->text());
  const NetworkSummary summary(network);
  const auto* home = summary.Find(institution.home_node());
  const std::string home_name = home == nullptr ? institution.home_node() : home->name;
  const std::string filter = "?institution=" + PercentEncode(institution.id());
  View view = SummaryView(institution, words);
  view.Flag("has_about", about != nullptr)
      .Put("about", std::move(about_view))
      .Text("website", WebAddress(description.website()))
      .Say("kept", home_name == description.name()
                       ? words.Get("institution_own")
                       : words.Format("institution_hosted", {{"institution", home_name}}))
      .Flag("has_people", !people.empty())
      .Text("people_href", people.size() == kPeopleShownMax ? "/people" + filter : "")
      .List("people", std::move(people))
      .Text("plans_href", institution.plans() > 0 ? "/plans" + filter : "")
      .Text("resources_href", institution.resources() > 0 ? "/resources" + filter : "");
  Frame frame;
  frame.title = description.name().empty() ? institution.id() : description.name();
  frame.description = about == nullptr ? "" : about->text();
  frame.place = "institutions";
  return context.layout.Print("institution", frame, std::move(view), words, context.request,
                              context.reader);
}

}  // namespace cledi
