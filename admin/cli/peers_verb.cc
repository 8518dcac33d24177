#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "admin/cli/display_text.h"
#include "admin/cli/status_verbs.h"
#include "admin/cli/table.h"
#include "cledi/admin/v1/node_service.pb.h"

namespace cledi {
namespace {

using admin::v1::GetNetworkResponse;
using admin::v1::LogHolding;
using admin::v1::PeerStatus;
using admin::v1::RefusalCount;

uint64_t Missing(const LogHolding& holding) {
  return holding.events_known() - std::min(holding.events(), holding.events_known());
}

// "✓" where all that is known is held, "−3" where three events are missing.
std::string HoldingCell(const LogHolding& holding) {
  if (Missing(holding) > 0) {
    return absl::StrCat("−", WithThousands(Missing(holding)));
  }
  return holding.as_of_unix_ms() == 0 ? "?" : "✓";
}

void PrintSummary(const GetNetworkResponse& network, std::ostream& out) {
  const auto live = std::ranges::count(network.peers(), PeerStatus::STATE_LIVE, &PeerStatus::state);
  const auto removed =
      std::ranges::count(network.peers(), PeerStatus::STATE_REMOVED, &PeerStatus::state);
  const auto partners = network.peers_size() - removed;
  if (partners == 0) {
    out << OnOneLine(network.node_id()) << " has no partners yet.\n";
  } else if (live == partners) {
    out << absl::StrFormat("%s and its %d partners are in step.\n", OnOneLine(network.node_id()),
                           partners);
  } else {
    out << absl::StrFormat("%s is in step with %d of %d partners.\n", OnOneLine(network.node_id()),
                           live, partners);
  }
}

void PrintPeers(const GetNetworkResponse& network, UnixMillis now, std::ostream& out) {
  Table table({{"PARTNER"},
               {"INSTITUTION", Table::Align::kLeft, 44},
               {"COUNTRY"},
               {"STATE"},
               {"LAST CONTACT"},
               {"ROSTER", Table::Align::kRight},
               {"ADDRESS"},
               {"WHY"}});
  for (const PeerStatus& peer : network.peers()) {
    table.AddRow({peer.node_id(), peer.institution(), peer.country(), EnumWord(peer.state()),
                  RelativeTime(peer.last_contact_unix_ms(), now),
                  absl::StrCat(peer.roster_number()),
                  peer.address().empty() ? "dials us" : peer.address(), peer.reason()});
  }
  table.Print(out);
}

// A row for each log, a column for each holder.
void PrintHoldings(const GetNetworkResponse& network, std::ostream& out) {
  std::set<std::string> holders;
  std::map<std::pair<std::string, std::string>, std::map<std::string, const LogHolding*>> logs;
  for (const LogHolding& holding : network.holdings()) {
    holders.insert(holding.holder());
    logs[{holding.owner(), holding.space()}][holding.holder()] = &holding;
  }
  std::vector<Table::Column> columns = {{"LOG OF"}, {"SPACE"}, {"EVENTS", Table::Align::kRight}};
  for (const std::string& holder : holders) {
    columns.push_back({absl::StrCat("AT ", holder), Table::Align::kRight});
  }
  Table table(std::move(columns));
  for (const auto& [log, holding_by_node] : logs) {
    uint64_t known = 0;
    std::vector<std::string> cells;
    for (const std::string& holder : holders) {
      const auto found = holding_by_node.find(holder);
      if (found != holding_by_node.end()) {
        known = std::max(known, found->second->events_known());
      }
      cells.push_back(found == holding_by_node.end() ? "" : HoldingCell(*found->second));
    }
    cells.insert(cells.begin(), {log.first, log.second, WithThousands(known)});
    table.AddRow(cells);
  }
  table.Print(out);
}

// One sentence for each log that somebody lacks a part of.
void PrintWhoIsBehind(const GetNetworkResponse& network, UnixMillis now, std::ostream& out) {
  for (const LogHolding& holding : network.holdings()) {
    if (Missing(holding) == 0) {
      continue;
    }
    std::string since;
    if (holding.behind_since_unix_ms() != 0) {
      since = absl::StrFormat(" for %s",
                              RoughDuration(now - FromUnixMs(holding.behind_since_unix_ms())));
    }
    const auto peer = std::ranges::find(network.peers(), holding.holder(), &PeerStatus::node_id);
    const std::string why = peer == network.peers().end() || peer->reason().empty()
                                ? ""
                                : absl::StrCat(": ", peer->reason());
    out << OnOneLine(absl::StrFormat("%s has lacked %s events of the %s log of %s%s%s",
                                     holding.holder(), WithThousands(Missing(holding)),
                                     holding.space(), holding.owner(), since, why))
        << '\n';
  }
}

void PrintRefusals(const GetNetworkResponse& network, std::ostream& out) {
  if (network.refusals().empty()) {
    return;
  }
  Table table({{"REFUSED FROM"}, {"WHAT WAS WRONG"}, {"TIMES", Table::Align::kRight}, {"LAST"}});
  for (const RefusalCount& refusal : network.refusals()) {
    table.AddRow(
        {refusal.peer(), refusal.kind(), WithThousands(refusal.count()), refusal.last_detail()});
  }
  out << '\n';
  table.Print(out);
}

}  // namespace

Status ShowPeers(Session& session) {
  ASSIGN_OR_RETURN(const auto network,
                   session.Ask<GetNetworkResponse>("cledi.admin.v1.NodeService/GetNetwork",
                                                   admin::v1::GetNetworkRequest()));
  if (session.json) {
    session.PrintJson(network);
    return absl::OkStatus();
  }
  const UnixMillis now = session.clock().Now();
  std::ostream& out = session.out();
  PrintSummary(network, out);
  if (!network.peers().empty()) {
    out << '\n';
    PrintPeers(network, now, out);
  }
  if (!network.holdings().empty()) {
    out << '\n';
    PrintHoldings(network, out);
    PrintWhoIsBehind(network, now, out);
  }
  if (network.forked_epochs() > 0) {
    out << absl::StrFormat(
        "\n%d epochs have two histories: somebody signed both. \"cledi log show\" marks them.\n",
        network.forked_epochs());
  }
  PrintRefusals(network, out);
  return absl::OkStatus();
}

}  // namespace cledi
