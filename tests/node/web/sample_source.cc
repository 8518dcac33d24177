#include "tests/node/web/sample_source.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/util/json_util.h"

#include "cledi/community/v1/practice_document.pb.h"
#include "federation/base/bytes.h"
#include "federation/base/check.h"
#include "federation/base/sha256.h"

namespace cledi {
namespace {

using admin::v1::PeerStatus;
using community::v1::PracticeCard;
using community::v1::PracticeFacets;
using community::v1::PracticeFilter;

constexpr int64_t kHourMs = 3600 * 1000;
constexpr std::string_view kOwnNode = "es-granada";

template <class Values, class Value>
bool AllowsValue(const Values& wanted, const Value& value) {
  return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
}

template <class Values, class Others>
bool AllowsAny(const Values& wanted, const Others& values) {
  return wanted.empty() || std::ranges::any_of(values, [&](const auto& value) {
           return std::ranges::find(wanted, value) != wanted.end();
         });
}

bool Matches(const PracticeFilter& filter, const PracticeCard& card) {
  return AllowsValue(filter.languages(), card.language()) &&
         AllowsValue(filter.countries(), card.country()) &&
         AllowsValue(filter.institutions(), card.institution_id()) &&
         AllowsAny(filter.pillars(), card.pillars()) && AllowsAny(filter.levels(), card.levels());
}

using Counts = std::map<std::string, uint32_t>;

void SetCounts(const Counts& counts,
               google::protobuf::RepeatedPtrField<community::v1::FacetCount>* facets) {
  for (const auto& [value, count] : counts) {
    auto* facet = facets->Add();
    facet->set_value(value);
    facet->set_count(count);
  }
}

PracticeFacets FacetsOf(const std::vector<PracticeCard>& cards, const PracticeFilter& filter) {
  PracticeFilter without_languages = filter;
  without_languages.clear_languages();
  PracticeFilter without_countries = filter;
  without_countries.clear_countries();
  PracticeFilter without_institutions = filter;
  without_institutions.clear_institutions();
  PracticeFilter without_pillars = filter;
  without_pillars.clear_pillars();
  PracticeFilter without_levels = filter;
  without_levels.clear_levels();
  Counts languages, countries, institutions, pillars, levels;
  for (const PracticeCard& card : cards) {
    languages[card.language()] += Matches(without_languages, card) ? 1u : 0u;
    countries[card.country()] += Matches(without_countries, card) ? 1u : 0u;
    institutions[card.institution_id()] += Matches(without_institutions, card) ? 1u : 0u;
    for (const int pillar : card.pillars()) {
      pillars[event::v1::Pillar_Name(pillar)] += Matches(without_pillars, card) ? 1u : 0u;
    }
    for (const int level : card.levels()) {
      levels[event::v1::EducationLevel_Name(level)] += Matches(without_levels, card) ? 1u : 0u;
    }
  }
  PracticeFacets facets;
  SetCounts(languages, facets.mutable_languages());
  SetCounts(countries, facets.mutable_countries());
  SetCounts(institutions, facets.mutable_institutions());
  SetCounts(pillars, facets.mutable_pillars());
  SetCounts(levels, facets.mutable_levels());
  return facets;
}

template <class Response, class Request>
StatusOr<Response> ListOf(const std::vector<PracticeCard>& cards, const Request& request) {
  size_t offset = 0;
  if (!request.page().token().empty() && !absl::SimpleAtoi(request.page().token(), &offset)) {
    return Invalid("the page token is not one of ours");
  }
  std::vector<PracticeCard> matching;
  std::ranges::copy_if(cards, std::back_inserter(matching),
                       [&](const PracticeCard& card) { return Matches(request.filter(), card); });
  const size_t size = request.page().size() == 0 ? 50 : request.page().size();
  Response response;
  response.set_total(static_cast<uint32_t>(matching.size()));
  for (size_t i = offset; i < std::min(offset + size, matching.size()); ++i) {
    *response.add_cards() = matching[i];
  }
  if (offset + size < matching.size()) {
    response.set_next_page_token(absl::StrCat(offset + size));
  }
  if (offset == 0) {
    *response.mutable_facets() = FacetsOf(cards, request.filter());
  }
  return response;
}

// The message in one line of a JSON Lines file.
template <class Message>
Message Parse(const std::string& line) {
  Message message;
  CHECK(google::protobuf::util::JsonStringToMessage(line, &message).ok());
  return message;
}

std::vector<std::string> LinesOf(const std::filesystem::path& file) {
  std::vector<std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(std::move(line));
  }
  CHECK(!lines.empty());
  return lines;
}

void AddPeer(admin::v1::GetNetworkResponse& network, std::string_view node,
             std::string_view institution, PeerStatus::State state, std::string_view reason) {
  PeerStatus* peer = network.add_peers();
  peer->set_node_id(std::string(node));
  peer->set_institution(std::string(institution));
  peer->set_country(node.starts_with("it") ? "IT" : node.starts_with("tr") ? "TR" : "ES");
  peer->set_state(state);
  peer->set_reason(std::string(reason));
  peer->set_last_contact_unix_ms(state == PeerStatus::STATE_UNKNOWN ? 0 : kSampleNowUnixMs - 40000);
}

void AddHolding(admin::v1::GetNetworkResponse& network, std::string_view holder,
                std::string_view owner, uint64_t events, uint64_t known) {
  auto* holding = network.add_holdings();
  holding->set_owner(std::string(owner));
  holding->set_holder(std::string(holder));
  holding->set_space("commons");
  holding->set_events(events);
  holding->set_events_known(known);
  holding->set_as_of_unix_ms(kSampleNowUnixMs - 40000);
  holding->set_behind_since_unix_ms(events < known ? kSampleNowUnixMs - kHourMs / 3 : 0);
}

// What both kinds’ views say of another revision.
template <class View>
std::string AddRevision(View& view, std::string note) {
  const std::string parent = view.revision();
  community::v1::RevisionInfo& revision = *view.add_revisions();
  revision.set_event_id(HexEncode(Sha256("after " + parent).view()));
  revision.add_parents(parent);
  revision.set_written_unix_ms(view.revised_unix_ms() + kHourMs);
  revision.set_change_note(std::move(note));
  revision.set_node(view.home_node());
  revision.set_person_id(view.person_id());
  view.set_revision(revision.event_id());
  view.set_revised_unix_ms(revision.written_unix_ms());
  return revision.event_id();
}

}  // namespace

SampleSource::SampleSource() {
  network_.set_node_id(std::string(kOwnNode));
  network_.set_institution("Universidad de Granada");
  network_.set_country("ES");
  network_.set_as_of_unix_ms(kSampleNowUnixMs);
}

SampleSource SampleSource::FromSamples() {
  const std::filesystem::path folder = CLEDI_SOURCE_DIR "/deploy/samples";
  SampleSource source;
  const std::vector<std::string_view> nodes = {"es-granada", "it-bicocca", "tr-metu"};
  for (const std::string& line : LinesOf(folder / "institutions.jsonl")) {
    auto institution = Parse<event::v1::InstitutionDescribed>(line);
    const std::string country = institution.institution_id().substr(0, 2);
    const auto home = std::ranges::find_if(
        nodes, [&](std::string_view node) { return node.starts_with(country); });
    source.AddInstitution(std::move(institution),
                          std::string(home == nodes.end() ? "it-bicocca" : *home));
  }
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "practices")) {
    files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const auto& file : files) {
    for (const std::string& line : LinesOf(file)) {
      auto document = Parse<community::v1::PracticeDocument>(line);
      if (document.has_plan()) {
        source.AddPlan(std::move(*document.mutable_plan()));
      } else {
        source.AddResource(std::move(*document.mutable_resource()));
      }
    }
  }
  AddPeer(source.network_, "it-bicocca", "Università degli Studi di Milano-Bicocca",
          PeerStatus::STATE_LIVE, "");
  AddPeer(source.network_, "tr-metu", "Orta Doğu Teknik Üniversitesi", PeerStatus::STATE_LAGGING,
          "it is fetching what it missed while it was switched off");
  for (const std::string_view holder : nodes) {
    for (const std::string_view owner : nodes) {
      const bool behind = holder == "tr-metu" && owner == "it-bicocca";
      AddHolding(source.network_, holder, owner, behind ? 9 : 12, 12);
    }
  }
  return source;
}

std::string SampleSource::NextId() {
  ++added_;
  return Base32Encode(Sha256(absl::StrCat("sample ", added_)).view()).substr(0, 26);
}

int64_t SampleSource::NextTime() { return kSampleNowUnixMs - 29 * kHourMs * int64_t{added_}; }

std::string SampleSource::HomeOf(const event::v1::Description& description) const {
  const auto institution = institutions_.find(description.institution_id());
  return institution == institutions_.end() ? std::string(kOwnNode)
                                            : institution->second.home_node();
}

std::string SampleSource::AddPlan(event::v1::LessonPlan plan) {
  community::v1::PlanView& view = plans_.emplace_back();
  view.set_id(NextId());
  view.set_object_id(HexEncode(Sha256(view.id()).view()));
  view.set_revision(view.object_id());
  view.set_home_node(HomeOf(plan.description()));
  view.set_first_published_unix_ms(NextTime());
  view.set_revised_unix_ms(NextTime());
  view.add_heads(view.revision());
  auto* revision = view.add_revisions();
  revision->set_event_id(view.revision());
  revision->set_written_unix_ms(view.revised_unix_ms());
  revision->set_node(view.home_node());
  plan_revisions_[view.revision()] = plan;
  *view.mutable_plan() = std::move(plan);
  return view.id();
}

std::string SampleSource::AddResource(event::v1::TrainingResource resource) {
  community::v1::ResourceView& view = resources_.emplace_back();
  view.set_id(NextId());
  view.set_object_id(HexEncode(Sha256(view.id()).view()));
  view.set_revision(view.object_id());
  view.set_home_node(HomeOf(resource.description()));
  view.set_first_published_unix_ms(NextTime());
  view.set_revised_unix_ms(NextTime());
  auto* revision = view.add_revisions();
  revision->set_event_id(view.object_id());
  revision->set_written_unix_ms(view.revised_unix_ms());
  revision->set_node(view.home_node());
  resource_revisions_[view.revision()] = resource;
  *view.mutable_resource() = std::move(resource);
  return view.id();
}

std::string SampleSource::Revise(std::string_view id, event::v1::LessonPlan content,
                                 std::string note) {
  community::v1::PlanView& view = *plan(id);
  const std::string event = AddRevision(view, std::move(note));
  view.set_heads(0, event);
  plan_revisions_[event] = content;
  *view.mutable_plan() = std::move(content);
  return event;
}

std::string SampleSource::Revise(std::string_view id, event::v1::TrainingResource content,
                                 std::string note) {
  community::v1::ResourceView& view = *resource(id);
  const std::string event = AddRevision(view, std::move(note));
  resource_revisions_[event] = content;
  *view.mutable_resource() = std::move(content);
  return event;
}

std::string SampleSource::AddPerson(event::v1::Profile profile, std::string home_node) {
  community::v1::PersonView& person = people_.emplace_back();
  person.set_id(NextId());
  person.set_home_node(std::move(home_node));
  *person.mutable_profile() = std::move(profile);
  return person.id();
}

void SampleSource::AddInstitution(event::v1::InstitutionDescribed institution,
                                  std::string home_node) {
  community::v1::InstitutionView& view = institutions_[institution.institution_id()];
  view.set_id(institution.institution_id());
  view.set_home_node(std::move(home_node));
  *view.mutable_description() = std::move(institution);
}

community::v1::PlanView* SampleSource::plan(std::string_view id) {
  const auto found = std::ranges::find(plans_, id, &community::v1::PlanView::id);
  return found == plans_.end() ? nullptr : &*found;
}

community::v1::ResourceView* SampleSource::resource(std::string_view id) {
  const auto found = std::ranges::find(resources_, id, &community::v1::ResourceView::id);
  return found == resources_.end() ? nullptr : &*found;
}

PracticeCard SampleSource::CardOf(const event::v1::Description& description, std::string_view id,
                                  int64_t revised_unix_ms) const {
  PracticeCard card;
  card.set_id(std::string(id));
  card.set_title(description.title());
  card.set_summary(description.summary());
  card.set_language(description.language());
  card.set_institution_id(description.institution_id());
  const auto institution = institutions_.find(description.institution_id());
  if (institution != institutions_.end()) {
    card.set_country(institution->second.description().country());
  }
  *card.mutable_levels() = description.levels();
  *card.mutable_pillars() = description.pillars();
  card.set_revised_unix_ms(revised_unix_ms);
  return card;
}

StatusOr<community::v1::ListPlansResponse> SampleSource::ListPlans(
    const community::v1::ListPlansRequest& request) const {
  RETURN_IF_ERROR(failure_);
  std::vector<PracticeCard> cards;
  for (const auto& plan : plans_) {
    if (!plan.withdrawn()) {
      PracticeCard card = CardOf(plan.plan().description(), plan.id(), plan.revised_unix_ms());
      card.set_plan_kind(plan.plan().kind());
      card.set_minutes(plan.plan().minutes());
      card.set_adaptations(static_cast<uint32_t>(plan.derivatives_size()));
      cards.push_back(std::move(card));
    }
  }
  return ListOf<community::v1::ListPlansResponse>(cards, request);
}

StatusOr<community::v1::GetPlanResponse> SampleSource::GetPlan(
    const community::v1::GetPlanRequest& request) const {
  RETURN_IF_ERROR(failure_);
  for (const auto& plan : plans_) {
    if (plan.id() == request.id() || plan.object_id() == request.id()) {
      community::v1::GetPlanResponse response;
      *response.mutable_plan() = plan;
      if (!request.revision().empty()) {
        const auto revision = plan_revisions_.find(request.revision());
        if (revision == plan_revisions_.end()) {
          return NotFound("this plan has no such revision");
        }
        response.mutable_plan()->set_revision(request.revision());
        *response.mutable_plan()->mutable_plan() = revision->second;
      }
      return response;
    }
  }
  return NotFound("there is no such plan");
}

StatusOr<community::v1::ListResourcesResponse> SampleSource::ListResources(
    const community::v1::ListResourcesRequest& request) const {
  RETURN_IF_ERROR(failure_);
  std::vector<PracticeCard> cards;
  for (const auto& resource : resources_) {
    if (!resource.withdrawn()) {
      PracticeCard card =
          CardOf(resource.resource().description(), resource.id(), resource.revised_unix_ms());
      card.set_resource_type(resource.resource().type());
      card.set_minutes(resource.resource().minutes());
      cards.push_back(std::move(card));
    }
  }
  return ListOf<community::v1::ListResourcesResponse>(cards, request);
}

StatusOr<community::v1::GetResourceResponse> SampleSource::GetResource(
    const community::v1::GetResourceRequest& request) const {
  RETURN_IF_ERROR(failure_);
  for (const auto& resource : resources_) {
    if (resource.id() == request.id() || resource.object_id() == request.id()) {
      community::v1::GetResourceResponse response;
      *response.mutable_resource() = resource;
      if (!request.revision().empty()) {
        const auto revision = resource_revisions_.find(request.revision());
        if (revision == resource_revisions_.end()) {
          return NotFound("this resource has no such revision");
        }
        response.mutable_resource()->set_revision(request.revision());
        *response.mutable_resource()->mutable_resource() = revision->second;
      }
      return response;
    }
  }
  return NotFound("there is no such resource");
}

StatusOr<community::v1::ListInstitutionsResponse> SampleSource::ListInstitutions(
    const community::v1::ListInstitutionsRequest&) const {
  RETURN_IF_ERROR(failure_);
  community::v1::ListInstitutionsResponse response;
  for (const auto& [id, institution] : institutions_) {
    auto& view = *response.add_institutions();
    view = institution;
    view.set_plans(static_cast<uint32_t>(std::ranges::count_if(plans_, [&](const auto& plan) {
      return plan.plan().description().institution_id() == view.id();
    })));
    view.set_resources(
        static_cast<uint32_t>(std::ranges::count_if(resources_, [&](const auto& resource) {
          return resource.resource().description().institution_id() == view.id();
        })));
  }
  return response;
}

StatusOr<community::v1::GetInstitutionResponse> SampleSource::GetInstitution(
    const community::v1::GetInstitutionRequest& request) const {
  ASSIGN_OR_RETURN(const auto all, ListInstitutions({}));
  for (const auto& institution : all.institutions()) {
    if (institution.id() == request.id()) {
      community::v1::GetInstitutionResponse response;
      *response.mutable_institution() = institution;
      return response;
    }
  }
  return NotFound("there is no such institution");
}

StatusOr<community::v1::GetPersonResponse> SampleSource::GetPerson(
    const community::v1::GetPersonRequest& request) const {
  RETURN_IF_ERROR(failure_);
  const auto found = std::ranges::find(people_, request.id(), &community::v1::PersonView::id);
  std::optional<community::v1::PersonView> person;
  if (found != people_.end()) {
    person = *found;
  } else if (others_ != nullptr) {
    person = others_(request.id());
  }
  if (!person) {
    return NotFound("nobody here has this id");
  }
  community::v1::GetPersonResponse response;
  *response.mutable_person() = *std::move(person);
  const auto add = [&](const auto& practice, const event::v1::Description& description) {
    if (practice.person_id() == request.id() && !practice.withdrawn()) {
      *response.mutable_person()->add_practices() =
          CardOf(description, practice.id(), practice.revised_unix_ms());
    }
  };
  for (const auto& plan : plans_) {
    add(plan, plan.plan().description());
  }
  for (const auto& resource : resources_) {
    add(resource, resource.resource().description());
  }
  return response;
}

StatusOr<community::v1::ListPeopleResponse> SampleSource::ListPeople(
    const community::v1::ListPeopleRequest& request) const {
  RETURN_IF_ERROR(failure_);
  size_t offset = 0;
  if (!request.page().token().empty() && !absl::SimpleAtoi(request.page().token(), &offset)) {
    return Invalid("the page token is not one of ours");
  }
  community::v1::ListPeopleResponse response;
  for (const auto& person : people_) {
    if (AllowsValue(request.institutions(), person.home_node()) &&
        AllowsAny(request.languages(), person.profile().languages())) {
      *response.add_people() = person;
    }
  }
  const int all = response.people_size();
  response.set_total(static_cast<uint32_t>(all));
  const int size = request.page().size() == 0 ? 50 : static_cast<int>(request.page().size());
  const int from = std::min(static_cast<int>(offset), all);
  const int to = std::min(from + size, all);
  response.mutable_people()->DeleteSubrange(to, all - to);
  response.mutable_people()->DeleteSubrange(0, from);
  if (to < all) {
    response.set_next_page_token(absl::StrCat(to));
  }
  return response;
}

void SampleSource::RegisterWith(MethodTable& table) const {
  const auto add = [&]<class Request, class Response>(
                       std::string_view name,
                       StatusOr<Response> (SampleSource::*method)(const Request&) const) {
    table.Add<Request, Response>(
        absl::StrCat("cledi.community.v1.", ToAbsl(name)), Role::kVisitor,
        [this, method](const Call&, const Request& request) { return (this->*method)(request); });
  };
  add("PlanService/ListPlans", &SampleSource::ListPlans);
  add("PlanService/GetPlan", &SampleSource::GetPlan);
  add("ResourceService/ListResources", &SampleSource::ListResources);
  add("ResourceService/GetResource", &SampleSource::GetResource);
  add("PersonService/GetPerson", &SampleSource::GetPerson);
  add("PersonService/ListPeople", &SampleSource::ListPeople);
  add("InstitutionService/ListInstitutions", &SampleSource::ListInstitutions);
  add("InstitutionService/GetInstitution", &SampleSource::GetInstitution);
}

StatusOr<admin::v1::GetNetworkResponse> SampleSource::GetNetwork() {
  RETURN_IF_ERROR(failure_);
  return network_;
}

StatusOr<admin::v1::GetStatusResponse> SampleSource::GetStatus() {
  RETURN_IF_ERROR(failure_);
  admin::v1::GetStatusResponse status;
  status.set_node_id(std::string(kOwnNode));
  status.set_federation_name("CLEDI");
  return status;
}

}  // namespace cledi
