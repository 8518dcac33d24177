#ifndef CLEDI_NODE_PRACTICE_PRACTICE_READER_H_
#define CLEDI_NODE_PRACTICE_PRACTICE_READER_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cledi/community/v1/practice.pb.h"
#include "cledi/view/v1/practice.pb.h"
#include "federation/base/status.h"
#include "node/fold/view_reader.h"
#include "node/practice/institution_directory.h"
#include "node/practice/practice_kind.h"

namespace cledi {

// Reads practices of the commons at one moment, and completes what depends on other
// practices and on institutions. Not thread-safe; made for one request.
class PracticeReader {
 public:
  static constexpr int kDerivativesShownMax = 100;
  // Beyond so many derivatives of one practice nobody counts.
  static constexpr size_t kDerivativesCountedMax = 1000;

  PracticeReader(ViewSnapshot views,
                 std::shared_ptr<const InstitutionDirectory::Countries> countries)
      : views_(std::move(views)), countries_(std::move(countries)) {}

  const ViewSnapshot& views() const { return views_; }

  // By the key of its view. NotFound: there is none.
  StatusOr<view::v1::PracticeRow> Row(std::string_view view_name, std::string_view entity) const;
  // By any name that people use: 26 characters or 64 hex digits. InvalidArgument: no such
  // name. NotFound: "no <what> has this id here".
  StatusOr<view::v1::PracticeRow> Find(std::string_view view_name, std::string_view id,
                                       std::string_view what) const;

  // The revision of `row` that `hex` names, by any id of its statement: its event id.
  // InvalidArgument: no event id. NotFound: "this <what> has no such revision".
  StatusOr<EventId> FindRevision(const view::v1::PracticeRow& row, std::string_view hex,
                                 std::string_view what) const;

  // A revision and its payload as it was written.
  struct Revision {
    std::string event_id;  // 32 bytes.
    std::string payload;
  };
  // What is asked for of `row`: the revision that `hex` names, as FindRevision, or the shown one
  // where that is empty. Of a withdrawn practice no older text is read: the shown payload.
  StatusOr<Revision> RevisionOf(const view::v1::PracticeRow& row, std::string_view hex,
                                std::string_view what) const;

  // The plan or resource that `object` names; nothing: it is not here, or withdrawn.
  StatusOr<std::optional<view::v1::PracticeRow>> FindObject(std::string_view object) const;

  // As lists show it.
  StatusOr<community::v1::PracticeCard> CardOf(const view::v1::PracticeRow& row) const;
  // The same, by the key of the view; nothing: it is not there, or withdrawn.
  StatusOr<std::optional<community::v1::PracticeCard>> ShownCard(std::string_view view_name,
                                                                 std::string_view entity) const;

  using Related = google::protobuf::RepeatedPtrField<community::v1::RelatedPractice>;
  // What the practice came from, in the order of its own list.
  Status AddSources(const view::v1::PracticeRow& row, Related& sources) const;
  // What came from it, plans first; at most kDerivativesShownMax.
  Status AddDerivatives(const view::v1::PracticeRow& row, Related& derivatives) const;

 private:
  StatusOr<std::vector<std::string>> DerivedEntities(std::string_view view_name,
                                                     const view::v1::PracticeRow& row) const;

  const ViewSnapshot views_;
  const std::shared_ptr<const InstitutionDirectory::Countries> countries_;
};

// What is shown of a withdrawn practice.
void KeepTitles(const event::v1::Description& from, event::v1::Description& to);

// What both services' views hold beside the practice itself.
template <class View>
Status FillView(const PracticeReader& reader, const view::v1::PracticeRow& row, View& view) {
  view.set_id(row.card().id());
  view.set_object_id(HexEncode(row.ids(0)));
  view.set_home_node(row.card().home_node());
  view.set_first_published_unix_ms(row.first_published_unix_ms());
  view.set_revised_unix_ms(row.card().revised_unix_ms());
  *view.mutable_revisions() = row.revisions();
  view.set_withdrawn(row.withdrawn());
  view.set_withdrawn_reason(row.withdrawn_reason());
  view.set_person_id(row.card().person_id());
  if (row.withdrawn()) {
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(reader.AddSources(row, *view.mutable_derived_from()));
  return reader.AddDerivatives(row, *view.mutable_derivatives());
}

}  // namespace cledi

#endif  // CLEDI_NODE_PRACTICE_PRACTICE_READER_H_
