// What anybody on the network may send to a node's web port and to its enrolment port.

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/trust/join_token.h"
#include "tests/node/http/raw_client.h"
#include "tests/support/process/partner_network.h"
#include "tests/support/trust/raw_tls.h"

namespace cledi {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// "HTTP/1.1 404 …": 404. 0: no answer.
int StatusOf(const std::string& response) {
  int status = 0;
  return response.size() > 12 && absl::SimpleAtoi(ToAbsl(response.substr(9, 3)), &status) ? status
                                                                                          : 0;
}

class HostileWebTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    network_ = new PartnerNetwork({"it-bicocca"});
    plan_ = network_->PublishPlan("it-bicocca", "Shadows", "k1");
  }
  static void TearDownTestSuite() { delete network_; }

  void TearDown() override {
    ASSERT_TRUE(network_->process("it-bicocca").running());
    EXPECT_EQ(network_->Get("it-bicocca", "/plans").status, 200);
  }

  static uint16_t port() { return static_cast<uint16_t>(network_->ports("it-bicocca").web); }
  static std::string Host() { return absl::StrFormat("Host: 127.0.0.1:%d\r\n", port()); }
  // The server's first answer to these bytes.
  static std::string Send(const std::string& bytes, bool finish = false) {
    RawClient client(port());
    client.Send(bytes);
    if (finish) {
      client.FinishSending();
    }
    return client.ReadResponse();
  }
  static int Line(const std::string& line, const std::string& headers = "") {
    return StatusOf(Send(line + " HTTP/1.1\r\n" + Host() + headers + "\r\n"));
  }
  static std::vector<std::string> Routes() {
    return {"/",        "/plans",         "/plans/" + plan_, "/resources", "/institutions",
            "/network", "/log/00/epochs", "/static/x",       "/nowhere"};
  }

  static PartnerNetwork* network_;
  static std::string plan_;
};

PartnerNetwork* HostileWebTest::network_ = nullptr;
std::string HostileWebTest::plan_;

TEST_F(HostileWebTest, EveryRouteRefusesWhatIsNoRequestForIt) {
  ASSERT_NE(plan_, "");
  for (const std::string& route : Routes()) {
    SCOPED_TRACE(route);
    EXPECT_THAT(Line("GET " + route), AnyOf(200, 302, 303, 307, 308, 404));
    EXPECT_THAT(Line("DELETE " + route, "Content-Length: 0\r\n"), AnyOf(404, 405, 501));
    EXPECT_THAT(Line("POST " + route, "Content-Length: 0\r\n"), AnyOf(404, 405));
    EXPECT_EQ(Line("BREW " + route), 501);
    EXPECT_EQ(StatusOf(Send("GET " + route + " HTTP/1.1\r\n\r\n")), 400);
    EXPECT_EQ(StatusOf(Send("GET " + route + " HTTP/1.1\r\nHost: evil.example\r\n\r\n")), 421);
    EXPECT_EQ(StatusOf(Send("GET " + route + " HTTP/9.9\r\n" + Host() + "\r\n")), 505);
    EXPECT_EQ(Line("GET " + route, "X: " + std::string(20'000, 'x') + "\r\n"), 431);
    EXPECT_EQ(Line("POST " + route, "Content-Length: 2000000\r\n"), 413);
    EXPECT_EQ(Line("POST " + route, "Content-Length: -1\r\n"), 400);
    EXPECT_EQ(Line("GET " + route + "/%zz"), 400);
    EXPECT_EQ(Line("GET " + route + "/%00"), 400);
    EXPECT_THAT(Line("GET " + route + "?q=%zz&page=%ff"), AnyOf(200, 400, 404));
    EXPECT_EQ(Line("GET " + route + "/" + std::string(9'000, 'a')), 414);
  }
}

TEST_F(HostileWebTest, NoPathLeadsOutOfThePages) {
  for (const char* path :
       {"/../../../../etc/passwd", "/static/../../identity/log.key",
        "/static/%2e%2e/%2e%2e/identity/log.key", "/static/..%2f..%2fidentity%2flog.key",
        "/static//etc/passwd", "/plans/../../etc/passwd", "/log/..%2f/epochs",
        "/log/../identity/checkpoint", "/static/..%5c..%5cidentity", "//etc/passwd"}) {
    const std::string answer = Send(absl::StrFormat("GET %s HTTP/1.1\r\n%s\r\n", path, Host()));
    EXPECT_THAT(StatusOf(answer), AnyOf(301, 308, 400, 404)) << path;
    EXPECT_THAT(answer, Not(AnyOf(HasSubstr("root:"), HasSubstr("PRIVATE KEY")))) << path;
  }
}

TEST_F(HostileWebTest, LogPathsThatCannotBeAreNotThere) {
  const std::string log(32, 'a');
  for (const std::string& path : std::vector<std::string>{
           "/log/zz/epochs", "/log/" + log + "/epochs",
           "/log/" + std::string(2'000, 'a') + "/epochs", "/log/" + log + "/" + log + "/checkpoint",
           "/log/" + log + "/" + log + "/tile/0/000",
           "/log/" + log + "/" + log + "/tile/99999999999999999999/x999/999",
           "/log/" + log + "/" + log + "/tile/0/x999/x999/x999/x999/999",
           "/log/" + log + "/" + log + "/tile/entries/-1", "/log/" + log + "/tile"}) {
    EXPECT_EQ(Line("GET " + path), 404) << path;
  }
}

TEST_F(HostileWebTest, QueriesOfAnyKindGetAPageOrARefusal) {
  const std::string many = std::string(3'000, '&') + "q=x";
  for (const std::string& query : std::vector<std::string>{
           "q=" + std::string(7'000, 'x'), "page=zzzz", "page=" + std::string(5'000, 'A'),
           "q=%00%01%02", "q=%F0%9F%99%82%F0%9F",
           "subject=physics&subject=physics&subject=", "=&=&=", many,
           "q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "year=-99999999999999999999"}) {
    for (const char* route : {"/plans", "/resources", "/institutions", "/network"}) {
      const std::string answer =
          Send(absl::StrFormat("GET %s?%s HTTP/1.1\r\n%s\r\n", route, query, Host()));
      EXPECT_THAT(StatusOf(answer), AnyOf(200, 303, 400, 404))
          << route << "?" << query.substr(0, 60);
      EXPECT_THAT(answer, Not(HasSubstr("<script>alert"))) << route;
    }
  }
}

TEST_F(HostileWebTest, BrokenRequestLinesAreNamedAsSuch) {
  for (const std::string& bytes : std::vector<std::string>{
           "\r\n\r\n\r\n\r\nnonsense\r\n\r\n", "GET\r\n\r\n", "GET /\r\n\r\n",
           "G\x01T / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n",
           "GET relative HTTP/1.1\r\n" + Host() + "\r\n",
           "GET / HTTP/1.1\r\n" + Host() + Host() + "\r\n",
           "POST / HTTP/1.1\r\n" + Host() + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
           "POST / HTTP/1.1\r\n" + Host() +
               "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
           "POST / HTTP/1.1\r\n" + Host() + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
           "\x16\x03\x01\x02\x01\x01\xfc\x03\x03 hello by TLS"}) {
    EXPECT_EQ(StatusOf(Send(bytes, /*finish=*/true)), 400) << bytes;
  }
  for (const char* version : {"HTTP", "HTTP/1.1 more", "HTTP/2.0", "FTP/1.1"}) {
    EXPECT_THAT(StatusOf(Send(absl::StrFormat("GET / %s\r\n%s\r\n", version, Host()))),
                AnyOf(400, 505))
        << version;
  }
}

TEST_F(HostileWebTest, WhoStopsInTheMiddleHoldsUpNobody) {
  std::vector<std::unique_ptr<RawClient>> slow;
  const std::string request = "GET /plans HTTP/1.1\r\n" + Host() + "\r\n";
  for (size_t i = 0; i < 100; ++i) {
    slow.push_back(std::make_unique<RawClient>(port()));
    slow.back()->Send(request.substr(0, 1 + i % (request.size() - 2)));
  }
  EXPECT_EQ(Line("GET /plans"), 200);
  for (size_t i = 0; i < 50; ++i) {
    slow[i]->FinishSending();
  }
  slow.clear();
  EXPECT_EQ(Line("GET /plans"), 200);
}

TEST_F(HostileWebTest, ASlowClientIsToldWhenItsTimeIsUp) {
  RawClient client(port());
  client.Send("GET /plans HTTP/1.1\r\nHos");
  EXPECT_EQ(StatusOf(client.ReadResponse()), 408);
}

// The enrolment port is open while somebody is expected.
class HostileEnrolmentTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { network_ = new PartnerNetwork({"it-bicocca"}); }
  static void TearDownTestSuite() { delete network_; }

  static std::string Invite(const std::string& id) {
    return network_
        ->Ask("it-bicocca",
              {"node", "invite", "--id", id, "--institution", "School", "--country", "ES"})
        .value("token", "");
  }
  static CommandResult Join(const std::string& id, const std::string& token) {
    return network_->Cledi(
        id, {"join", token, "--web-listen", absl::StrFormat("127.0.0.1:%d", FreePort())});
  }
  static void ExpectRefused(const CommandResult& result, const std::string& why) {
    EXPECT_EQ(result.exit_status, 1) << result.out;
    EXPECT_THAT(result.err, AllOf(StartsWith("cledi: "), HasSubstr(why)));
  }
  // What `change` makes of a good token.
  template <class Change>
  static std::string Changed(const std::string& token, const Change& change) {
    auto decoded = DecodeJoinToken(token, SystemClock().Now());
    EXPECT_TRUE(decoded.ok()) << decoded.status();
    change(*decoded);
    const auto encoded = EncodeJoinToken(*decoded);
    EXPECT_TRUE(encoded.ok()) << encoded.status();
    return encoded.value_or("");
  }

  static PartnerNetwork* network_;
};

PartnerNetwork* HostileEnrolmentTest::network_ = nullptr;

TEST_F(HostileEnrolmentTest, ATokenThatIsNotGoodSaysSoAndTheNextOneWorks) {
  const std::string token = Invite("es-granada");
  std::string mistyped = token;
  mistyped[20] = mistyped[20] == 'A' ? 'B' : 'A';
  ExpectRefused(Join("es-granada", mistyped), "not copied whole");
  ExpectRefused(Join("es-granada", token.substr(0, token.size() - 5)), "not copied whole");
  ExpectRefused(Join("es-granada", "rubbish"), "one begins with cledi1-");
  ExpectRefused(Join("es-granada", Changed(token, [](auto& t) { t.set_expires_unix_s(1); })),
                "expired");
  ExpectRefused(
      Join("es-granada", Changed(token, [](auto& t) { t.set_secret(std::string(16, 's')); })),
      "token");
  ExpectRefused(Join("es-granada",
                     Changed(token, [](auto& t) { t.set_ca_spki_sha256(std::string(32, 's')); })),
                "");

  const CommandResult joined = Join("es-granada", token);
  EXPECT_EQ(joined.exit_status, 0) << joined.err;
}

TEST_F(HostileEnrolmentTest, ATokenWorksOnce) {
  const std::string token = Invite("tr-metu");
  ASSERT_EQ(Join("tr-metu", token).exit_status, 0);
  ExpectRefused(Join("thief", token), "used");
  const CommandResult invited = Join("thief", Invite("fr-lyon"));
  EXPECT_EQ(invited.exit_status, 0) << invited.err;
}

TEST_F(HostileEnrolmentTest, GarbageIsTurnedAwayAndTheNextNodeJoins) {
  const std::string token = Invite("pt-porto");
  const int port = network_->ports("it-bicocca").enrolment;
  {
    RawClient plain(static_cast<uint16_t>(port));
    plain.Send("POST /enrol HTTP/1.1\r\n\r\n");
    EXPECT_THAT(plain.ReadAll(), Not(HasSubstr("200 OK")));
  }
  const std::string post = "POST /enrol HTTP/1.1\r\nHost: x\r\nContent-Length: ";
  for (const auto& [bytes, status] : std::vector<std::pair<std::string, std::string>>{
           {post + "5\r\n\r\nabcde", "4"},
           {post + "1000000\r\n\r\n", "413"},
           {"GET /enrol HTTP/1.1\r\nHost: x\r\n\r\n", "40"},
           {"POST /../identity HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "404"},
           {"GET / HTTP/1.1\r\nX: " + std::string(70'000, 'x') + "\r\n\r\n", "4"}}) {
    const auto outcome = RawTlsClient().Talk(port, bytes);
    EXPECT_THAT(outcome.received, StartsWith("HTTP/1.1 " + status)) << bytes.substr(0, 80);
  }
  // What is no HTTP is hung up on.
  for (const std::string& bytes : {post + "-1\r\n\r\n", std::string("nonsense\r\n\r\n")}) {
    EXPECT_EQ(RawTlsClient().Talk(port, bytes).received, "") << bytes;
  }
  const CommandResult joined = Join("pt-porto", token);
  EXPECT_EQ(joined.exit_status, 0) << joined.err;
}

}  // namespace
}  // namespace cledi
