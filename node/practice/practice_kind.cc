#include "node/practice/practice_kind.h"

namespace cledi {
namespace {

constexpr size_t kCardSummaryBytes = 400;

// A copy without fields of newer versions: those are serialised behind the known ones, and by
// the newer version in their own place, so they would tell two nodes' rows apart.
event::v1::Derivation KnownFieldsOf(const event::v1::Derivation& source) {
  event::v1::Derivation known;
  known.set_object(source.object());
  known.set_revision(source.revision());
  known.set_kind(source.kind());
  known.set_licence(source.licence());
  known.set_title(source.title());
  known.set_url(source.url());
  return known;
}

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

}  // namespace

void FillFromDescription(const event::v1::Description& description, view::v1::PracticeRow& row) {
  community::v1::PracticeCard& card = *row.mutable_card();
  card.set_title(description.title());
  card.set_summary(Shortened(description.summary(), kCardSummaryBytes));
  card.set_language(description.language());
  card.set_institution_id(description.institution_id());
  *card.mutable_levels() = description.levels();
  *card.mutable_pillars() = description.pillars();
  for (const event::v1::Credit& author : description.authors()) {
    card.add_authors(author.name());
  }
  if (description.has_ages()) {
    card.mutable_ages()->set_from_years(description.ages().from_years());
    card.mutable_ages()->set_to_years(description.ages().to_years());
  }
  for (const event::v1::Derivation& source : description.derived_from()) {
    *row.add_derived_from() = KnownFieldsOf(source);
  }
}

std::string Shortened(std::string_view text, size_t bytes_max) {
  if (text.size() <= bytes_max) {
    return std::string(text);
  }
  size_t end = text.find_last_of(" \n\t", bytes_max);
  if (end == std::string_view::npos || end < bytes_max / 2) {
    end = bytes_max;  // Hardly any spaces: some scripts have none.
    while (end > 0 && IsContinuation(text[end])) {
      --end;
    }
  }
  while (end > 0 && std::string_view(" \n\t.,;:").find(text[end - 1]) != std::string_view::npos) {
    --end;
  }
  return std::string(text.substr(0, end)).append("…");
}

}  // namespace cledi
