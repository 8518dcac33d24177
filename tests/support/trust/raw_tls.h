// Both ends of a TLS connection with nothing of ours in between: what a stranger can do.

#ifndef CLEDI_TESTS_SUPPORT_TRUST_RAW_TLS_H_
#define CLEDI_TESTS_SUPPORT_TRUST_RAW_TLS_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "tests/support/trust/test_federation.h"

struct ssl_session_st;

namespace cledi {

enum class TlsVersion { k12, k13 };

struct RawTlsClient {
  std::optional<PemPair> pair;  // Nothing: shows no certificate.
  TlsVersion newest = TlsVersion::k13;
  std::shared_ptr<ssl_session_st> resume;  // From an earlier Outcome.

  struct Outcome {
    std::string received;            // The first bytes; empty: the server hung up without a word.
    std::string error;               // What OpenSSL said, for the test's output.
    std::string server_certificate;  // DER.
    std::shared_ptr<ssl_session_st> session;
    bool resumed = false;  // No certificate was shown again.
  };
  // Connects to the port of the loopback with ALPN "h2", whoever answers, sends `words` and
  // reads once.
  Outcome Talk(int port, std::string_view words = "") const;
};

// Shows `pair`, and the certificates of `chain_pem` behind it, to whoever connects, asks for
// no certificate, keeps the first words that it is told, and hangs up.
class RawTlsServer {
 public:
  explicit RawTlsServer(const PemPair& pair, std::string chain_pem = "",
                        TlsVersion newest = TlsVersion::k13);
  ~RawTlsServer();
  RawTlsServer(const RawTlsServer&) = delete;
  RawTlsServer& operator=(const RawTlsServer&) = delete;

  int port() const { return port_; }
  // Stops, and returns what clients said inside TLS.
  std::string StopAndTellReceived();

 private:
  void Serve();

  const PemPair pair_;
  const std::string chain_pem_;
  const TlsVersion newest_;
  int listener_ = -1;
  int port_ = 0;
  std::string received_;
  std::jthread thread_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_SUPPORT_TRUST_RAW_TLS_H_
