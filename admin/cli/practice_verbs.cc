#include "admin/cli/practice_verbs.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"

#include "admin/cli/display_text.h"
#include "admin/cli/outline.h"
#include "admin/cli/practice_lookup.h"
#include "admin/cli/table.h"
#include "cledi/community/v1/plan_service.pb.h"
#include "cledi/community/v1/practice_document.pb.h"
#include "cledi/community/v1/resource_service.pb.h"

namespace cledi {
namespace {

using community::v1::ListPlansResponse;
using community::v1::ListResourcesResponse;
using community::v1::PracticeCard;
using community::v1::PracticeDocument;

constexpr uint32_t kPageSize = 100;

community::v1::PracticeFilter FilterOf(const ListPracticesOptions& options) {
  community::v1::PracticeFilter filter;
  filter.mutable_languages()->Assign(options.languages.begin(), options.languages.end());
  filter.mutable_countries()->Assign(options.countries.begin(), options.countries.end());
  filter.mutable_institutions()->Assign(options.institutions.begin(), options.institutions.end());
  return filter;
}

// All pages of a list in one response, up to as many cards as were asked for.
template <class Request, class Response>
StatusOr<Response> AllPages(Session& session, std::string_view method,
                            const ListPracticesOptions& options) {
  Request request;
  *request.mutable_filter() = FilterOf(options);
  Response all;
  do {
    const auto have = static_cast<uint32_t>(all.cards_size());
    const uint32_t wanted = options.count_max == 0 ? kPageSize : options.count_max - have;
    request.mutable_page()->set_size(std::min(wanted, kPageSize));
    ASSIGN_OR_RETURN(const auto page, session.Ask<Response>(method, request));
    all.mutable_cards()->MergeFrom(page.cards());
    all.set_total(page.total());
    all.set_next_page_token(page.next_page_token());
    request.mutable_page()->set_token(page.next_page_token());
  } while (!all.next_page_token().empty() &&
           (options.count_max == 0 || std::cmp_less(all.cards_size(), options.count_max)));
  return all;
}

std::string KindOf(const PracticeCard& card) {
  return card.plan_kind() != event::v1::PLAN_KIND_UNSPECIFIED ? EnumWord(card.plan_kind())
                                                              : EnumWord(card.resource_type());
}

void PrintCards(std::vector<PracticeCard> cards, UnixMillis now, std::ostream& out) {
  std::ranges::stable_sort(cards, std::ranges::greater(), &PracticeCard::revised_unix_ms);
  Table table({{"ID"},
               {"KIND"},
               {"LANGUAGE"},
               {"COUNTRY"},
               {"INSTITUTION"},
               {"REVISED", Table::Align::kRight},
               {"TITLE", Table::Align::kLeft, 70}});
  for (const PracticeCard& card : cards) {
    table.AddRow({card.id(), KindOf(card), card.language(), card.country(), card.institution_id(),
                  RelativeTime(card.revised_unix_ms(), now), card.title()});
  }
  table.Print(out);
}

// What both kinds of practice show above their content.
template <class View>
void PrintProvenance(const View& view, std::ostream& out) {
  FactList facts;
  facts.Add("id", view.id());
  facts.Add("home node", view.home_node());
  facts.Add("published", AbsoluteTime(view.first_published_unix_ms()));
  if (view.revised_unix_ms() != view.first_published_unix_ms()) {
    facts.Add("revised", absl::StrFormat("%s, %d revisions", AbsoluteTime(view.revised_unix_ms()),
                                         view.revisions_size()));
  }
  if (view.withdrawn()) {
    facts.Add("withdrawn", view.withdrawn_reason().empty() ? "yes" : view.withdrawn_reason());
  }
  facts.Print(out);
  for (const community::v1::RelatedPractice& source : view.derived_from()) {
    out << OnOneLine(absl::StrFormat("%s of \"%s\" (%s)", EnumWord(source.kind()), source.title(),
                                     source.id().empty() ? "not held here" : source.id()))
        << '\n';
  }
  out << '\n';
}

// The object's id is the key: whoever imports the same export twice gets one practice.
void PrintDocument(Session& session, const PracticeDocument& document) {
  if (session.json) {
    session.PrintJson(document);
  } else if (document.has_plan()) {
    PrintOutline(document.plan(), session.out());
  } else {
    PrintOutline(document.resource(), session.out());
  }
}

void SetPractice(const community::v1::PlanView& view, PracticeDocument& document) {
  *document.mutable_plan() = view.plan();
}

void SetPractice(const community::v1::ResourceView& view, PracticeDocument& document) {
  *document.mutable_resource() = view.resource();
}

template <class View>
void ShowView(Session& session, const View& view) {
  if (!session.json) {
    PrintProvenance(view, session.out());
  }
  PracticeDocument document;
  document.set_key(view.object_id());
  SetPractice(view, document);
  PrintDocument(session, document);
}

}  // namespace

Status ListPractices(Session& session, const ListPracticesOptions& options) {
  using Kind = ListPracticesOptions::Kind;
  ListPlansResponse plans;
  ListResourcesResponse resources;
  if (options.kind != Kind::kResources) {
    ASSIGN_OR_RETURN(plans, (AllPages<community::v1::ListPlansRequest, ListPlansResponse>(
                                session, "cledi.community.v1.PlanService/ListPlans", options)));
  }
  if (options.kind != Kind::kPlans) {
    ASSIGN_OR_RETURN(resources,
                     (AllPages<community::v1::ListResourcesRequest, ListResourcesResponse>(
                         session, "cledi.community.v1.ResourceService/ListResources", options)));
  }
  if (session.json) {
    session.PrintJson({{"plans", &plans}, {"resources", &resources}});
    return absl::OkStatus();
  }
  std::vector<PracticeCard> cards(plans.cards().begin(), plans.cards().end());
  cards.insert(cards.end(), resources.cards().begin(), resources.cards().end());
  const size_t shown = cards.size();
  const uint32_t total = plans.total() + resources.total();
  if (!cards.empty()) {
    PrintCards(std::move(cards), session.clock().Now(), session.out());
  }
  session.out() << absl::StrFormat("%s of %s practices%s\n", WithThousands(shown),
                                   WithThousands(total),
                                   shown < total ? "; --count 0 lists all" : "");
  return absl::OkStatus();
}

Status ShowPractice(Session& session, const std::string& id) {
  ASSIGN_OR_RETURN(const PracticeView found, FindPractice(session, id));
  std::visit([&session](const auto& view) { ShowView(session, view); }, found);
  return absl::OkStatus();
}

}  // namespace cledi
