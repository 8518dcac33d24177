// The versions of a practice: who wrote which, when and why.

#include <utility>

#include "absl/strings/str_cat.h"

#include "node/web/pages/directory.h"
#include "node/web/pages/pages.h"
#include "node/web/pages/person_names.h"
#include "node/web/pages/practice_address.h"
#include "node/web/pages/practice_fetch.h"
#include "node/web/pages/practice_parts.h"
#include "node/web/pages/practice_words.h"

namespace cledi {
namespace {

using community::v1::RevisionInfo;

// What a version is compared with: the one that it was made from, or the one before it in the
// list where it names none. Empty: it is the first.
std::string_view VersionBefore(const PracticeRecord& practice, int index) {
  const RevisionInfo& revision = practice.revisions.Get(index);
  for (const std::string& parent : revision.parents()) {
    if (std::ranges::count(practice.revisions, parent, &RevisionInfo::event_id) > 0) {
      return parent;
    }
  }
  return index == 0 ? std::string_view() : practice.revisions.Get(index - 1).event_id();
}

View VersionView(const PracticeRecord& practice, int index, const Words& words,
                 const Directory& directory, PersonNames& names) {
  const RevisionInfo& revision = practice.revisions.Get(index);
  const std::string_view before = VersionBefore(practice, index);
  const bool shown = revision.event_id() == practice.revision;
  const std::string name = names.NameOf(revision.person_id());
  const std::string institution = directory.Name(practice.description.institution_id());
  View view;
  SetLanguage(view, practice.description.language());
  view.Text("date", words.DateAndTime(FromUnixMs(revision.written_unix_ms())))
      .Text("person", name)
      .Text("person_href", name.empty() ? "" : PersonHref(revision.person_id()))
      .Say("institution", words.Format("history_at", {{"institution", institution}}))
      .Text("note", revision.change_note())
      .Flag("first", index == 0 && revision.parents().empty())
      .Flag("shown", shown)
      .Text("href", PracticeHref(practice.folder, practice.id, revision.event_id()))
      .Text("compare_href", before.empty() ? ""
                                           : CompareHref(practice.folder, practice.id, practice.id,
                                                         revision.event_id(), before))
      .Text("restore_href",
            practice.may_revise && !shown
                ? absl::StrCat(PracticeHref(practice.folder, practice.id),
                               "/edit?revision=", PercentEncode(revision.event_id()))
                : "");
  return view;
}

StatusOr<HttpResponse> HistoryPage(const PageContext& context, const PracticeRecord& practice,
                                   std::string_view asked) {
  const Words& words = context.words;
  if (const std::string better = BetterAddress(practice.folder, asked, practice.id);
      !better.empty()) {
    return RedirectTo(HistoryHref(practice.folder, practice.id), 308);
  }
  if (practice.withdrawn) {
    return WithdrawnPage(context, practice);
  }
  ASSIGN_OR_RETURN(const Directory directory, Directory::Read(context.community));
  PersonNames names(context.community);
  std::vector<View> versions;
  for (int i = practice.revisions.size(); i-- > 0;) {
    versions.push_back(VersionView(practice, i, words, directory, names));
  }
  View view;
  SetLanguage(view, practice.description.language());
  const auto count = static_cast<int64_t>(versions.size());
  view.Text("title", practice.description.title())
      .Text("practice_href", PracticeHref(practice.folder, practice.id))
      .Say("count", words.Format("history_count", {{"count", count}}))
      .Flag("may_restore", practice.may_revise && versions.size() > 1)
      .List("versions", std::move(versions));
  const Frame frame{
      .title = words.Format("history_title_of", {{"title", practice.description.title()}}).text,
      .place = practice.folder,
      .listed = false};
  return context.layout.Print("history", frame, std::move(view), words, context.request,
                              context.reader);
}

}  // namespace

StatusOr<HttpResponse> PlanHistoryPage(const PageContext& context, std::string_view id) {
  ASSIGN_OR_RETURN(const auto plan, FetchPlan(context.community, id));
  return HistoryPage(context, RecordOf(plan), id);
}

StatusOr<HttpResponse> ResourceHistoryPage(const PageContext& context, std::string_view id) {
  ASSIGN_OR_RETURN(const auto resource, FetchResource(context.community, id));
  return HistoryPage(context, RecordOf(resource), id);
}

}  // namespace cledi
