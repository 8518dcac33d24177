#include "federation/trust/https_post.h"

#include <mutex>
#include <vector>

#include <curl/curl.h>
#include <openssl/ssl.h>

#include "federation/base/check.h"
#include "federation/trust/x509.h"

namespace cledi {
namespace {

struct FreeCurl {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using CurlPointer = std::unique_ptr<CURL, FreeCurl>;
using HeaderList = std::unique_ptr<curl_slist, FreeCurl>;

// What OpenSSL and curl call back with.
struct Verdict {
  const ServerCheck& check;
  Status status = absl::UnavailableError("no certificate was shown");
};
struct Sink {
  const size_t bytes_max;
  std::string body;
};

std::vector<std::string> ShownCertificates(X509_STORE_CTX* context) {
  const X509* const own = X509_STORE_CTX_get0_cert(context);
  std::vector<std::string> chain = {ToDer(*own)};
  const STACK_OF(X509)* const shown = X509_STORE_CTX_get0_untrusted(context);
  for (int i = 0; i < sk_X509_num(shown); ++i) {
    const X509* const certificate = sk_X509_value(shown, i);
    if (X509_cmp(certificate, own) != 0) {
      chain.push_back(ToDer(*certificate));
    }
  }
  return chain;
}

// In place of OpenSSL's verification of the server.
int VerifyServer(X509_STORE_CTX* context, void* argument) {
  Verdict& verdict = *static_cast<Verdict*>(argument);
  verdict.status = verdict.check(ShownCertificates(context));
  X509_STORE_CTX_set_error(context,
                           verdict.status.ok() ? X509_V_OK : X509_V_ERR_APPLICATION_VERIFICATION);
  return verdict.status.ok() ? 1 : 0;
}

CURLcode UseVerdict(CURL*, void* ssl_context, void* argument) {
  auto* const context = static_cast<SSL_CTX*>(ssl_context);
  SSL_CTX_set_cert_verify_callback(context, VerifyServer, argument);
  return CURLE_OK;
}

size_t Receive(char* bytes, size_t size, size_t count, void* argument) {
  Sink& sink = *static_cast<Sink*>(argument);
  if (sink.body.size() + size * count > sink.bytes_max) {
    return 0;  // Ends the transfer.
  }
  sink.body.append(bytes, size * count);
  return size * count;
}

void Set(const CurlPointer& handle, CURLoption option, auto value) {
  CHECK(curl_easy_setopt(handle.get(), option, value) == CURLE_OK);
}

long Milliseconds(std::chrono::milliseconds time) { return static_cast<long>(time.count()); }

}  // namespace

StatusOr<HttpsReply> HttpsPost(const HttpsRequest& request) {
  static std::once_flag once;
  std::call_once(once, [] { CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK); });
  const CurlPointer handle(curl_easy_init());
  CHECK(handle != nullptr);
  HeaderList headers(curl_slist_append(nullptr, "Content-Type: application/x-protobuf"));
  // Asking first whether the body is welcome would cost a round trip for a few hundred bytes.
  CHECK(curl_slist_append(headers.get(), "Expect:") != nullptr);
  Verdict verdict{.check = request.check};
  Sink sink{.bytes_max = request.response_bytes_max, .body = {}};
  char error[CURL_ERROR_SIZE] = "";

  Set(handle, CURLOPT_URL, request.url.c_str());
  Set(handle, CURLOPT_PROTOCOLS_STR, "https");
  Set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  Set(handle, CURLOPT_POST, 1L);
  Set(handle, CURLOPT_POSTFIELDS, request.body.data());
  Set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  Set(handle, CURLOPT_HTTPHEADER, headers.get());
  Set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_3));
  Set(handle, CURLOPT_SSL_VERIFYPEER, 1L);  // By UseVerdict, without the system's authorities.
  Set(handle, CURLOPT_SSL_VERIFYHOST, 0L);
  Set(handle, CURLOPT_CAINFO, static_cast<char*>(nullptr));
  Set(handle, CURLOPT_CAPATH, static_cast<char*>(nullptr));
  Set(handle, CURLOPT_SSL_CTX_FUNCTION, UseVerdict);
  Set(handle, CURLOPT_SSL_CTX_DATA, static_cast<void*>(&verdict));
  Set(handle, CURLOPT_PROXY, "");  // Whatever the environment says: peers are dialled without.
  Set(handle, CURLOPT_CONNECTTIMEOUT_MS, Milliseconds(request.connect_timeout));
  Set(handle, CURLOPT_TIMEOUT_MS, Milliseconds(request.timeout));
  Set(handle, CURLOPT_NOSIGNAL, 1L);
  Set(handle, CURLOPT_WRITEFUNCTION, Receive);
  Set(handle, CURLOPT_WRITEDATA, static_cast<void*>(&sink));
  Set(handle, CURLOPT_ERRORBUFFER, static_cast<char*>(error));

  const CURLcode code = curl_easy_perform(handle.get());
  if (code == CURLE_PEER_FAILED_VERIFICATION) {
    return absl::UnauthenticatedError(ToAbsl(Message(verdict.status)));
  }
  if (code != CURLE_OK) {
    return absl::UnavailableError(error[0] == '\0' ? curl_easy_strerror(code) : error);
  }
  HttpsReply reply{.body = std::move(sink.body)};
  CHECK(curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &reply.status) == CURLE_OK);
  return reply;
}

}  // namespace cledi
