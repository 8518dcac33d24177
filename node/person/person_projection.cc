#include "node/person/person_projection.h"

#include <array>
#include <tuple>

#include "cledi/event/v1/person.pb.h"
#include "cledi/event/v1/type.pb.h"
#include "cledi/view/v1/person.pb.h"
#include "node/person/person_id.h"
#include "node/person/person_rules.h"

namespace cledi {
namespace {

int64_t TimeOf(const Fact& fact) { return ToUnixMs(HlcTime(fact.header.hlc)); }

}  // namespace

std::span<const uint16_t> PersonProjection::event_types() const {
  static constexpr std::array<uint16_t, 1> kTypes{event::v1::EVENT_TYPE_PERSON_DESCRIBED};
  return kTypes;
}

std::optional<std::string> PersonProjection::NameOf(const Fact& fact) const {
  event::v1::PersonDescribed described;
  if (!fact.payload ||
      !described.ParseFromArray(fact.payload->data(), static_cast<int>(fact.payload->size())) ||
      described.author().size() != CommonFields::kAuthorBytes || !described.object().empty()) {
    return std::nullopt;
  }
  FieldProblems problems;
  CheckProfile(described.profile(), problems);
  return problems.empty() ? std::optional(PersonIdOf(fact.node_id, described.author()))
                          : std::nullopt;
}

std::optional<FoldedView> PersonProjection::Fold(const Entity& entity) const {
  const Fact* first = nullptr;
  const Fact* newest = nullptr;
  const auto age = [](const Fact& fact) {
    return std::tuple(fact.incarnation, fact.header.hlc, fact.id);
  };
  for (const Statement& statement : entity.statements) {
    const Fact& fact = statement.fact;
    if (NameOf(fact) != entity.key) {
      continue;  // Cannot be read now.
    }
    first = first == nullptr ? &fact : first;
    newest = newest == nullptr || age(*newest) < age(fact) ? &fact : newest;
  }
  if (newest == nullptr) {
    return std::nullopt;
  }
  view::v1::PersonRow row;
  row.set_payload(*newest->payload);
  row.set_home_node(newest->node_id);
  row.set_first_described_unix_ms(TimeOf(*first));
  row.set_described_unix_ms(TimeOf(*newest));
  return FoldedView{.row = row.SerializeAsString(), .entries = {}};
}

}  // namespace cledi
