#ifndef CLEDI_NODE_PRACTICE_PRACTICE_LISTS_H_
#define CLEDI_NODE_PRACTICE_PRACTICE_LISTS_H_

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cledi/community/v1/practice.pb.h"
#include "federation/base/status.h"
#include "federation/rpc/limits.h"
#include "federation/rpc/page_token.h"
#include "node/fields/field_checks.h"
#include "node/practice/card_index.h"
#include "node/practice/practice_reader.h"

namespace cledi {

// What the services of both kinds of practice read from. All outlive whoever holds it.
struct PracticeSources {
  const ViewReader* views = nullptr;
  const InstitutionDirectory* institutions = nullptr;
  const PageTokens* page_tokens = nullptr;

  StatusOr<PracticeReader> Read() const;
};

// A page of a list, newest first, with what stands around it.
struct ListedPractices {
  std::vector<community::v1::PracticeCard> cards;
  std::string next_page_token;
  uint32_t total = 0;
  std::optional<community::v1::PracticeFacets> facets;  // On the first page only.
};

// Values of an enumeration that a list is filtered by. One that a transport could not read is
// unspecified, and must not silently match nothing.
template <class Values>
void CheckFilterValues(std::string_view field, const Values& values, FieldProblems& problems) {
  CheckCount(field, values.size(), kFilterValuesMax, problems);
  for (int i = 0; i < std::min(values.size(), kFilterValuesMax); ++i) {
    if (values.Get(i) <= 0) {
      problems.AddAt(field, static_cast<size_t>(i), FieldProblem::KIND_NOT_A_VALUE,
                     "not a value of this list");
    }
  }
}

// `list`: what page tokens are for, such as "ListPlans". `kinds`: only these; empty: all.
// InvalidArgument: a token of another list, or a filter that means nothing; names the field.
StatusOr<ListedPractices> ListPractices(const PracticeSources& sources, const CardIndex& index,
                                        std::string_view list,
                                        const community::v1::PracticeFilter& filter,
                                        const std::set<int>& kinds,
                                        const community::v1::PageRequest& page);

// The kinds that a request names in `field`. InvalidArgument: too many, or unspecified ones.
template <class Kinds>
StatusOr<std::set<int>> KindsOf(std::string_view field, const Kinds& kinds) {
  FieldProblems problems;
  CheckFilterValues(field, kinds, problems);
  RETURN_IF_ERROR(problems.ToStatus());
  return std::set<int>(kinds.begin(), kinds.end());
}

// Moves a page into the response of either list method.
template <class Response>
void FillListResponse(ListedPractices listed, Response& response) {
  for (community::v1::PracticeCard& card : listed.cards) {
    *response.add_cards() = std::move(card);
  }
  response.set_next_page_token(std::move(listed.next_page_token));
  response.set_total(listed.total);
  if (listed.facets) {
    *response.mutable_facets() = *std::move(listed.facets);
  }
}

}  // namespace cledi

#endif  // CLEDI_NODE_PRACTICE_PRACTICE_LISTS_H_
