#include "node/library/resource_kind.h"

#include "cledi/event/v1/type.pb.h"
#include "node/library/resource_rules.h"
#include "node/practice/description_rules.h"

namespace cledi {
namespace {

// Raise it whenever the rules or the rows change.
constexpr uint32_t kVersion = 1;

}  // namespace

uint16_t ResourceKind::revised_type() const { return event::v1::EVENT_TYPE_RESOURCE_REVISED; }

uint16_t ResourceKind::withdrawn_type() const { return event::v1::EVENT_TYPE_RESOURCE_WITHDRAWN; }

std::optional<PracticeKind::Revision> ResourceKind::ReadRevision(std::string_view payload) const {
  event::v1::ResourceRevised fact;
  if (!fact.ParseFromArray(payload.data(), static_cast<int>(payload.size()))) {
    return std::nullopt;
  }
  FieldProblems problems;
  CheckResource(fact.resource(), problems);
  CheckChangeNote(fact.change_note(), problems);
  if (!problems.empty()) {
    return std::nullopt;
  }
  return Revision{.parents = {}, .change_note = fact.change_note()};
}

std::optional<std::string> ResourceKind::ReadWithdrawal(std::string_view payload) const {
  return ReadReason<event::v1::ResourceWithdrawn>(payload);
}

void ResourceKind::FillRow(std::string_view payload, view::v1::PracticeRow& row) const {
  event::v1::ResourceRevised fact;
  fact.ParseFromArray(payload.data(), static_cast<int>(payload.size()));
  FillFromDescription(fact.resource().description(), row);
  row.mutable_card()->set_resource_type(fact.resource().type());
  row.mutable_card()->set_minutes(fact.resource().minutes());
}

const ResourceKind& TheResourceKind() {
  static const ResourceKind kind;
  return kind;
}

ResourceProjection::ResourceProjection() : PracticeProjection(&TheResourceKind(), kVersion) {}

}  // namespace cledi
