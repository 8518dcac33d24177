#ifndef CLEDI_NODE_ENROLMENT_ENROLMENT_LISTENER_H_
#define CLEDI_NODE_ENROLMENT_ENROLMENT_LISTENER_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "federation/base/status.h"
#include "federation/trust/enrolment_desk.h"

namespace cledi {

struct EnrolmentListenerOptions {
  // An IP address of this machine; "::" or "0.0.0.0" for all.
  std::string listen_address = "127.0.0.1";
  uint16_t port = 0;  // 0: any free one, chosen at the start and kept.
  // Also while the desk expects nobody, so that members can renew their certificates.
  bool always_open = true;

  size_t connections_max = 32;
  size_t connections_per_host_max = 8;
  // For each step of a connection: the handshake, the request, the answer.
  std::chrono::milliseconds step_max = std::chrono::seconds(10);
};

// The coordinator's HTTPS port for those who have no certificate, or no longer: TLS 1.3, one
// request a connection, POST /enrol and /renew. It shows the coordinator's certificate and its
// authority's, so that a joining node can check them by its token before it says anything.
//
// The port is open only while somebody may come. One thread of its own does everything, the
// desk's work included.
class EnrolmentListener {
 public:
  struct Parts {
    EnrolmentDesk* desk;  // Outlives the listener.
    // The coordinator's key and certificate; read again when it changes.
    std::string tls_pair_file;
    std::string authority_der;
  };

  // InvalidArgument: an address that is none, or an unusable file. Unavailable: the port cannot
  // be had, with what to do about it; also found out while it may stay closed.
  static StatusOr<std::unique_ptr<EnrolmentListener>> Start(const EnrolmentListenerOptions& options,
                                                            Parts parts);
  // Hangs up at once, and joins.
  ~EnrolmentListener();
  EnrolmentListener(const EnrolmentListener&) = delete;
  EnrolmentListener& operator=(const EnrolmentListener&) = delete;

  // Opens or closes the port, as the desk needs it. Happens every second by itself; call this
  // when an invitation was made, so that its token works at once. Returns when it is done.
  void Refresh();

  bool open() const;
  // The port, also while it is closed.
  uint16_t port() const;

 private:
  class Network;  // Keeps Boost out of every file but one.
  explicit EnrolmentListener(std::unique_ptr<Network> network);

  std::unique_ptr<Network> network_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_ENROLMENT_ENROLMENT_LISTENER_H_
