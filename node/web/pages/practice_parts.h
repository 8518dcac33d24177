// What the pages of lesson plans and of training resources have in common.

#ifndef CLEDI_NODE_WEB_PAGES_PRACTICE_PARTS_H_
#define CLEDI_NODE_WEB_PAGES_PRACTICE_PARTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "cledi/community/v1/plan_service.pb.h"
#include "cledi/community/v1/resource_service.pb.h"
#include "node/web/pages/directory.h"
#include "node/web/pages/page_context.h"
#include "node/web/pages/person_names.h"
#include "node/web/pages/view.h"

namespace cledi {

// A practice as both services give it.
struct PracticeRecord {
  std::string_view id;
  std::string_view folder;  // "plans" or "resources".
  const event::v1::Description& description;
  std::string_view home_node;
  // The shown revision's event id, and when it was written.
  std::string_view revision;
  int64_t first_published_unix_ms;
  int64_t revised_unix_ms;
  const google::protobuf::RepeatedPtrField<community::v1::RevisionInfo>& revisions;
  const google::protobuf::RepeatedPtrField<community::v1::RelatedPractice>& derived_from;
  const google::protobuf::RepeatedPtrField<community::v1::RelatedPractice>& derivatives;
  std::string_view newest;     // The revision that is shown where none is asked for.
  std::string_view person_id;  // Who published it; empty: the institution.
  bool may_revise;             // The reader.
  bool withdrawn;
  std::string_view withdrawn_reason;
};

// They refer to what the view holds.
PracticeRecord RecordOf(const community::v1::PlanView& plan);
PracticeRecord RecordOf(const community::v1::ResourceView& resource);

// The table at a glance: pairs of a name and one or more values, built in order.
class FactViews {
 public:
  explicit FactViews(const Words& words) : words_(words) {}

  // Each leaves out what is empty. `message`: the fact's name.
  void Add(std::string_view message, const Phrase& value);
  void AddText(std::string_view message, std::string_view value);
  void AddList(std::string_view message, std::vector<View> texts);
  // A value that leads somewhere; `href` may be empty.
  void AddLink(std::string_view message, std::string_view value, std::string_view href);
  // In its own language.
  void AddLanguages(std::string_view message, const std::vector<std::string>& tags,
                    std::string_view path);

  std::vector<View> Take() { return std::move(facts_); }

 private:
  const Words& words_;
  std::vector<View> facts_;
};

// The facts about who, where and for whom, that each kind of practice has.
void AddDescriptionFacts(FactViews& facts, const PracticeRecord& practice, const Words& words,
                         const Directory& directory);
// The facts about who published it and when.
void AddRecordFacts(FactViews& facts, const PracticeRecord& practice, const Words& words,
                    PersonNames& names);

// Sets what the pieces _practice_head and _practice_foot show of the practice itself: title,
// summary, licence, credits.
void SetCommonParts(View& view, const PracticeRecord& practice, const Words& words,
                    const Directory& directory);

// The page for a practice that was taken back: 410.
StatusOr<HttpResponse> WithdrawnPage(const PageContext& context, const PracticeRecord& practice);

// Sets what the piece _older shows: whether this is an older revision than the shown ones.
void SetOlderNote(View& view, const PracticeRecord& practice, bool older, const Words& words);

// The revision that is shown; null: it is none of those that are listed.
const community::v1::RevisionInfo* ShownRevision(const PracticeRecord& practice);

// A text in Markdown with its heading, for the list of such parts; adds nothing if empty.
void AddProse(std::vector<View>& parts, const Words& words, std::string_view message,
              std::string_view markdown);

// How a practice names itself in addresses: lower case, and short where it was asked for by
// its whole event id. Empty: it was asked for like that.
std::string BetterAddress(std::string_view folder, std::string_view asked, std::string_view id);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_PRACTICE_PARTS_H_
