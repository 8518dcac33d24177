#include "federation/trust/enrolment_client.h"

#include <functional>

#include "federation/trust/certificate.h"
#include "federation/trust/enrolment_error.h"
#include "federation/trust/https_post.h"

namespace cledi {

using federation::v1::EnrolError;
using federation::v1::EnrolRequest;
using federation::v1::EnrolResponse;
using federation::v1::JoinToken;
using federation::v1::RenewRequest;
using federation::v1::RenewResponse;

namespace {

// A roster of thousands of updates.
constexpr size_t kEnrolResponseBytesMax = 64 * 1024 * 1024;
constexpr size_t kRenewResponseBytesMax = 64 * 1024;

// What is expected of the node that answers.
struct Expected {
  std::string trust_domain;
  std::string node_id;
};

Status CheckName(std::string_view certificate_der, const Expected& expected) {
  ASSIGN_OR_RETURN(const NodeCertificate certificate, ReadNodeCertificate(certificate_der));
  if (certificate.trust_domain != expected.trust_domain ||
      certificate.node_id != expected.node_id) {
    return absl::UnauthenticatedError(
        absl::StrFormat("it is %s of %s, not the coordinator %s of %s", certificate.node_id,
                        certificate.trust_domain, expected.node_id, expected.trust_domain));
  }
  return absl::OkStatus();
}

// Before anything of the federation is known, the authority's certificate comes from the server
// itself, and is believed for the hash of its key.
Status CheckByPin(std::span<const std::string> chain, std::string_view pinned_spki,
                  const Expected& expected, UnixMillis now) {
  for (const std::string& authority : chain.subspan(1)) {
    const StatusOr<Hash> spki = SpkiSha256OfCertificate(authority);
    if (spki.ok() && spki->view() == pinned_spki) {
      RETURN_IF_ERROR(CheckIssued(chain.front(), {&authority, 1}, TlsSide::kServer, now));
      return CheckName(chain.front(), expected);
    }
  }
  return absl::UnauthenticatedError(
      "it does not show the certificate authority that the join token names");
}

struct Exchange {
  std::string path;
  std::string body;
  ServerCheck check;
  size_t response_bytes_max;
};

template <class Response>
StatusOr<Response> ReadReply(const HttpsReply& reply, const std::string& address) {
  if (reply.status == 200) {
    Response response;
    if (response.ParseFromString(reply.body)) {
      return response;
    }
  } else if (EnrolError error; error.ParseFromString(reply.body) && !error.code().empty()) {
    return FromEnrolError(error);
  }
  return absl::InternalError(absl::StrFormat(
      "the coordinator at %s gave an answer that cannot be read (HTTP status %d): does it run "
      "another version?",
      address, reply.status));
}

template <class Response>
StatusOr<Response> Ask(std::span<const std::string> addresses, const Exchange& exchange,
                       const EnrolmentPatience& patience) {
  Status failure = Invalid("no address of the coordinator is known");
  for (const std::string& address : addresses) {
    const StatusOr<HttpsReply> reply =
        HttpsPost({.url = absl::StrFormat("https://%s%s", address, exchange.path),
                   .body = exchange.body,
                   .check = exchange.check,
                   .response_bytes_max = exchange.response_bytes_max,
                   .connect_timeout = patience.connect,
                   .timeout = patience.whole});
    if (reply.ok()) {
      return ReadReply<Response>(*reply, address);
    }
    // That somebody else answered says more than that nobody did.
    if (!absl::IsUnauthenticated(failure)) {
      failure = absl::IsUnauthenticated(reply.status())
                    ? absl::UnauthenticatedError(absl::StrFormat(
                          "who answers at %s is not the federation that the join token names (%s); "
                          "nothing was sent to it",
                          address, Message(reply.status())))
                    : absl::UnavailableError(absl::StrFormat(
                          "the coordinator at %s did not answer (%s): is the network there, and "
                          "does it still expect this node?",
                          address, Message(reply.status())));
    }
  }
  return failure;
}

}  // namespace

StatusOr<EnrolResponse> SendEnrolRequest(const JoinToken& token, const EnrolRequest& request,
                                         const Clock& clock, EnrolmentPatience patience) {
  const Expected coordinator{.trust_domain = token.trust_domain(), .node_id = token.coordinator()};
  const std::vector<std::string> addresses(token.coordinator_addresses().begin(),
                                           token.coordinator_addresses().end());
  return Ask<EnrolResponse>(addresses,
                            {.path = "/enrol",
                             .body = request.SerializeAsString(),
                             .check =
                                 [&](std::span<const std::string> chain) {
                                   return CheckByPin(chain, token.ca_spki_sha256(), coordinator,
                                                     clock.Now());
                                 },
                             .response_bytes_max = kEnrolResponseBytesMax},
                            patience);
}

StatusOr<RenewResponse> SendRenewRequest(const TrustRoot& root,
                                         std::span<const std::string> addresses,
                                         const RenewRequest& request, const Clock& clock,
                                         EnrolmentPatience patience) {
  const Expected coordinator{.trust_domain = root.trust_domain, .node_id = root.coordinator};
  return Ask<RenewResponse>(
      addresses,
      {.path = "/renew",
       .body = request.SerializeAsString(),
       .check =
           [&](std::span<const std::string> chain) {
             const Status issued =
                 CheckIssued(chain.front(), root.tls_authorities, TlsSide::kServer, clock.Now());
             return issued.ok() ? CheckName(chain.front(), coordinator) : issued;
           },
       .response_bytes_max = kRenewResponseBytesMax},
      patience);
}

}  // namespace cledi
