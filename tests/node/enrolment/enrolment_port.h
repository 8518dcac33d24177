#ifndef CLEDI_TESTS_NODE_ENROLMENT_ENROLMENT_PORT_H_
#define CLEDI_TESTS_NODE_ENROLMENT_ENROLMENT_PORT_H_

#include <memory>
#include <string>
#include <vector>

#include "federation/base/check.h"
#include "federation/base/files.h"
#include "federation/trust/join_token.h"
#include "node/enrolment/enrolment_listener.h"
#include "tests/support/temp_folder.h"
#include "tests/support/trust/memory_enrolment_storage.h"
#include "tests/support/trust/test_federation.h"

namespace cledi {

// Bicocca's enrolment desk and its port on the loopback.
struct EnrolmentPort {
  explicit EnrolmentPort(EnrolmentListenerOptions options = {}) {
    auto opened = EnrolmentDesk::Open({.authority = &federation.authority(),
                                       .roster = &federation.holder(),
                                       .storage = &storage,
                                       .clock = &federation.clock(),
                                       .random = &federation.random()});
    CHECK(opened.ok());
    desk = *std::move(opened);
    Install(federation.TlsFor("it-bicocca"));
    auto started = EnrolmentListener::Start(
        options, {.desk = desk.get(),
                  .tls_pair_file = pair_file(),
                  .authority_der = federation.authority().certificate_der()});
    CHECK(started.ok());
    listener = *std::move(started);
  }

  std::string pair_file() const { return folder.path() + "/tls.pem"; }
  void Install(const PemPair& pair) {
    CHECK(WriteFileDurably(pair_file(), pair.key_pem + pair.certificate_pem, FileAccess::kOwnerOnly)
              .ok());
  }
  std::string address() const { return absl::StrFormat("127.0.0.1:%d", listener->port()); }

  // A token that names `addresses`; by default, this port.
  federation::v1::JoinToken Invite(std::string node_id, std::vector<std::string> addresses = {}) {
    federation::v1::Member who;
    who.set_node_id(std::move(node_id));
    who.set_institution("An institution");
    who.set_country("TR");
    if (addresses.empty()) {
      addresses = {address()};
    }
    return *DecodeJoinToken(*desk->Invite(who, addresses), federation.clock().Now());
  }

  TempFolder folder;
  TestFederation federation{{"it-bicocca", "es-granada"}};
  MemoryEnrolmentStorage storage{&federation.on_paper()};
  std::unique_ptr<EnrolmentDesk> desk;
  std::unique_ptr<EnrolmentListener> listener;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_NODE_ENROLMENT_ENROLMENT_PORT_H_
