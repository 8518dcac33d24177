#ifndef CLEDI_NODE_HTTP_HOST_POLICY_H_
#define CLEDI_NODE_HTTP_HOST_POLICY_H_

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "federation/base/status.h"

namespace cledi {

// The names that a server answers to. A request for any other is refused, so that a page
// elsewhere cannot reach a node inside a school by a name of its own (DNS rebinding), and
// no address that a client made up gets into our pages.
class HostPolicy {
 public:
  enum class Verdict { kOurs, kMissing, kForeign };

  // `public_addresses`: "http://bicocca.localhost:8431", "https://school.example"; the first
  // is the one that pages name. `loopback`: also localhost, 127.0.0.1 and [::1] with `port`.
  // InvalidArgument: an address that is none, or no name at all.
  static StatusOr<HostPolicy> Create(const std::vector<std::string>& public_addresses,
                                     bool loopback, uint16_t port);

  // `host`: as in the Host header, lower case.
  Verdict Judge(std::string_view host) const;

  // Without a slash at its end.
  const std::string& main_address() const { return main_address_; }

 private:
  void AllowName(std::string_view name, std::string_view port, std::string_view default_port);

  std::set<std::string, std::less<>> hosts_;
  std::string main_address_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_HTTP_HOST_POLICY_H_
