#include "node/institution/institution_projection.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "cledi/event/v1/institution.pb.h"
#include "cledi/event/v1/type.pb.h"
#include "cledi/view/v1/institution.pb.h"
#include "node/institution/institution_rules.h"
#include "node/practice/practice_kind.h"

namespace cledi {
namespace {

using event::v1::InstitutionDescribed;

// Nothing: it cannot be read, or breaks a rule.
std::optional<InstitutionDescribed> Read(const Fact& fact) {
  InstitutionDescribed description;
  if (!fact.payload ||
      !description.ParseFromArray(fact.payload->data(), static_cast<int>(fact.payload->size()))) {
    return std::nullopt;
  }
  FieldProblems problems;
  CheckInstitution(description, problems);
  return problems.empty() ? std::optional(std::move(description)) : std::nullopt;
}

struct Described {
  const Fact* fact = nullptr;
  std::string country;
};

}  // namespace

std::string_view InstitutionProjection::name() const { return kInstitutionViews; }

std::span<const uint16_t> InstitutionProjection::event_types() const {
  static constexpr std::array<uint16_t, 1> kTypes{event::v1::EVENT_TYPE_INSTITUTION_DESCRIBED};
  return kTypes;
}

std::optional<std::string> InstitutionProjection::NameOf(const Fact& fact) const {
  std::optional<InstitutionDescribed> description = Read(fact);
  if (!description) {
    return std::nullopt;
  }
  return std::move(*description->mutable_institution_id());
}

std::optional<FoldedView> InstitutionProjection::Fold(const Entity& entity) const {
  std::vector<Described> described;
  for (const Statement& statement : entity.statements) {
    if (std::optional<InstitutionDescribed> description = Read(statement.fact)) {
      described.push_back({.fact = &statement.fact, .country = description->country()});
    }
  }
  if (described.empty()) {
    return std::nullopt;
  }
  const auto node_of = [](const Described& one) -> const std::string& { return one.fact->node_id; };
  const bool speaks_for_itself = std::ranges::count(described, entity.key, node_of) > 0;
  const std::string home = speaks_for_itself ? entity.key : node_of(described.front());
  std::erase_if(described, [&](const Described& one) { return node_of(one) != home; });
  const Fact& first = *described.front().fact;
  const Described& newest = *std::ranges::max_element(described, {}, [](const Described& one) {
    return std::tuple(one.fact->incarnation, one.fact->header.hlc, one.fact->id);
  });

  view::v1::InstitutionRow row;
  row.set_payload(*newest.fact->payload);
  row.set_home_node(home);
  row.set_revised_unix_ms(ToUnixMs(HlcTime(newest.fact->header.hlc)));
  row.set_first_event(first.id.str());
  row.set_country(newest.country);
  return FoldedView{.row = row.SerializeAsString(), .entries = {}};
}

}  // namespace cledi
