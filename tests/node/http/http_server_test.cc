#include "node/http/http_server.h"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"

#include "tests/node/http/raw_client.h"

namespace cledi {
namespace {

using namespace std::chrono_literals;  // NOLINT(build/namespaces): the literals only.
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

// More than the system's socket buffers hold.
constexpr size_t kLongBytes = 32 * 1024 * 1024;

// A server on a free port with a few routes. Each test starts it with the limits it is about.
class HttpServerTest : public testing::Test {
 protected:
  HttpServerTest() : executor_(2, 4) {
    router_.Add(HttpMethod::kGet, "/hello", [](const HttpRequest& request, const PathParams&) {
      HttpResponse response;
      response.body = absl::StrCat("hello ", ToAbsl(request.query.Get("name").value_or("you")));
      return response;
    });
    router_.Add(HttpMethod::kPost, "/echo", [](const HttpRequest& request, const PathParams&) {
      HttpResponse response;
      response.body = request.body;
      return response;
    });
    router_.Add(HttpMethod::kGet, "/who", [](const HttpRequest& request, const PathParams&) {
      HttpResponse response;
      response.body = request.remote_address;
      return response;
    });
    router_.Add(HttpMethod::kGet, "/long", [](const HttpRequest&, const PathParams&) {
      HttpResponse response;
      response.body.assign(kLongBytes, 'a');
      return response;
    });
    router_.AddLater(
        HttpMethod::kGet, "/later",
        [this](std::shared_ptr<const HttpRequest> request, const PathParams&, HttpAnswer answer) {
          later_request_ = std::move(request);
          later_ = std::move(answer);
          asked_later_.Notify();
        });
    router_.Add(HttpMethod::kGet, "/events",
                [this](const HttpRequest&, const PathParams&) { return EventResponse(events_); });
    router_.AddLater(HttpMethod::kGet, "/forget",
                     [](std::shared_ptr<const HttpRequest>, const PathParams&, HttpAnswer) {});
  }

  void StartServer(HttpServerOptions options = {}) {
    auto server = HttpServer::Start(
        std::move(options),
        [this](std::shared_ptr<const HttpRequest> request, HttpAnswer answer) {
          router_.Route(std::move(request), std::move(answer));
        },
        &executor_, &clock_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    host_ = absl::StrCat("Host: localhost:", server_->port(), "\r\n");
  }

  // "GET /hello" becomes a whole request without a body.
  std::string Request(std::string_view line, std::string_view more_headers = "") const {
    return absl::StrCat(ToAbsl(line), " HTTP/1.1\r\n", host_, ToAbsl(more_headers), "\r\n");
  }

  // What the server answers to `bytes` on a connection of their own.
  std::string Ask(std::string_view bytes) const {
    RawClient client(server_->port());
    client.Send(bytes);
    return client.ReadResponse();
  }

  std::string AskLine(std::string_view line) const { return Ask(Request(line)); }

  ManualClock clock_;
  Router router_;
  Executor executor_;
  std::shared_ptr<HttpEventStream> events_ = std::make_shared<HttpEventStream>();
  std::shared_ptr<const HttpRequest> later_request_;
  HttpAnswer later_;
  absl::Notification asked_later_;
  std::unique_ptr<HttpServer> server_;
  std::string host_;
};

TEST_F(HttpServerTest, AnswersOneRequestAfterAnotherOnOneConnection) {
  StartServer();
  RawClient client(server_->port());
  for (const std::string_view name : {"a", "b", "c"}) {
    client.Send(Request(absl::StrCat("GET /hello?name=", ToAbsl(name))));
    EXPECT_THAT(client.ReadResponse(), EndsWith(absl::StrCat("\r\n\r\nhello ", ToAbsl(name))));
  }
}

TEST_F(HttpServerTest, AnswersPipelinedRequestsInOrder) {
  StartServer();
  std::string requests;
  for (int i = 0; i < 500; ++i) {
    requests += Request(absl::StrCat("GET /hello?name=", i));
  }
  RawClient client(server_->port());
  ASSERT_TRUE(client.Send(requests));
  for (int i = 0; i < 500; ++i) {
    ASSERT_THAT(client.ReadResponse(), EndsWith(absl::StrCat("\r\n\r\nhello ", i)));
  }
}

TEST_F(HttpServerTest, ClosesWhenAskedTo) {
  StartServer();
  RawClient client(server_->port());
  client.Send(Request("GET /hello", "Connection: close\r\n"));
  EXPECT_THAT(client.ReadAll(), EndsWith("hello you"));
}

TEST_F(HttpServerTest, SpeaksHttp10WithoutKeepAlive) {
  StartServer();
  RawClient client(server_->port());
  client.Send("GET /hello HTTP/1.0\r\n" + host_ + "\r\n");
  EXPECT_THAT(client.ReadAll(), EndsWith("hello you"));
}

TEST_F(HttpServerTest, HeadSendsTheHeadersOfGetAndTheConnectionGoesOn) {
  StartServer();
  RawClient client(server_->port());
  client.Send(Request("HEAD /hello") + Request("GET /hello"));
  const std::string head = client.ReadResponse(true);
  EXPECT_THAT(head, HasSubstr("Content-Length: 9\r\n"));
  EXPECT_THAT(client.ReadResponse(), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, ReadsBodiesByLengthAndByChunks) {
  StartServer();
  EXPECT_THAT(Ask(Request("POST /echo", "Content-Length: 5\r\n") + "hello"),
              EndsWith("\r\n\r\nhello"));
  EXPECT_THAT(Ask(Request("POST /echo", "Transfer-Encoding: chunked\r\n") +
                  "3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n"),
              EndsWith("\r\n\r\nhello"));
  EXPECT_THAT(Ask(Request("POST /echo", "Content-Length: 0\r\n")), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, InvitesABodyThatWaitsToBeInvited) {
  StartServer();
  RawClient client(server_->port());
  client.Send(Request("POST /echo", "Content-Length: 5\r\nExpect: 100-continue\r\n"));
  EXPECT_EQ(client.ReadResponse(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.Send("hello");
  EXPECT_THAT(client.ReadResponse(), EndsWith("hello"));
}

TEST_F(HttpServerTest, UnknownPathsAndMethodsGetTheirStatus) {
  StartServer();
  EXPECT_THAT(AskLine("GET /nowhere"), StartsWith("HTTP/1.1 404"));
  const std::string wrong = AskLine("POST /hello");
  EXPECT_THAT(wrong, StartsWith("HTTP/1.1 405"));
  EXPECT_THAT(wrong, HasSubstr("\r\nAllow: GET, HEAD\r\n"));
  EXPECT_THAT(AskLine("BREW /hello"), StartsWith("HTTP/1.1 501"));
  EXPECT_THAT(AskLine("CONNECT /hello"), StartsWith("HTTP/1.1 501"));
}

TEST_F(HttpServerTest, AnErrorWithoutAPageGetsTheServersPage) {
  HttpServerOptions options;
  options.error_page = [](const HttpRequest& request, int status, std::string_view detail) {
    HttpResponse page;
    page.status = status;
    page.body = absl::StrCat("page for ", request.path, ": ", ToAbsl(detail));
    return page;
  };
  StartServer(std::move(options));
  EXPECT_THAT(AskLine("GET /nowhere"), EndsWith("page for /nowhere: "));
}

TEST_F(HttpServerTest, WhatIsNoHttpIsRefusedAndTheConnectionEnds) {
  StartServer();
  const std::string length = "Content-Length: 3\r\n";
  const std::vector<std::string> broken = {
      std::string("\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 11),  // TLS
      std::string("GET /hello\r\n\r\n"),
      std::string("GET  /hello HTTP/1.1\r\n\r\n"),
      "GET /hello HTTP/1.1\r\n" + host_ + "no colon here\r\n\r\n",
      "GET /hello HTTP/1.1\r\n" + host_ + "A b: c\r\n\r\n",
      "GET /hello HTTP/1.1\r\n" + host_ + "A : c\r\n\r\n",
      "GET /hello HTTP/1.1\r\n" + host_ + host_ + "\r\n",
      "GET /hello HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
      Request("GET /%zz"),
      Request("GET /%00"),
      Request("GET /hello?name=%ff"),
      Request("GET hello"),
      Request("OPTIONS *"),
      Request("POST /echo", length + "Content-Length: 4\r\n") + "abcd",
      Request("POST /echo", "Content-Length: -1\r\n"),
      Request("POST /echo", "Content-Length: 3, 3\r\n") + "abc",
      Request("POST /echo", "Content-Length: 99999999999999999999\r\n"),
      Request("POST /echo", length + "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n",
      Request("POST /echo", "Transfer-Encoding: gzip, chunked\r\n") + "0\r\n\r\n",
      Request("POST /echo", "Transfer-Encoding: xchunked\r\n") + "0\r\n\r\n",
      Request("POST /echo", "Transfer-Encoding: chunked\r\n") + "zz\r\n",
      Request("POST /echo", "Transfer-Encoding: chunked\r\n") + "1\r\nab\r\n0\r\n\r\n",
  };
  for (const std::string& bytes : broken) {
    RawClient client(server_->port());
    client.Send(bytes);
    const std::string answer = client.ReadAll();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400")) << bytes;
    EXPECT_THAT(answer, HasSubstr("Connection: close")) << bytes;
    EXPECT_THAT(answer, Not(HasSubstr("\r\n\r\nHTTP/1.1"))) << "one answer only: " << bytes;
  }
}

TEST_F(HttpServerTest, OtherVersionsOfHttpAreRefused) {
  StartServer();
  EXPECT_THAT(Ask("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), StartsWith("HTTP/1.1 505"));
  EXPECT_THAT(Ask("GET /hello HTTP/9.9\r\n" + host_ + "\r\n"), StartsWith("HTTP/1.1 505"));
}

TEST_F(HttpServerTest, TooMuchOfAnythingIsRefused) {
  StartServer();
  EXPECT_THAT(AskLine("GET /" + std::string(9000, 'a')), StartsWith("HTTP/1.1 414"));
  EXPECT_THAT(Ask("GET /" + std::string(100000, 'a')), StartsWith("HTTP/1.1 414"));
  EXPECT_THAT(Ask(Request("GET /hello", "A: " + std::string(20000, 'a') + "\r\n")),
              StartsWith("HTTP/1.1 431"));
  std::string many;
  for (int i = 0; i < 5000; ++i) {
    absl::StrAppend(&many, "A", i, ": b\r\n");
  }
  EXPECT_THAT(Ask(Request("GET /hello", many)), StartsWith("HTTP/1.1 431"));
  EXPECT_THAT(Ask(Request("POST /echo", "Content-Length: 1048577\r\n")),
              StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(Ask(Request("POST /echo", "Content-Length: 1048576\r\n") + std::string(1048576, 'a')),
              StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, ARefusalReachesAClientThatIsStillSending) {
  StartServer();
  std::string chunks;
  for (int i = 0; i < 20; ++i) {
    chunks.append("10000\r\n").append(65536, 'a').append("\r\n");
  }
  RawClient client(server_->port());
  client.Send(Request("POST /echo", "Transfer-Encoding: chunked\r\n") + chunks);
  EXPECT_THAT(client.ReadResponse(), StartsWith("HTTP/1.1 413"));
}

TEST_F(HttpServerTest, ARequestThatIsTooLargeIsToldSoByTheSitesOwnPage) {
  HttpServerOptions options;
  options.limits.body_bytes_max = 10;
  options.error_page = [](const HttpRequest& request, int status, std::string_view) {
    HttpResponse page;
    page.status = status;
    page.body = "our own page about " + request.path;
    return page;
  };
  StartServer(std::move(options));
  RawClient client(server_->port());
  client.Send(Request("POST /echo", "Content-Length: 11\r\n") + "elevenbytes");
  const std::string answer = client.ReadAll();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(answer, EndsWith("our own page about /echo"));
  EXPECT_THAT(Ask("POST /echo HTTP/1.1\r\nHost: foreign\r\nContent-Length: 11\r\n\r\nelevenbytes"),
              Not(HasSubstr("our own page")));
}

TEST_F(HttpServerTest, AHandlerLearnsThatItsClientLeft) {
  StartServer();
  absl::Notification left;
  {
    RawClient client(server_->port());
    client.Send(Request("GET /later"));
    asked_later_.WaitForNotification();
    later_request_->client->OnCancelled([&left] { left.Notify(); });
  }
  left.WaitForNotification();
  later_(HttpResponse());
  EXPECT_THAT(AskLine("GET /hello"), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, WhoEndsItsSideStillGetsItsAnswer) {
  StartServer();
  RawClient client(server_->port());
  client.Send(Request("GET /later"));
  asked_later_.WaitForNotification();
  absl::Notification left;
  later_request_->client->OnCancelled([&left] { left.Notify(); });
  client.FinishSending();
  left.WaitForNotification();
  HttpResponse response;
  response.body = "for whom it may concern";
  later_(response);
  EXPECT_THAT(client.ReadAll(), EndsWith("for whom it may concern"));
}

TEST_F(HttpServerTest, AClientLeavesWhenItsPatienceEnds) {
  StartServer();
  RawClient client(server_->port());
  client.Send(Request("GET /later"));
  asked_later_.WaitForNotification();
  absl::Notification left;
  later_request_->client->OnCancelled([&left] { left.Notify(); });
  later_request_->client->WaitsFor(1ms);
  left.WaitForNotification();
  HttpResponse response;
  response.body = "sorry";
  later_(response);
  EXPECT_THAT(client.ReadResponse(), EndsWith("sorry"));
  client.Send(Request("GET /hello"));
  EXPECT_THAT(client.ReadResponse(), EndsWith("hello you"));
}

TEST_F(HttpServerTest, WhoWaitsIsToldThatTheServerStops) {
  StartServer();
  RawClient client(server_->port());
  client.Send(Request("GET /later"));
  asked_later_.WaitForNotification();
  later_request_->client->OnCancelled([this] { later_(ErrorResponse(503)); });
  server_->Stop();
  EXPECT_THAT(client.ReadAll(), StartsWith("HTTP/1.1 503"));
}

TEST_F(HttpServerTest, ManyRequestsSentAheadOfAnAnswerAreKept) {
  StartServer();
  RawClient client(server_->port());
  client.Send(Request("GET /later"));
  asked_later_.WaitForNotification();
  std::string requests;
  for (int i = 0; i < 500; ++i) {
    requests += Request(absl::StrCat("GET /hello?name=", i));
  }
  ASSERT_TRUE(client.Send(requests));
  later_(HttpResponse());
  client.ReadResponse();
  for (int i = 0; i < 500; ++i) {
    ASSERT_THAT(client.ReadResponse(), EndsWith(absl::StrCat("\r\n\r\nhello ", i)));
  }
}

TEST_F(HttpServerTest, SendsEventsAsTheyHappen) {
  StartServer();
  RawClient client(server_->port());
  client.Send(Request("GET /events"));
  events_->Send({.id = "1", .name = "changed", .data = "two\nlines"});
  EXPECT_THAT(
      client.ReadUntil("\n\n"),
      AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("\r\nContent-Type: text/event-stream\r\n"),
            HasSubstr("\r\nCache-Control: no-store\r\n"), Not(HasSubstr("Content-Length")),
            EndsWith("\r\n\r\nid: 1\nevent: changed\ndata: two\ndata: lines\n\n")));
  events_->Send({.data = "more"});
  EXPECT_EQ(client.ReadUntil("\n\n"), "data: more\n\n");
  EXPECT_FALSE(events_->ended());
  events_->Send({.data = "last"});
  events_->Close();
  events_->Send({.data = "too late"});
  EXPECT_EQ(client.ReadAll(), "data: last\n\n");
}

TEST_F(HttpServerTest, AStreamEndsWhenItsClientLeaves) {
  StartServer();
  absl::Notification ended;
  events_->OnEnded([&ended] { ended.Notify(); });
  {
    RawClient client(server_->port());
    client.Send(Request("GET /events"));
    events_->Send({.data = "here"});
    client.ReadUntil("\n\n");
  }
  ended.WaitForNotification();
  events_->Send({.data = "to nobody"});
}

TEST_F(HttpServerTest, AClientThatDoesNotReadItsEventsIsCutOff) {
  StartServer();
  absl::Notification ended;
  events_->OnEnded([&ended] { ended.Notify(); });
  RawClient client(server_->port());
  client.Send(Request("GET /events"));
  client.ReadUntil("\r\n\r\n");
  // More than the system's buffers hold, until the server has had enough.
  const HttpEvent event{.data = std::string(32 * 1024, 'x')};
  while (!ended.HasBeenNotified()) {
    events_->Send(event);
  }
  EXPECT_THAT(AskLine("GET /hello"), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, AQuietStreamIsKeptAlive) {
  HttpServerOptions options;
  options.limits.event_pause_max = 5ms;
  StartServer(std::move(options));
  RawClient client(server_->port());
  client.Send(Request("GET /events"));
  EXPECT_THAT(client.ReadUntil(":\n\n:\n\n"), EndsWith(":\n\n:\n\n"));
}

TEST_F(HttpServerTest, StreamsAreBounded) {
  HttpServerOptions options;
  options.limits.event_streams_per_address_max = 1;
  StartServer(std::move(options));
  {
    RawClient client(server_->port());
    client.Send(Request("GET /events"));
    client.ReadUntil("\r\n\r\n");
    const auto first = std::exchange(events_, std::make_shared<HttpEventStream>());
    EXPECT_THAT(AskLine("GET /events"), StartsWith("HTTP/1.1 503"));
    EXPECT_TRUE(events_->ended());
    EXPECT_FALSE(first->ended());
    absl::Notification ended;
    first->OnEnded([&ended] { ended.Notify(); });
    first->Close();
    ended.WaitForNotification();
  }
  while (server_->connection_count() > 0) {
    std::this_thread::yield();
  }
  events_ = std::make_shared<HttpEventStream>();
  RawClient client(server_->port());
  client.Send(Request("GET /events"));
  EXPECT_THAT(client.ReadUntil("\r\n\r\n"), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, StreamsEndWhenTheServerStops) {
  StartServer();
  RawClient client(server_->port());
  client.Send(Request("GET /events"));
  client.ReadUntil("\r\n\r\n");
  server_->Stop();
  EXPECT_TRUE(events_->ended());
  events_->Send({.data = "too late"});
  EXPECT_THAT(client.ReadAll(), IsEmpty());
}

TEST_F(HttpServerTest, AStreamThatIsGivenAwayAfterTheStopHasEnded) {
  StartServer();
  RawClient client(server_->port());
  client.Send(Request("GET /later"));
  asked_later_.WaitForNotification();
  const HttpAnswer answer = later_;
  later_request_->client->OnCancelled([this] { later_(ErrorResponse(503)); });
  server_->Stop();
  answer(EventResponse(events_));
  EXPECT_TRUE(events_->ended());
}

TEST_F(HttpServerTest, WhoAsksForTheHeadOfAStreamGetsThatOnly) {
  StartServer();
  RawClient client(server_->port());
  client.Send(Request("HEAD /events"));
  EXPECT_THAT(client.ReadAll(), EndsWith("\r\n\r\n"));
  EXPECT_TRUE(events_->ended());
}

TEST_F(HttpServerTest, HalfARequestGetsNoAnswer) {
  StartServer();
  for (const std::string& bytes : {std::string("GET /hel"), Request("GET /hello").substr(0, 30),
                                   Request("POST /echo", "Content-Length: 9\r\n") + "half"}) {
    RawClient client(server_->port());
    client.Send(bytes);
    client.FinishSending();
    EXPECT_THAT(client.ReadAll(), IsEmpty()) << bytes;
  }
  EXPECT_THAT(AskLine("GET /hello"), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, ASlowRequestRunsOutOfTime) {
  HttpServerOptions options;
  options.limits.header_max = 100ms;
  options.limits.body_max = 100ms;
  StartServer(std::move(options));
  EXPECT_THAT(Ask("GET /hello HTTP/1.1\r\nHo"), StartsWith("HTTP/1.1 408"));
  EXPECT_THAT(Ask(Request("POST /echo", "Content-Length: 9\r\n") + "half"),
              StartsWith("HTTP/1.1 408"));
}

TEST_F(HttpServerTest, DrippingBytesDoesNotBuyTime) {
  HttpServerOptions options;
  options.limits.header_max = 200ms;
  StartServer(std::move(options));
  RawClient client(server_->port());
  // Each round trip of another client lets some time pass, without a clock.
  while (client.Send("G") && server_->connection_count() > 0) {
    AskLine("GET /hello");
  }
  EXPECT_THAT(client.ReadAll(), testing::AnyOf(StartsWith("HTTP/1.1 4"), IsEmpty()));
}

TEST_F(HttpServerTest, AnIdleConnectionIsClosedWithoutAWord) {
  HttpServerOptions options;
  options.limits.idle_max = 50ms;
  StartServer(std::move(options));
  RawClient silent(server_->port());
  EXPECT_THAT(silent.ReadAll(), IsEmpty());
  RawClient done(server_->port());
  done.Send(Request("GET /hello"));
  EXPECT_THAT(done.ReadAll(), EndsWith("hello you"));
}

TEST_F(HttpServerTest, AClientThatDoesNotReadIsLeft) {
  HttpServerOptions options;
  options.limits.write_max = -4096s + 50ms;  // Beside a second for each 8 KiB.
  StartServer(std::move(options));
  RawClient client(server_->port());
  client.Send(Request("GET /long"));
  while (server_->connection_count() == 0) {
    std::this_thread::yield();
  }
  while (server_->connection_count() > 0) {
    std::this_thread::yield();
  }
  EXPECT_LT(client.ReadAll().size(), kLongBytes);
}

TEST_F(HttpServerTest, AnswersOnlyToItsOwnNames) {
  HttpServerOptions options;
  options.public_addresses = {"https://school.example"};
  StartServer(std::move(options));
  EXPECT_THAT(Ask("GET /hello HTTP/1.1\r\nHost: school.example\r\n\r\n"),
              StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(Ask("GET /hello HTTP/1.1\r\nHost: SCHOOL.example:443\r\n\r\n"),
              StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(AskLine("GET /hello"), StartsWith("HTTP/1.1 200"));
  const std::string foreign = Ask("GET /hello HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  EXPECT_THAT(foreign, StartsWith("HTTP/1.1 421"));
  EXPECT_THAT(foreign, HasSubstr("https://school.example"));
  EXPECT_THAT(foreign, Not(HasSubstr("evil.example")));
  EXPECT_THAT(Ask("GET /hello HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(Ask("GET http://evil.example/hello HTTP/1.1\r\n" + host_ + "\r\n"),
              StartsWith("HTTP/1.1 421"))
      << "the absolute form counts, not the header";
}

TEST_F(HttpServerTest, TooManyConnectionsAreToldToComeBack) {
  HttpServerOptions options;
  options.limits.connections_per_address_max = 2;
  StartServer(std::move(options));
  RawClient busy1(server_->port());
  busy1.Send("GET /he");
  RawClient busy2(server_->port());
  busy2.Send(Request("GET /later"));
  asked_later_.WaitForNotification();
  const std::string refused = AskLine("GET /hello");
  EXPECT_THAT(refused, StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(refused, HasSubstr("Retry-After: "));
  later_(HttpResponse{});
  EXPECT_THAT(busy2.ReadResponse(), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, WhoIsNoTrustedProxyIsTheClientWhateverItSays) {
  HttpServerOptions options;
  options.trusted_proxies = {"192.0.2.1"};
  StartServer(std::move(options));
  EXPECT_THAT(Ask(Request("GET /who", "X-Forwarded-For: 203.0.113.9\r\n")),
              EndsWith("\r\n\r\n127.0.0.1"));
}

TEST_F(HttpServerTest, ATrustedProxyNamesTheClientOfEachRequest) {
  HttpServerOptions options;
  options.trusted_proxies = {"127.0.0.1"};
  StartServer(std::move(options));
  RawClient proxy(server_->port());
  for (const std::string_view client : {"203.0.113.9", "203.0.113.8"}) {
    proxy.Send(Request("GET /who", absl::StrCat("X-Forwarded-For: 198.51.100.1\r\n",
                                                "X-Forwarded-For: ", ToAbsl(client), "\r\n")));
    EXPECT_THAT(proxy.ReadResponse(), EndsWith(absl::StrCat("\r\n\r\n", ToAbsl(client))));
  }
  proxy.Send(Request("GET /who"));
  EXPECT_THAT(proxy.ReadResponse(), EndsWith("\r\n\r\n127.0.0.1"));
}

TEST_F(HttpServerTest, LimitsPerAddressCountTheClientsOfATrustedProxy) {
  HttpServerOptions options;
  options.trusted_proxies = {"127.0.0.1"};
  options.limits.connections_per_address_max = 1;
  options.limits.event_streams_per_address_max = 1;
  StartServer(std::move(options));
  const auto listen = [this](RawClient& client, std::string_view address) {
    events_ = std::make_shared<HttpEventStream>();
    client.Send(Request("GET /events", absl::StrCat("X-Forwarded-For: ", ToAbsl(address), "\r\n")));
    return client.ReadUntil("\r\n\r\n");
  };
  RawClient first(server_->port());
  RawClient second(server_->port());
  RawClient third(server_->port());
  EXPECT_THAT(listen(first, "203.0.113.9"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(listen(second, "203.0.113.9"), StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(listen(third, "203.0.113.8"), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, AServerDoesNotStartWithAProxyThatIsNoAddress) {
  HttpServerOptions options;
  options.trusted_proxies = {"proxy.example"};
  const auto server = HttpServer::Start(
      std::move(options), [](std::shared_ptr<const HttpRequest>, HttpAnswer) {}, &executor_,
      &clock_);
  EXPECT_EQ(server.status().code(), StatusCode::kInvalidArgument);
}

TEST_F(HttpServerTest, AnIdleConnectionMakesRoomForANewOne) {
  HttpServerOptions options;
  options.limits.connections_max = 2;
  StartServer(std::move(options));
  RawClient oldest(server_->port());
  oldest.Send(Request("GET /hello"));
  EXPECT_THAT(oldest.ReadResponse(), StartsWith("HTTP/1.1 200"));
  RawClient second(server_->port());
  second.Send(Request("GET /hello"));
  EXPECT_THAT(second.ReadResponse(), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(AskLine("GET /hello"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(oldest.ReadAll(), IsEmpty());
  second.Send(Request("GET /hello"));
  EXPECT_THAT(second.ReadResponse(), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, AFullQueueAnswersTryLater) {
  StartServer();
  // The workers' own: they may still be waking up when the test is over.
  const auto go = std::make_shared<absl::Notification>();
  for (int i = 0; i < 6; ++i) {  // Two run, four wait.
    while (!executor_.TryRun([go] { go->WaitForNotification(); }).ok()) {
    }
  }
  EXPECT_THAT(AskLine("GET /hello"), StartsWith("HTTP/1.1 503"));
  go->Notify();
}

TEST_F(HttpServerTest, AHandlerThatForgetsToAnswerAnswers500) {
  StartServer();
  EXPECT_THAT(AskLine("GET /forget"), StartsWith("HTTP/1.1 500"));
}

TEST_F(HttpServerTest, AClientThatLeftDoesNotMatter) {
  StartServer();
  {
    RawClient client(server_->port());
    client.Send(Request("GET /later"));
    asked_later_.WaitForNotification();
  }
  later_(HttpResponse{});
  EXPECT_THAT(AskLine("GET /hello"), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, StopWaitsForTheRequestInFlightAndClosesTheRest) {
  StartServer();
  RawClient idle(server_->port());
  RawClient half(server_->port());
  half.Send("GET /he");
  RawClient busy(server_->port());
  busy.Send(Request("GET /later"));
  asked_later_.WaitForNotification();
  std::jthread stop([&] { server_->Stop(); });
  EXPECT_THAT(idle.ReadAll(), IsEmpty());
  EXPECT_THAT(half.ReadAll(), IsEmpty());
  later_(HttpResponse{});
  EXPECT_THAT(busy.ReadAll(), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, AnAnswerAfterTheStopIsDropped) {
  HttpServerOptions options;
  options.limits.stop_max = 1ms;
  StartServer(std::move(options));
  RawClient client(server_->port());
  client.Send(Request("GET /later"));
  asked_later_.WaitForNotification();
  server_.reset();
  later_(HttpResponse{});
  EXPECT_THAT(client.ReadAll(), IsEmpty());
}

TEST_F(HttpServerTest, ATakenPortIsExplained) {
  StartServer();
  HttpServerOptions options;
  options.port = server_->port();
  const auto second = HttpServer::Start(std::move(options), nullptr, &executor_, &clock_);
  EXPECT_EQ(second.status().code(), StatusCode::kUnavailable);
  EXPECT_THAT(std::string(Message(second.status())), HasSubstr("another program uses that port"));
}

TEST_F(HttpServerTest, AnAddressThatIsNoneIsRefused) {
  for (const std::string address : {"", "localhost", "127.0.0.256", "1.2.3.4:80"}) {
    HttpServerOptions options;
    options.listen_address = address;
    EXPECT_EQ(HttpServer::Start(std::move(options), nullptr, &executor_, &clock_).status().code(),
              StatusCode::kInvalidArgument)
        << address;
  }
}

TEST_F(HttpServerTest, ManyClientsAtOnceEachGetTheirOwnAnswer) {
  StartServer();
  std::vector<std::jthread> clients;
  std::atomic<int> right = 0;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&, i] {
      RawClient client(server_->port());
      for (int j = 0; j < 200; ++j) {
        client.Send(Request(absl::StrCat("GET /hello?name=", i, "-", j)));
        const std::string answer = client.ReadResponse();
        right += std::string_view(answer).ends_with(absl::StrCat("hello ", i, "-", j)) ? 1 : 0;
      }
    });
  }
  clients.clear();
  EXPECT_EQ(right, 800);
}

}  // namespace
}  // namespace cledi
