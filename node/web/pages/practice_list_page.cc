// The lists of lesson plans and of training resources: the same page over two services.

#include <functional>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

#include "node/web/pages/card_view.h"
#include "node/web/pages/directory.h"
#include "node/web/pages/pages.h"
#include "node/web/pages/practice_filter.h"
#include "node/web/pages/practice_words.h"

namespace cledi {
namespace {

using community::v1::PracticeFacets;
using Kind = FilterField::Kind;

constexpr uint32_t kCardsPerPage = 50;

// A page of either list.
struct PracticePage {
  google::protobuf::RepeatedPtrField<community::v1::PracticeCard> cards;
  std::string next_page_token;
  uint32_t total = 0;
  PracticeFacets facets;
};

// What differs between the two lists.
struct ListKind {
  std::string_view folder;
  std::string_view title_message;
  std::string_view count_message;
  std::function<StatusOr<PracticePage>(const PracticeFilterChoice&, uint32_t size,
                                       std::string_view token)>
      list;
};

template <class Response>
PracticePage PageOf(Response response) {
  return {.cards = std::move(*response.mutable_cards()),
          .next_page_token = std::move(*response.mutable_next_page_token()),
          .total = response.total(),
          .facets = std::move(*response.mutable_facets())};
}

template <class Request>
Request RequestOf(const PracticeFilterChoice& filter, uint32_t size, std::string_view token) {
  Request request;
  *request.mutable_filter() = filter.ToRequest();
  request.mutable_page()->set_size(size);
  request.mutable_page()->set_token(std::string(token));
  return request;
}

// The chips that take one filter away each.
std::vector<View> ActiveViews(const PracticeFilterChoice& choice, std::string_view path,
                              const Words& words, const Directory& directory) {
  std::vector<View> active;
  for (const FilterField& field : kFilterFields) {
    for (const std::string& value : choice.ValuesOf(field.kind)) {
      const FilterLabel label = LabelOf(field.kind, value, words, directory);
      View& view = active.emplace_back();
      SetLanguage(view, label.language);
      view.Say("field", words.Get(field.message))
          .Say("label", {label.text, label.english})
          .Text("href", FilterAddress(path, choice.Without(field.kind, value)));
    }
  }
  return active;
}

// What the language filter hides, each language with a link that shows it too: a filter by
// language never hides silently.
std::vector<View> HiddenLanguageViews(const PracticeFilterChoice& choice,
                                      const PracticeFacets& facets, std::string_view path,
                                      const Words& words) {
  std::vector<View> hidden;
  const auto& chosen = choice.ValuesOf(Kind::kLanguage);
  if (chosen.empty()) {
    return hidden;
  }
  for (const FilterCount& count : CountsOf(Kind::kLanguage, facets)) {
    if (count.count > 0 && std::ranges::find(chosen, count.value) == chosen.end()) {
      const FilterLabel label = LabelOf(Kind::kLanguage, count.value, words, {});
      View& view = hidden.emplace_back();
      SetLanguage(view, label.language);
      view.Text("name", label.text)
          .Say("show", words.Format("hidden_show", {{"count", int64_t{count.count}}}))
          .Text("href", FilterAddress(path, choice.With(Kind::kLanguage, count.value)));
    }
  }
  return hidden;
}

// Which field's filter leaves out most: how many there would be without it.
struct Blame {
  const FilterField* field = nullptr;
  uint32_t total = 0;
};

StatusOr<Blame> FindBlame(const ListKind& kind, const PracticeFilterChoice& choice) {
  Blame blame;
  for (const FilterField& field : kFilterFields) {
    if (choice.ValuesOf(field.kind).empty()) {
      continue;
    }
    ASSIGN_OR_RETURN(const PracticePage without, kind.list(choice.WithoutAll(field.kind), 1, ""));
    if (without.total > blame.total) {
      blame = {.field = &field, .total = without.total};
    }
  }
  return blame;
}

// Why the list is empty, and the way out.
StatusOr<View> EmptyView(const ListKind& kind, const PracticeFilterChoice& choice,
                         std::string_view path, const Words& words, const Directory& directory) {
  View view;
  view.Flag("unfiltered", choice.empty()).Flag("blamed", false);
  view.Text("blame", "").Text("show", "").Text("href", "");
  if (choice.empty()) {
    return view;
  }
  ASSIGN_OR_RETURN(const Blame blame, FindBlame(kind, choice));
  if (blame.field == nullptr) {
    return view;
  }
  std::vector<std::string> labels;
  for (const std::string& value : choice.ValuesOf(blame.field->kind)) {
    labels.push_back(LabelOf(blame.field->kind, value, words, directory).text);
  }
  const std::string name =
      absl::StrCat(words.Get(blame.field->message).text, ": ", words.Join(labels));
  const int64_t count = blame.total;
  view.Flag("blamed", true)
      .Say("blame", words.Format("list_empty_blame", {{"filter", name}, {"count", count}}))
      .Say("show", words.Format("list_empty_show", {{"count", count}}))
      .Text("href", FilterAddress(path, choice.WithoutAll(blame.field->kind)));
  return view;
}

std::string NextAddress(std::string_view path, const PracticeFilterChoice& choice,
                        const std::string& token) {
  if (token.empty()) {
    return "";
  }
  Query query = choice.ToQuery();
  query.Add("page", token);
  return absl::StrCat(ToAbsl(path), "?", query.Encode());
}

StatusOr<HttpResponse> ListPage(const PageContext& context, const ListKind& kind) {
  const Words& words = context.words;
  const PracticeFilterChoice choice = PracticeFilterChoice::Parse(context.request.query);
  const std::string token(context.request.query.Get("page").value_or(""));
  const std::string path = absl::StrCat("/", ToAbsl(kind.folder));

  StatusOr<PracticePage> listed = kind.list(choice, kCardsPerPage, token);
  if (absl::IsInvalidArgument(listed.status()) && !token.empty()) {
    // Tokens do not outlive the node's restarts; links to them do.
    return RedirectTo(FilterAddress(path, choice), 303);
  }
  ASSIGN_OR_RETURN(PracticePage page, std::move(listed));
  if (!token.empty()) {  // Only the first page of a list comes with counts.
    ASSIGN_OR_RETURN(PracticePage first, kind.list(choice, 1, ""));
    page.facets = std::move(first.facets);
  }
  ASSIGN_OR_RETURN(const Directory directory, Directory::Read(context.community));

  View view;
  view.Text("path", path)
      .Say("title", words.Get(kind.title_message))
      .Say("count", words.Format(kind.count_message, {{"count", int64_t{page.total}}}))
      .List("fields", FilterFieldViews(choice, page.facets, words, directory))
      .Flag("filtered", !choice.empty())
      .List("active", ActiveViews(choice, path, words, directory))
      .Flag("hides_languages", !choice.ValuesOf(Kind::kLanguage).empty())
      .List("cards", CardViews(page.cards, kind.folder, words, directory))
      .Text("next", NextAddress(path, choice, page.next_page_token))
      .Text("first", token.empty() ? "" : FilterAddress(path, choice))
      .Flag("paged", !token.empty() || !page.next_page_token.empty());
  std::vector<View> hidden = HiddenLanguageViews(choice, page.facets, path, words);
  view.Flag("hides_languages", !hidden.empty()).List("hidden", std::move(hidden));
  const bool plans = std::string_view(kind.folder) == "plans";
  view.Text("write_href", plans ? "/plans/new" : "/suggest")
      .Say("write", words.Get(plans ? "write_plan" : "write_resource"));
  view.Flag("empty", page.cards.empty());
  if (page.cards.empty()) {
    ASSIGN_OR_RETURN(View empty, EmptyView(kind, choice, path, words, directory));
    view.Put("why", std::move(empty));
  }
  const Frame frame{.title = words.Get(kind.title_message).text,
                    .title_language = "",
                    .description = words.Get("site_claim").text,
                    .place = kind.folder,
                    .json_ld = {},
                    .listed = choice.empty()};
  return context.layout.Print("practice_list", frame, std::move(view), words, context.request,
                              context.reader);
}

}  // namespace

StatusOr<HttpResponse> PlanListPage(const PageContext& context) {
  return ListPage(context, {.folder = "plans",
                            .title_message = "list_plans_title",
                            .count_message = "list_plans_count",
                            .list = [&](const PracticeFilterChoice& filter, uint32_t size,
                                        std::string_view token) -> StatusOr<PracticePage> {
                              ASSIGN_OR_RETURN(auto response,
                                               context.community.ListPlans(
                                                   RequestOf<community::v1::ListPlansRequest>(
                                                       filter, size, token)));
                              return PageOf(std::move(response));
                            }});
}

StatusOr<HttpResponse> ResourceListPage(const PageContext& context) {
  return ListPage(context, {.folder = "resources",
                            .title_message = "list_resources_title",
                            .count_message = "list_resources_count",
                            .list = [&](const PracticeFilterChoice& filter, uint32_t size,
                                        std::string_view token) -> StatusOr<PracticePage> {
                              ASSIGN_OR_RETURN(auto response,
                                               context.community.ListResources(
                                                   RequestOf<community::v1::ListResourcesRequest>(
                                                       filter, size, token)));
                              return PageOf(std::move(response));
                            }});
}

}  // namespace cledi
