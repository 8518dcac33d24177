#include "node/web/pages/practice_lineage.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "node/web/pages/card_view.h"
#include "node/web/pages/practice_address.h"
#include "node/web/pages/practice_words.h"
#include "node/web/words/language_names.h"

namespace cledi {
namespace {

using community::v1::RelatedPractice;
using event::v1::Derivation;

// More are on the page of the practice's history.
constexpr int kVersionsShownMax = 3;

// What a later practice is to the one that is shown.
Phrase SayWhatGrew(const Words& words, Derivation::Kind kind) {
  switch (kind) {
    case Derivation::KIND_ADAPTATION:
      return words.Get("grown_adaptation");
    case Derivation::KIND_TRANSLATION:
      return words.Get("grown_translation");
    case Derivation::KIND_MERGE:
      return words.Get("grown_merge");
    default:
      return {};
  }
}

std::string_view FolderOf(const RelatedPractice& related) {
  return related.resource_type() != 0 ? "resources" : "plans";
}

// Where a related practice can be read: here, or outside the network; empty if neither.
std::string RelatedHref(const RelatedPractice& related) {
  return related.id().empty() ? WebAddress(related.url())
                              : PracticeHref(FolderOf(related), related.id());
}

// What the later of the two changed; empty where they cannot be compared.
std::string CompareWithHref(const PracticeRecord& practice, const RelatedPractice& related,
                            bool is_source) {
  if (related.id().empty() || FolderOf(related) != practice.folder) {
    return "";
  }
  return is_source ? CompareHref(practice.folder, practice.id, related.id())
                   : CompareHref(practice.folder, related.id(), practice.id);
}

View RelatedView(const RelatedPractice& related, const Phrase& kind, std::string_view compare_href,
                 const Words& words, const Directory& directory) {
  const bool outside = related.id().empty() && !related.url().empty();
  View view;
  SetLanguage(view, related.language());
  view.Text("title", related.title().empty() ? related.url() : related.title())
      .Text("href", RelatedHref(related))
      .Text("compare_href", compare_href)
      .Say("kind", kind)
      .Text("language_name", OwnLanguageName(related.language()))
      .Text("institution", directory.ShortName(related.institution_id()))
      .Say("outside", outside ? words.Get("origin_outside") : Phrase{});
  return view;
}

View RevisionView(const PracticeRecord& practice, const community::v1::RevisionInfo& revision,
                  const NetworkSummary& network, const Words& words) {
  const bool shown = revision.event_id() == practice.revision;
  const auto* member = network.Find(revision.node());
  const std::string& where = member == nullptr ? revision.node() : member->name;
  View view;
  SetLanguage(view, practice.description.language());
  view.Put("date", DateView(revision.written_unix_ms(), words))
      .Text("note", revision.change_note())
      .Flag("first", revision.parents().empty())
      .Flag("shown", shown)
      .Say("at", words.Format("history_at", {{"institution", where}}))
      .Text("href", shown ? "" : PracticeHref(practice.folder, practice.id, revision.event_id()));
  return view;
}

// Who has a copy, as far as this node knows.
View HoldersView(const PracticeRecord& practice, const NetworkSummary& network,
                 const Words& words) {
  std::vector<std::string> complete;
  std::vector<std::string> unknown;
  std::vector<View> behind;
  for (const NetworkSummary::Member* member : network.ActiveMembers()) {
    const auto holding = network.HoldingOf(member->node_id, practice.home_node);
    if (member->node_id == practice.home_node) {
      continue;
    }
    if (!holding) {
      unknown.push_back(member->name);
    } else if (holding->missing == 0) {
      complete.push_back(member->name);
    } else {
      const auto missing = static_cast<int64_t>(holding->missing);
      behind.emplace_back().Say(
          "text",
          words.Format("holders_behind", {{"institution", member->name}, {"count", missing}}));
    }
  }
  const auto* home = network.Find(practice.home_node);
  const std::string home_name = home == nullptr ? std::string(practice.home_node) : home->name;
  const auto names = [&](std::string_view id, const std::vector<std::string>& who) {
    return who.empty() ? Phrase{} : words.Format(id, {{"institutions", words.Join(who)}});
  };
  View view;
  view.Say("home", words.Format("holders_home", {{"institution", home_name}}))
      .Say("complete", names("holders_all", complete))
      .List("behind", std::move(behind))
      .Say("unknown", names("holders_unknown", unknown))
      .Flag("alone", network.ActiveMembers().size() == 1);
  return view;
}

}  // namespace

void SetLineage(View& view, const PracticeRecord& practice, const NetworkSummary& network,
                const Words& words, const Directory& directory) {
  std::vector<View> origins;
  for (const RelatedPractice& related : practice.derived_from) {
    origins.push_back(RelatedView(related, SayEnum(words, related.kind()),
                                  CompareWithHref(practice, related, true), words, directory));
  }
  std::vector<View> derivatives;
  for (const RelatedPractice& related : practice.derivatives) {
    derivatives.push_back(RelatedView(related, SayWhatGrew(words, related.kind()),
                                      CompareWithHref(practice, related, false), words, directory));
  }
  std::vector<View> revisions;
  const int all = practice.revisions.size();
  for (int i = all; i-- > std::max(0, all - kVersionsShownMax);) {  // The newest first.
    revisions.push_back(RevisionView(practice, practice.revisions.Get(i), network, words));
  }
  const std::string institution = directory.Name(practice.description.institution_id());
  view.Flag("original", origins.empty())
      .Say("origin_here", words.Format("origin_here", {{"institution", institution}}))
      .List("origins", std::move(origins))
      .Flag("has_derivatives", !derivatives.empty())
      .List("derivatives", std::move(derivatives))
      .Flag("revised", revisions.size() > 1)
      .List("revisions", std::move(revisions))
      .Text("history_href", HistoryHref(practice.folder, practice.id))
      .Put("holders", HoldersView(practice, network, words));
}

}  // namespace cledi
