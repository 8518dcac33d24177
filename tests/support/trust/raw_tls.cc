#include "tests/support/trust/raw_tls.h"

#include <csignal>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "federation/base/check.h"
#include "federation/trust/x509.h"

namespace cledi {
namespace {

using ContextPointer = OpenSslPointer<SSL_CTX, SSL_CTX_free>;
using SslPointer = OpenSslPointer<SSL, SSL_free>;

constexpr int kPatienceSeconds = 20;  // For a test that would hang otherwise.

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void SetPatience(int socket) {
  const timeval patience{.tv_sec = kPatienceSeconds, .tv_usec = 0};
  CHECK(setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0);
}

void UsePair(SSL_CTX& context, const PemPair& pair) {
  const KeyPointer key(
      PEM_read_bio_PrivateKey(ReadingBio(pair.key_pem).get(), nullptr, nullptr, nullptr));
  const X509Pointer certificate = ReadX509(pair.certificate_der());
  CHECK(key != nullptr && certificate != nullptr);
  CHECK(SSL_CTX_use_certificate(&context, certificate.get()) == 1);
  CHECK(SSL_CTX_use_PrivateKey(&context, key.get()) == 1);
}

void SetNewest(SSL_CTX& context, TlsVersion newest) {
  CHECK(SSL_CTX_set_max_proto_version(
            &context, newest == TlsVersion::k12 ? TLS1_2_VERSION : TLS1_3_VERSION) == 1);
}

std::string LastError() {
  char text[256];
  ERR_error_string_n(ERR_get_error(), text, sizeof text);
  ERR_clear_error();
  return text;
}

int AcceptHttp2(SSL*, const unsigned char** out, unsigned char* out_length,
                const unsigned char* offered, unsigned int offered_length, void*) {
  static constexpr unsigned char kHttp2[] = {2, 'h', '2'};
  return SSL_select_next_proto(const_cast<unsigned char**>(out), out_length, kHttp2, sizeof kHttp2,
                               offered, offered_length) == OPENSSL_NPN_NEGOTIATED
             ? SSL_TLSEXT_ERR_OK
             : SSL_TLSEXT_ERR_NOACK;
}

// OpenSSL writes into connections that the other side closed.
void IgnoreBrokenPipes() {
  sigset_t broken_pipe;
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  CHECK(pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr) == 0);
}

std::string ReadOnce(SSL& ssl) {
  std::string bytes(16 * 1024, '\0');
  const int got = SSL_read(&ssl, bytes.data(), static_cast<int>(bytes.size()));
  bytes.resize(static_cast<size_t>(std::max(got, 0)));
  return bytes;
}

}  // namespace

RawTlsClient::Outcome RawTlsClient::Talk(int port, std::string_view words) const {
  IgnoreBrokenPipes();
  const ContextPointer context(SSL_CTX_new(TLS_client_method()));
  CHECK(context != nullptr);
  SetNewest(*context, newest);
  if (pair.has_value()) {
    UsePair(*context, *pair);
  }
  static constexpr unsigned char kHttp2[] = {2, 'h', '2'};
  CHECK(SSL_CTX_set_alpn_protos(context.get(), kHttp2, sizeof kHttp2) == 0);

  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = Loopback(port);
  CHECK(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  SetPatience(socket);
  const SslPointer ssl(SSL_new(context.get()));
  SSL_set_fd(ssl.get(), socket);
  if (resume != nullptr) {
    CHECK(SSL_set_session(ssl.get(), resume.get()) == 1);
  }
  Outcome outcome;
  if (SSL_connect(ssl.get()) == 1) {
    outcome.server_certificate = ToDer(*SSL_get0_peer_certificate(ssl.get()));
    outcome.resumed = SSL_session_reused(ssl.get()) == 1;
    SSL_write(ssl.get(), words.data(), static_cast<int>(words.size()));
    outcome.received = ReadOnce(*ssl);
    outcome.session = {SSL_get1_session(ssl.get()), SSL_SESSION_free};
    SSL_shutdown(ssl.get());  // A session whose end was not said is not resumed.
  }
  outcome.error = LastError();
  ::close(socket);
  return outcome;
}

RawTlsServer::RawTlsServer(const PemPair& pair, std::string chain_pem, TlsVersion newest)
    : pair_(pair), chain_pem_(std::move(chain_pem)), newest_(newest) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = Loopback(0);
  socklen_t length = sizeof address;
  CHECK(::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  CHECK(::listen(listener_, 16) == 0);
  CHECK(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) == 0);
  port_ = ntohs(address.sin_port);
  thread_ = std::jthread([this] { Serve(); });
}

RawTlsServer::~RawTlsServer() { StopAndTellReceived(); }

std::string RawTlsServer::StopAndTellReceived() {
  if (thread_.joinable()) {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  return received_;
}

void RawTlsServer::Serve() {
  IgnoreBrokenPipes();
  const ContextPointer context(SSL_CTX_new(TLS_server_method()));
  CHECK(context != nullptr);
  SetNewest(*context, newest_);
  UsePair(*context, pair_);
  SSL_CTX_set_alpn_select_cb(context.get(), AcceptHttp2, nullptr);
  if (!chain_pem_.empty()) {
    const StatusOr<std::vector<std::string>> chain = CertificatesFromPem(chain_pem_);
    CHECK(chain.ok());
    for (const std::string& der : *chain) {
      CHECK(SSL_CTX_add1_chain_cert(context.get(), ReadX509(der).get()) == 1);
    }
  }
  for (;;) {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) {
      return;
    }
    SetPatience(socket);
    const SslPointer ssl(SSL_new(context.get()));
    SSL_set_fd(ssl.get(), socket);
    if (SSL_accept(ssl.get()) == 1) {
      received_.append(ReadOnce(*ssl));
    }
    ERR_clear_error();
    ::close(socket);
  }
}

}  // namespace cledi
