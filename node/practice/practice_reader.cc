#include "node/practice/practice_reader.h"

#include <algorithm>
#include <array>
#include <set>

#include "absl/strings/str_format.h"

#include "node/practice/practice_fold.h"

namespace cledi {
namespace {

using community::v1::RelatedPractice;
using view::v1::PracticeRow;

constexpr std::array kPracticeViews = {kPlanViews, kResourceViews};

void DescribeRelated(const PracticeRow& row, RelatedPractice& related) {
  const community::v1::PracticeCard& card = row.card();
  related.set_id(card.id());
  related.set_title(card.title());
  related.set_language(card.language());
  related.set_institution_id(card.institution_id());
  related.set_plan_kind(card.plan_kind());
  related.set_resource_type(card.resource_type());
}

}  // namespace

StatusOr<PracticeRow> PracticeReader::Row(std::string_view view_name,
                                          std::string_view entity) const {
  ASSIGN_OR_RETURN(const std::string bytes, views_.Row(view_name, CommonsSpace(), entity));
  PracticeRow row;
  if (!row.ParseFromString(bytes)) {
    return Corrupt("the view of a practice cannot be read; rebuild the views");
  }
  return row;
}

StatusOr<PracticeRow> PracticeReader::Find(std::string_view view_name, std::string_view id,
                                           std::string_view what) const {
  const Status missing = NotFound(absl::StrFormat("no %s has this id here", what));
  const StatusOr<EventId> event = views_.FindEvent(id);
  if (!event.ok()) {
    return event.status().code() == StatusCode::kNotFound ? missing : event.status();
  }
  ASSIGN_OR_RETURN(const StatementId entity, views_.StatementOf(*event));
  StatusOr<PracticeRow> row = Row(view_name, entity.view());
  return row.status().code() == StatusCode::kNotFound ? missing : row;
}

StatusOr<EventId> PracticeReader::FindRevision(const PracticeRow& row, std::string_view hex,
                                               std::string_view what) const {
  const Status missing = NotFound(absl::StrFormat("this %s has no such revision", what));
  const std::optional<EventId> wanted = EventId::From(HexDecode(hex).value_or(""));
  if (!wanted) {
    return Invalid("a revision is named by its event id, 64 hex digits");
  }
  const StatusOr<StatementId> statement = views_.StatementOf(*wanted);
  if (!statement.ok()) {
    return statement.status().code() == StatusCode::kNotFound ? missing : statement.status();
  }
  for (const community::v1::RevisionInfo& revision : row.revisions()) {
    const std::optional<EventId> event = EventId::From(HexDecode(revision.event_id()).value_or(""));
    // A retry names the same revision under another id.
    if (event && views_.StatementOf(*event).value_or(StatementId{}) == *statement) {
      return *event;
    }
  }
  return missing;
}

StatusOr<PracticeReader::Revision> PracticeReader::RevisionOf(const PracticeRow& row,
                                                              std::string_view hex,
                                                              std::string_view what) const {
  Revision revision{.event_id = row.revision(), .payload = row.payload()};
  if (hex.empty()) {
    return revision;
  }
  ASSIGN_OR_RETURN(const EventId event, FindRevision(row, hex, what));
  if (event.view() != row.revision() && !row.withdrawn()) {
    ASSIGN_OR_RETURN(revision.payload, views_.Payload(event));
  }
  revision.event_id = event.str();
  return revision;
}

StatusOr<community::v1::PracticeCard> PracticeReader::CardOf(const PracticeRow& row) const {
  community::v1::PracticeCard card = row.card();
  const auto country = countries_->find(card.institution_id());
  if (country != countries_->end()) {
    card.set_country(country->second);
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> adaptations, DerivedEntities(kPlanViews, row));
  card.set_adaptations(static_cast<uint32_t>(adaptations.size()));
  return card;
}

StatusOr<std::optional<community::v1::PracticeCard>> PracticeReader::ShownCard(
    std::string_view view_name, std::string_view entity) const {
  const StatusOr<PracticeRow> row = Row(view_name, entity);
  if (row.status().code() == StatusCode::kNotFound || (row.ok() && row->withdrawn())) {
    return std::nullopt;
  }
  RETURN_IF_ERROR(row.status());
  ASSIGN_OR_RETURN(community::v1::PracticeCard card, CardOf(*row));
  return card;
}

Status PracticeReader::AddSources(const PracticeRow& row, Related& sources) const {
  for (const event::v1::Derivation& source : row.derived_from()) {
    RelatedPractice& related = *sources.Add();
    ASSIGN_OR_RETURN(const std::optional<PracticeRow> held, FindObject(source.object()));
    if (held) {
      DescribeRelated(*held, related);
    } else {
      related.set_title(source.title());
    }
    related.set_kind(source.kind());
    related.set_url(source.url());
  }
  return absl::OkStatus();
}

Status PracticeReader::AddDerivatives(const PracticeRow& row, Related& derivatives) const {
  for (const std::string_view view_name : kPracticeViews) {
    ASSIGN_OR_RETURN(const std::vector<std::string> entities, DerivedEntities(view_name, row));
    for (const std::string& entity : entities) {
      if (derivatives.size() == kDerivativesShownMax) {
        return absl::OkStatus();
      }
      ASSIGN_OR_RETURN(const PracticeRow derivative, Row(view_name, entity));
      RelatedPractice& related = *derivatives.Add();
      DescribeRelated(derivative, related);
      const auto source =
          std::ranges::find_if(derivative.derived_from(), [&](const event::v1::Derivation& from) {
            return std::ranges::count(row.ids(), from.object()) > 0;
          });
      if (source != derivative.derived_from().end()) {
        related.set_kind(source->kind());
      }
    }
  }
  return absl::OkStatus();
}

void KeepTitles(const event::v1::Description& from, event::v1::Description& to) {
  to.set_title(from.title());
  to.set_language(from.language());
  to.set_licence(from.licence());
  to.set_institution_id(from.institution_id());
}

StatusOr<std::vector<std::string>> PracticeReader::DerivedEntities(std::string_view view_name,
                                                                   const PracticeRow& row) const {
  std::set<std::string> entities;  // One may name several of the practice's ids.
  for (const std::string& id : row.ids()) {
    RETURN_IF_ERROR(views_.ScanIndex(view_name, CommonsSpace(), kDerivedIndex, id,
                                     [&](std::string_view entity, std::string_view) {
                                       entities.emplace(entity);
                                       return entities.size() < kDerivativesCountedMax;
                                     }));
  }
  return std::vector<std::string>(entities.begin(), entities.end());
}

StatusOr<std::optional<PracticeRow>> PracticeReader::FindObject(std::string_view object) const {
  const std::optional<EventId> event = EventId::From(object);
  if (!event) {
    return std::nullopt;
  }
  const StatusOr<StatementId> entity = views_.StatementOf(*event);
  if (!entity.ok()) {
    return entity.status().code() == StatusCode::kNotFound
               ? StatusOr<std::optional<PracticeRow>>(std::nullopt)
               : entity.status();
  }
  for (const std::string_view view_name : kPracticeViews) {
    StatusOr<PracticeRow> row = Row(view_name, entity->view());
    if (row.ok() && !row->withdrawn()) {
      return *std::move(row);
    }
    if (!row.ok() && row.status().code() != StatusCode::kNotFound) {
      return row.status();
    }
  }
  return std::nullopt;
}

}  // namespace cledi
