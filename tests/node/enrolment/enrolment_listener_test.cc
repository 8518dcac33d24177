#include "node/enrolment/enrolment_listener.h"

#include <filesystem>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/trust/enrolment_client.h"
#include "federation/trust/membership.h"
#include "tests/node/enrolment/enrolment_port.h"
#include "tests/support/trust/raw_tls.h"

namespace cledi {
namespace {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

// A connection on the loopback without a word said on it.
class PlainConnection {
 public:
  explicit PlainConnection(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ =
        ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~PlainConnection() { ::close(socket_); }
  PlainConnection(const PlainConnection&) = delete;
  PlainConnection& operator=(const PlainConnection&) = delete;

  bool connected() const { return connected_; }
  void Say(std::string_view words) const {
    [[maybe_unused]] const ssize_t sent = ::send(socket_, words.data(), words.size(), MSG_NOSIGNAL);
  }
  // Waits until the other side has hung up; what it said before that.
  std::string Hear() const {
    std::string heard;
    char bytes[1024];
    for (ssize_t got = ::recv(socket_, bytes, sizeof bytes, 0); got > 0;
         got = ::recv(socket_, bytes, sizeof bytes, 0)) {
      heard.append(bytes, static_cast<size_t>(got));
    }
    return heard;
  }

 private:
  const int socket_;
  bool connected_ = false;
};

std::string Say(const EnrolmentPort& port, std::string_view words) {
  return RawTlsClient{}.Talk(port.listener->port(), words).received;
}

// DER.
std::string CertificateShownBy(const EnrolmentPort& port) {
  return RawTlsClient{}
      .Talk(port.listener->port(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
      .server_certificate;
}

TEST(EnrolmentListenerTest, IsOpenOnlyWhileSomebodyIsExpected) {
  EnrolmentPort port({.always_open = false});
  port.listener->Refresh();
  EXPECT_FALSE(port.listener->open());
  EXPECT_FALSE(PlainConnection(port.listener->port()).connected());

  port.Invite("tr-metu");
  port.listener->Refresh();
  EXPECT_TRUE(port.listener->open());
  EXPECT_TRUE(PlainConnection(port.listener->port()).connected());

  port.federation.clock().Advance(73h);
  port.listener->Refresh();
  EXPECT_FALSE(port.listener->open());
  EXPECT_FALSE(PlainConnection(port.listener->port()).connected());
}

TEST(EnrolmentListenerTest, StaysOpenForRenewalsWhenToldTo) {
  EnrolmentPort port({.always_open = true});
  port.listener->Refresh();
  EXPECT_TRUE(port.listener->open());
}

TEST(EnrolmentListenerTest, SaysWhoNeedsThePort) {
  EnrolmentPort first;
  const auto second =
      EnrolmentListener::Start({.port = first.listener->port()},
                               {.desk = first.desk.get(),
                                .tls_pair_file = first.pair_file(),
                                .authority_der = first.federation.authority().certificate_der()});

  EXPECT_EQ(second.status().code(), StatusCode::kUnavailable);
  EXPECT_THAT(std::string(Message(second.status())), HasSubstr("enrolment.listen"));
}

TEST(EnrolmentListenerTest, StartsOnlyWithACertificateToShow) {
  EnrolmentPort port;
  const auto started =
      EnrolmentListener::Start({}, {.desk = port.desk.get(),
                                    .tls_pair_file = port.folder.path() + "/missing.pem",
                                    .authority_der = ""});
  EXPECT_EQ(started.status().code(), StatusCode::kNotFound);
  EXPECT_EQ(EnrolmentListener::Start(
                {.listen_address = "here"},
                {.desk = port.desk.get(), .tls_pair_file = port.pair_file(), .authority_der = ""})
                .status()
                .code(),
            StatusCode::kInvalidArgument);
}

TEST(EnrolmentListenerTest, ABrowserIsToldThatNothingIsToBeSeen) {
  EnrolmentPort port;
  EXPECT_THAT(Say(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 404"));
  EXPECT_THAT(Say(port, "GET /enrol HTTP/1.1\r\nHost: x\r\n\r\n"), HasSubstr("Allow: POST"));
}

TEST(EnrolmentListenerTest, ARequestThatIsTooLargeIsRefusedBeforeItIsRead) {
  EnrolmentPort port;
  EXPECT_THAT(Say(port, "POST /enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 65537\r\n\r\n"),
              StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(Say(port, "POST /enrol HTTP/1.1\r\nX: " + std::string(9000, 'x') + "\r\n\r\n"),
              StartsWith("HTTP/1.1 413"));
}

TEST(EnrolmentListenerTest, WhatIsNoHttpIsHungUpOn) {
  EnrolmentPort port;
  EXPECT_THAT(Say(port, std::string("\0\1\2\3\r\n\r\n", 8)), IsEmpty());
  const PlainConnection plain(port.listener->port());
  plain.Say("POST /enrol HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(plain.Hear(), Not(HasSubstr("HTTP")));
}

TEST(EnrolmentListenerTest, Tls12IsRefused) {
  EnrolmentPort port;
  const RawTlsClient::Outcome outcome = RawTlsClient{.newest = TlsVersion::k12}.Talk(
      port.listener->port(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(outcome.received, IsEmpty());
  EXPECT_THAT(outcome.error, HasSubstr("protocol version"));
}

TEST(EnrolmentListenerTest, WhoSaysNothingIsHungUpOn) {
  EnrolmentPort port({.step_max = 50ms});
  EXPECT_THAT(PlainConnection(port.listener->port()).Hear(), IsEmpty());
}

TEST(EnrolmentListenerTest, OneHostCannotTakeEveryConnection) {
  EnrolmentPort port({.connections_per_host_max = 2});
  const PlainConnection first(port.listener->port());
  const PlainConnection second(port.listener->port());

  EXPECT_THAT(PlainConnection(port.listener->port()).Hear(), IsEmpty());
}

// Method: nothing tells when the server has noticed that a client left, so ask until it has.
TEST(EnrolmentListenerTest, AConnectionThatEndedMakesRoom) {
  EnrolmentPort port({.connections_per_host_max = 1});
  const absl::Time give_up = absl::Now() + absl::Seconds(20);
  for (int i = 0; i < 5; ++i) {
    std::string answer;
    while (answer.empty() && absl::Now() < give_up) {
      answer = Say(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 404"));
  }
}

TEST(EnrolmentListenerTest, ARenewedCertificateIsShownAtOnce) {
  EnrolmentPort port;
  const PemPair renewed = port.federation.TlsFor("it-bicocca");
  port.Install(renewed);
  // The file system's clock may be coarse.
  std::filesystem::last_write_time(port.pair_file(),
                                   std::filesystem::file_time_type::clock::now() + 1h);
  port.listener->Refresh();

  EXPECT_EQ(CertificateShownBy(port), renewed.certificate_der());
}

TEST(EnrolmentListenerTest, AnUnusableFileChangesNothing) {
  EnrolmentPort port;
  const std::string before = CertificateShownBy(port);
  port.Install({.key_pem = port.federation.TlsFor("it-bicocca").key_pem,
                .certificate_pem = port.federation.TlsFor("it-bicocca").certificate_pem});
  std::filesystem::last_write_time(port.pair_file(),
                                   std::filesystem::file_time_type::clock::now() + 1h);
  port.listener->Refresh();

  EXPECT_EQ(CertificateShownBy(port), before);
}

TEST(EnrolmentListenerTest, StopsWithConnectionsOpen) {
  EnrolmentPort port;
  const PlainConnection silent(port.listener->port());
  port.listener->Refresh();

  port.listener.reset();

  EXPECT_THAT(silent.Hear(), IsEmpty());
}

}  // namespace
}  // namespace cledi
