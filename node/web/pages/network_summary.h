#ifndef CLEDI_NODE_WEB_PAGES_NETWORK_SUMMARY_H_
#define CLEDI_NODE_WEB_PAGES_NETWORK_SUMMARY_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cledi/admin/v1/node_service.pb.h"
#include "node/web/pages/view.h"
#include "node/web/words/words.h"

namespace cledi {

// Who holds what of whose practices, out of a node's picture of the network.
class NetworkSummary {
 public:
  using State = admin::v1::PeerStatus::State;

  struct Member {
    std::string node_id;
    std::string name;
    std::string country;
    State state = admin::v1::PeerStatus::STATE_UNKNOWN;
    int64_t last_contact_unix_ms = 0;
    bool self = false;
  };

  // What one member has of what another has written.
  struct Holding {
    uint64_t events = 0;
    uint64_t missing = 0;
    int64_t behind_since_unix_ms = 0;
  };

  explicit NetworkSummary(const admin::v1::GetNetworkResponse& network);

  // This node first, then by name; with those that left.
  const std::vector<Member>& members() const { return members_; }
  // Those that have not left.
  std::vector<const Member*> ActiveMembers() const;
  const Member* Find(std::string_view node_id) const;
  // Nothing if it is not known.
  std::optional<Holding> HoldingOf(std::string_view holder, std::string_view owner) const;

  // The network in one or two sentences.
  std::vector<Phrase> Sentences(const Words& words) const;
  // Whether everything is where it should be.
  bool InStep() const;

 private:
  std::vector<std::string> BehindNames() const;
  std::vector<std::string> UnreachedNames() const;

  std::vector<Member> members_;
  std::map<std::pair<std::string, std::string>, Holding> holdings_;  // By holder and owner.
  uint32_t forked_epochs_ = 0;
};

// Sets "sentences" and "in_step", for the element of class "state".
void SetNetworkSentences(View& view, const NetworkSummary& summary, const Words& words);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_NETWORK_SUMMARY_H_
