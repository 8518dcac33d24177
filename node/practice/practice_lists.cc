#include "node/practice/practice_lists.h"

#include "absl/strings/str_cat.h"

#include "federation/rpc/limits.h"

namespace cledi {
namespace {

using community::v1::PracticeFilter;

Status CheckFilter(const PracticeFilter& filter) {
  FieldProblems problems("filter");
  CheckCount("languages", filter.languages_size(), kFilterValuesMax, problems);
  CheckCount("countries", filter.countries_size(), kFilterValuesMax, problems);
  CheckCount("institutions", filter.institutions_size(), kFilterValuesMax, problems);
  CheckFilterValues("pillars", filter.pillars(), problems);
  CheckFilterValues("levels", filter.levels(), problems);
  return problems.ToStatus();
}

// A page token must not go on in a list with other filters.
std::string SelectionOf(const PracticeFilter& filter, const std::set<int>& kinds) {
  std::string selection = filter.SerializeAsString();
  for (const int kind : kinds) {
    absl::StrAppend(&selection, " ", kind);
  }
  return selection;
}

std::string TokenKey(const CardPlace& place) {
  std::string key;
  PutBigEndian(key, place.hlc);
  return key.append(place.revision.view());
}

StatusOr<std::optional<CardPlace>> PlaceIn(std::string_view key) {
  if (key.empty()) {
    return std::nullopt;
  }
  if (key.size() != sizeof(Hlc) + EventId::kSize) {
    return Invalid("this page token does not continue this list; start again without a token");
  }
  return CardPlace{.hlc = GetBigEndian<Hlc>(AsBytes(key).data()),
                   .revision = *EventId::From(key.substr(sizeof(Hlc)))};
}

}  // namespace

StatusOr<PracticeReader> PracticeSources::Read() const {
  ASSIGN_OR_RETURN(ViewSnapshot snapshot, views->Read());
  return PracticeReader(std::move(snapshot), institutions->countries());
}

StatusOr<ListedPractices> ListPractices(const PracticeSources& sources, const CardIndex& index,
                                        std::string_view list, const PracticeFilter& filter,
                                        const std::set<int>& kinds,
                                        const community::v1::PageRequest& request) {
  RETURN_IF_ERROR(CheckFilter(filter));
  const std::string list_name = NameOfList(list, SelectionOf(filter, kinds));
  ASSIGN_OR_RETURN(const std::string key, sources.page_tokens->Read(list_name, request.token()));
  ASSIGN_OR_RETURN(const std::optional<CardPlace> after, PlaceIn(key));
  const CardPage page = index.List({.filter = filter,
                                    .kinds = kinds,
                                    .after = after,
                                    .count = PageSize(request.size()),
                                    .facets = !after},
                                   *sources.institutions->countries());
  // Read after the index, so the views hold all that it names, or something newer.
  ASSIGN_OR_RETURN(const PracticeReader reader, sources.Read());
  ListedPractices listed;
  listed.total = page.total;
  for (const std::string& entity : page.entities) {
    ASSIGN_OR_RETURN(std::optional<community::v1::PracticeCard> card,
                     reader.ShownCard(index.view_name(), entity));
    if (card) {  // Otherwise it was taken back since.
      listed.cards.push_back(*std::move(card));
    }
  }
  if (page.last) {
    listed.next_page_token = sources.page_tokens->Make(list_name, TokenKey(*page.last));
  }
  if (!after) {
    listed.facets = page.facets;
  }
  return listed;
}

}  // namespace cledi
