#ifndef CLEDI_NODE_PRACTICE_PRACTICE_KIND_H_
#define CLEDI_NODE_PRACTICE_PRACTICE_KIND_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cledi/event/v1/practice.pb.h"
#include "cledi/view/v1/practice.pb.h"
#include "federation/event/ids.h"

namespace cledi {

// The names of the projections whose views several subjects read.
inline constexpr std::string_view kInstitutionViews = "institutions";
inline constexpr std::string_view kPlanViews = "plans";
inline constexpr std::string_view kResourceViews = "resources";

// A revision that can be read and keeps the rules.
class PracticeRevision {
 public:
  virtual ~PracticeRevision() = default;

  // Event ids of the revisions that it was made from, as the writer named them.
  virtual std::vector<EventId> Parents() const = 0;
  virtual const std::string& change_note() const = 0;
  // Fills in what the row's card and sources say of it: known fields only.
  virtual void FillRow(view::v1::PracticeRow& row) const = 0;
};

// What differs between training resources and lesson plans in folding them. Stateless.
class PracticeKind {
 public:
  virtual ~PracticeKind() = default;

  virtual std::string_view view_name() const = 0;
  virtual uint16_t revised_type() const = 0;
  virtual uint16_t withdrawn_type() const = 0;
  // Whether revisions name their parents. Otherwise the newest is the only head.
  virtual bool has_parents() const = 0;

  // Null: the payload cannot be read or breaks a rule; the fact does not count.
  virtual std::unique_ptr<PracticeRevision> ReadRevision(std::string_view payload) const = 0;
  // Nothing: as above. Otherwise the reason.
  virtual std::optional<std::string> ReadWithdrawal(std::string_view payload) const = 0;
};

// What both kinds take from their description.
void FillFromDescription(const event::v1::Description& description, view::v1::PracticeRow& row);

// Cut at about `bytes_max` bytes behind a word, with an ellipsis where something is missing.
std::string Shortened(std::string_view text, size_t bytes_max);

}  // namespace cledi

#endif  // CLEDI_NODE_PRACTICE_PRACTICE_KIND_H_
