#include <utility>

#include "absl/strings/str_cat.h"

#include "node/web/pages/card_view.h"
#include "node/web/pages/network_summary.h"
#include "node/web/pages/pages.h"
#include "node/web/pages/practice_words.h"

namespace cledi {
namespace {

using Member = NetworkSummary::Member;

// What an operator reads in detail, said so that a teacher need not worry.
Phrase WhyInWords(NetworkSummary::State state, const Words& words) {
  switch (state) {
    case admin::v1::PeerStatus::STATE_LAGGING:
      return words.Get("why_lagging");
    case admin::v1::PeerStatus::STATE_FAILING:
      return words.Get("why_failing");
    case admin::v1::PeerStatus::STATE_SILENT:
      return words.Get("why_silent");
    case admin::v1::PeerStatus::STATE_UNKNOWN:
      return words.Get("why_unknown");
    case admin::v1::PeerStatus::STATE_REMOVED:
      return words.Get("why_removed");
    default:
      return {};
  }
}

View MemberView(const Member& member, const Words& words) {
  View view;
  SetCountry(view, member.country, words);
  const Phrase heard =
      member.last_contact_unix_ms == 0
          ? words.Get("network_never_heard")
          : Phrase{words.DateAndTime(FromUnixMs(member.last_contact_unix_ms)), false};
  view.Text("name", member.name)
      .Flag("self", member.self)
      .Text("state_class", absl::StrCat("s-", static_cast<int>(member.state)))
      .Say("state", SayEnum(words, member.state))
      .Say("heard", heard)
      .Say("reason", WhyInWords(member.state, words));
  return view;
}

// How old what is missing may be decides the colour; the number stands in the cell anyway.
std::string_view LagClass(const std::optional<NetworkSummary::Holding>& holding,
                          int64_t now_unix_ms) {
  if (!holding) {
    return "lag-unknown";
  }
  if (holding->missing == 0) {
    return "lag-0";
  }
  const int64_t minutes = (now_unix_ms - holding->behind_since_unix_ms) / 60000;
  if (holding->behind_since_unix_ms == 0 || minutes < 5) {
    return "lag-1";
  }
  return minutes < 15 ? "lag-2" : minutes < 60 ? "lag-3" : "lag-4";
}

View CellView(const std::optional<NetworkSummary::Holding>& holding, int64_t now_unix_ms,
              const Words& words) {
  View view;
  view.Text("lag", LagClass(holding, now_unix_ms)).Text("since", "");
  if (!holding) {
    view.Say("said", words.Get("network_unknown"));
  } else if (holding->missing > 0) {
    view.Say("said",
             words.Format("network_missing", {{"count", static_cast<int64_t>(holding->missing)}}));
    if (holding->behind_since_unix_ms > 0) {
      const std::string since = words.DateAndTime(FromUnixMs(holding->behind_since_unix_ms));
      view.Say("since", words.Format("network_behind_since", {{"time", since}}));
    }
  } else if (holding->events == 0) {
    view.Say("said", words.Get("network_nothing_written"));
  } else {
    view.Say("said", words.Get("network_all"));
  }
  return view;
}

std::vector<View> MatrixViews(const NetworkSummary& summary, int64_t now_unix_ms,
                              const Words& words) {
  std::vector<View> rows;
  for (const Member* holder : summary.ActiveMembers()) {
    std::vector<View> cells;
    for (const Member* owner : summary.ActiveMembers()) {
      cells.push_back(
          CellView(summary.HoldingOf(holder->node_id, owner->node_id), now_unix_ms, words));
    }
    rows.emplace_back().Text("name", holder->name).List("cells", std::move(cells));
  }
  return rows;
}

}  // namespace

StatusOr<HttpResponse> NetworkPage(const PageContext& context) {
  const Words& words = context.words;
  ASSIGN_OR_RETURN(const admin::v1::GetNetworkResponse network, context.node.GetNetwork());
  const NetworkSummary summary(network);
  std::vector<View> members;
  for (const Member& member : summary.members()) {
    members.push_back(MemberView(member, words));
  }
  std::vector<std::string> owners;
  for (const Member* owner : summary.ActiveMembers()) {
    owners.push_back(owner->name);
  }
  int64_t refused = 0;
  for (const auto& refusal : network.refusals()) {
    refused += static_cast<int64_t>(refusal.count());
  }
  const std::string as_of = words.DateAndTime(FromUnixMs(network.as_of_unix_ms()));
  View view;
  SetNetworkSentences(view, summary, words);
  view.Say("lead",
           words.Format("network_lead", {{"institution", context.layout.site().institution}}))
      .Say("as_of", words.Format("network_as_of", {{"time", as_of}}))
      .List("members", std::move(members))
      .Texts("owners", owners)
      .List("rows", MatrixViews(summary, network.as_of_unix_ms(), words))
      .Flag("refused", refused > 0)
      .Say("refusals",
           refused > 0 ? words.Format("network_refusals", {{"count", refused}}) : Phrase{});
  Frame frame;
  frame.title = words.Get("network_title").text;
  frame.place = "network";
  return context.layout.Print("network", frame, std::move(view), words, context.request,
                              context.reader);
}

}  // namespace cledi
