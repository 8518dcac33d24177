#include "node/library/resource_kind.h"

#include <utility>

#include "cledi/event/v1/resource.pb.h"
#include "cledi/event/v1/type.pb.h"
#include "node/library/resource_rules.h"
#include "node/practice/description_rules.h"

namespace cledi {
namespace {

// Raise it whenever the rules or the rows change.
constexpr uint32_t kVersion = 2;

class Revision final : public PracticeRevision {
 public:
  explicit Revision(event::v1::ResourceRevised fact) : fact_(std::move(fact)) {}

  std::vector<EventId> Parents() const override { return {}; }
  const std::string& change_note() const override { return fact_.change_note(); }
  void FillRow(view::v1::PracticeRow& row) const override {
    FillFromDescription(fact_.resource().description(), row);
    row.mutable_card()->set_resource_type(fact_.resource().type());
    row.mutable_card()->set_minutes(fact_.resource().minutes());
  }

 private:
  const event::v1::ResourceRevised fact_;
};

}  // namespace

uint16_t ResourceKind::revised_type() const { return event::v1::EVENT_TYPE_RESOURCE_REVISED; }

uint16_t ResourceKind::withdrawn_type() const { return event::v1::EVENT_TYPE_RESOURCE_WITHDRAWN; }

std::unique_ptr<PracticeRevision> ResourceKind::ReadRevision(std::string_view payload) const {
  event::v1::ResourceRevised fact;
  if (!fact.ParseFromArray(payload.data(), static_cast<int>(payload.size()))) {
    return nullptr;
  }
  FieldProblems problems;
  CheckResource(fact.resource(), problems);
  CheckChangeNote(fact.change_note(), problems);
  return problems.empty() ? std::make_unique<Revision>(std::move(fact)) : nullptr;
}

std::optional<std::string> ResourceKind::ReadWithdrawal(std::string_view payload) const {
  return ReadReason<event::v1::ResourceWithdrawn>(payload);
}

const ResourceKind& TheResourceKind() {
  static const ResourceKind kind;
  return kind;
}

ResourceProjection::ResourceProjection() : PracticeProjection(&TheResourceKind(), kVersion) {}

}  // namespace cledi
