#include "node/web/pages/network_summary.h"

#include <algorithm>

namespace cledi {
namespace {

using admin::v1::PeerStatus;

// Practices are written in this space; readers are not concerned with the others.
constexpr std::string_view kSharedSpace = "commons";

std::string NameOr(const std::string& name, const std::string& node_id) {
  return name.empty() ? node_id : name;
}

bool IsUnreached(PeerStatus::State state) {
  return state == PeerStatus::STATE_FAILING || state == PeerStatus::STATE_SILENT ||
         state == PeerStatus::STATE_UNKNOWN;
}

}  // namespace

NetworkSummary::NetworkSummary(const admin::v1::GetNetworkResponse& network)
    : forked_epochs_(network.forked_epochs()) {
  for (const PeerStatus& peer : network.peers()) {
    members_.push_back({.node_id = peer.node_id(),
                        .name = NameOr(peer.institution(), peer.node_id()),
                        .country = peer.country(),
                        .state = peer.state(),
                        .last_contact_unix_ms = peer.last_contact_unix_ms()});
  }
  std::ranges::sort(members_, {}, &Member::name);
  members_.insert(members_.begin(), {.node_id = network.node_id(),
                                     .name = NameOr(network.institution(), network.node_id()),
                                     .country = network.country(),
                                     .state = PeerStatus::STATE_LIVE,
                                     .last_contact_unix_ms = network.as_of_unix_ms(),
                                     .self = true});
  for (const auto& holding : network.holdings()) {
    const bool known = holding.as_of_unix_ms() > 0 || holding.holder() == network.node_id();
    if (holding.space() == kSharedSpace && known) {
      const uint64_t missing =
          holding.events_known() - std::min(holding.events(), holding.events_known());
      holdings_[{holding.holder(), holding.owner()}] = {
          .events = holding.events(),
          .missing = missing,
          .behind_since_unix_ms = holding.behind_since_unix_ms()};
    }
  }
}

std::vector<const NetworkSummary::Member*> NetworkSummary::ActiveMembers() const {
  std::vector<const Member*> active;
  for (const Member& member : members_) {
    if (member.state != PeerStatus::STATE_REMOVED) {
      active.push_back(&member);
    }
  }
  return active;
}

const NetworkSummary::Member* NetworkSummary::Find(std::string_view node_id) const {
  const auto found = std::ranges::find(members_, node_id, &Member::node_id);
  return found == members_.end() ? nullptr : &*found;
}

std::optional<NetworkSummary::Holding> NetworkSummary::HoldingOf(std::string_view holder,
                                                                 std::string_view owner) const {
  const auto found = holdings_.find({std::string(holder), std::string(owner)});
  if (found == holdings_.end()) {
    return std::nullopt;
  }
  return found->second;
}

std::vector<std::string> NetworkSummary::BehindNames() const {
  std::vector<std::string> names;
  for (const Member* member : ActiveMembers()) {
    const bool behind = std::ranges::any_of(holdings_, [&](const auto& entry) {
      return entry.first.first == member->node_id && entry.second.missing > 0;
    });
    if (behind && !IsUnreached(member->state)) {
      names.push_back(member->name);
    }
  }
  return names;
}

std::vector<std::string> NetworkSummary::UnreachedNames() const {
  std::vector<std::string> names;
  for (const Member* member : ActiveMembers()) {
    if (IsUnreached(member->state)) {
      names.push_back(member->name);
    }
  }
  return names;
}

bool NetworkSummary::InStep() const {
  return BehindNames().empty() && UnreachedNames().empty() && forked_epochs_ == 0;
}

std::vector<Phrase> NetworkSummary::Sentences(const Words& words) const {
  const auto active = static_cast<int64_t>(ActiveMembers().size());
  if (active == 1) {
    return {words.Format("network_alone", {{"institution", members_.front().name}})};
  }
  std::vector<Phrase> sentences;
  if (const auto behind = BehindNames(); !behind.empty()) {
    sentences.push_back(words.Format(
        "network_behind",
        {{"names", words.Join(behind)}, {"count", static_cast<int64_t>(behind.size())}}));
  }
  if (const auto unreached = UnreachedNames(); !unreached.empty()) {
    sentences.push_back(words.Format(
        "network_unreached",
        {{"names", words.Join(unreached)}, {"count", static_cast<int64_t>(unreached.size())}}));
  }
  if (forked_epochs_ > 0) {
    sentences.push_back(words.Format("network_forked", {{"count", int64_t{forked_epochs_}}}));
  }
  if (sentences.empty()) {
    sentences.push_back(words.Format("network_in_step", {{"count", active}}));
  }
  return sentences;
}

void SetNetworkSentences(View& view, const NetworkSummary& summary, const Words& words) {
  std::vector<View> sentences;
  for (const Phrase& sentence : summary.Sentences(words)) {
    sentences.emplace_back().Say("text", sentence);
  }
  view.List("sentences", std::move(sentences)).Flag("in_step", summary.InStep());
}

}  // namespace cledi
