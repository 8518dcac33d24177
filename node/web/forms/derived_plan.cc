#include "node/web/forms/derived_plan.h"

#include <algorithm>

#include "federation/base/bytes.h"

namespace cledi {
namespace {

using event::v1::Credit;
using Credits = google::protobuf::RepeatedPtrField<Credit>;

// As many as a practice may name (description_rules.cc); who comes later is named by the source.
constexpr int kCreditsMax = 50;

// Each name once, and without `who`, who is named elsewhere.
void AddCredits(const Credits& added, const Credit& who, Credits& credits) {
  for (const Credit& credit : added) {
    if (credits.size() < kCreditsMax && credit.name() != who.name() &&
        std::ranges::find(credits, credit.name(), &Credit::name) == credits.end()) {
      *credits.Add() = credit;
    }
  }
}

void NameAdapter(const Credit& who, event::v1::Description& description) {
  Credits authors;
  *authors.Add() = who;
  Credits contributors;
  AddCredits(description.authors(), who, contributors);
  AddCredits(description.contributors(), who, contributors);
  description.mutable_authors()->Swap(&authors);
  description.mutable_contributors()->Swap(&contributors);
}

void NameTranslator(const Credit& who, event::v1::Description& description) {
  Credits translators;
  *translators.Add() = who;
  description.mutable_translators()->Swap(&translators);
}

}  // namespace

event::v1::LessonPlan DerivedPlan(const community::v1::PlanView& source,
                                  event::v1::Derivation::Kind kind, const Credit& who) {
  event::v1::LessonPlan plan = source.plan();
  event::v1::Description& description = *plan.mutable_description();
  description.clear_institution_id();
  description.clear_first_published_unix_ms();
  // What the source came from is told by the source.
  description.clear_derived_from();
  event::v1::Derivation& derivation = *description.add_derived_from();
  derivation.set_object(HexDecode(source.object_id()).value_or(""));
  derivation.set_revision(HexDecode(source.revision()).value_or(""));
  derivation.set_kind(kind);
  derivation.set_licence(source.plan().description().licence());
  derivation.set_title(source.plan().description().title());
  if (kind == event::v1::Derivation::KIND_TRANSLATION) {
    NameTranslator(who, description);
    if (description.work_id().empty()) {
      description.set_work_id(source.id());
    }
  } else {
    NameAdapter(who, description);
    description.clear_work_id();
  }
  return plan;
}

event::v1::Derivation* OwnDerivation(event::v1::LessonPlan& plan) {
  const int count = plan.description().derived_from_size();
  return count == 0 ? nullptr : plan.mutable_description()->mutable_derived_from(count - 1);
}

}  // namespace cledi
