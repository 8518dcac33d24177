#include "node/connect/connect_request.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"

#include "federation/base/bytes.h"
#include "federation/base/text.h"
#include "node/connect/connect_error.h"
#include "node/http/content_coding.h"

namespace cledi {
namespace {

constexpr size_t kTimeoutDigitsMax = 10;

bool IsReading(HttpMethod method) {
  return method == HttpMethod::kGet || method == HttpMethod::kHead;
}

// "application/json; charset=utf-8" → "application/json".
std::string MediaTypeOf(const HttpRequest& request) {
  std::string_view rest = request.Header("content-type").value_or("");
  return absl::AsciiStrToLower(absl::StripAsciiWhitespace(ToAbsl(TakeUntil(rest, ';'))));
}

std::optional<ConnectCodec> CodecOf(std::string_view media_type) {
  if (media_type == ConnectMediaType(ConnectCodec::kJson)) {
    return ConnectCodec::kJson;
  }
  if (media_type == ConnectMediaType(ConnectCodec::kProto)) {
    return ConnectCodec::kProto;
  }
  return std::nullopt;
}

HttpResponse Refusal(int http_status, StatusCode code, std::string_view why) {
  return ConnectError(Status(code, ToAbsl(why)), http_status);
}

HttpResponse WrongVerb(bool may_get) {
  HttpResponse response = Refusal(
      405, StatusCode::kUnimplemented,
      may_get ? "this method is called with POST or GET" : "this method is called with POST");
  response.headers.emplace_back("Allow", may_get ? "POST, GET, HEAD" : "POST");
  return response;
}

HttpResponse WrongType() {
  HttpResponse response =
      Refusal(415, StatusCode::kInvalidArgument, "a call is application/json or application/proto");
  response.headers.emplace_back("Accept-Post", "application/json, application/proto");
  return response;
}

HttpResponse WrongCoding() {
  HttpResponse response =
      ConnectError(absl::UnimplementedError("a message is packed with gzip, or not at all"));
  response.headers.emplace_back("Accept-Encoding", "gzip");
  return response;
}

// OK and the timeout, if there is one.
StatusOr<std::optional<std::chrono::milliseconds>> TimeoutOf(const HttpRequest& request) {
  const auto text = request.Header("connect-timeout-ms");
  if (!text) {
    return std::nullopt;
  }
  const auto number = text->size() > kTimeoutDigitsMax ? std::nullopt : ParseDecimal(*text);
  if (!number) {
    return Invalid("Connect-Timeout-Ms is a whole number of milliseconds, of at most ten digits");
  }
  return std::chrono::milliseconds(*number);
}

Status CheckVersion(const HttpRequest& request) {
  const auto version = IsReading(request.method) ? request.query.Get("connect")
                                                 : request.Header("connect-protocol-version");
  const std::string_view ours = IsReading(request.method) ? "v1" : "1";
  if (version && *version != ours) {
    return Invalid("this node speaks version 1 of the Connect protocol");
  }
  return absl::OkStatus();
}

// Unpacks `call.message` where `coding` says that it is packed; what is wrong otherwise.
std::optional<HttpResponse> Unpack(std::string_view coding, size_t bytes_max,
                                   ConnectRequest& call) {
  if (coding == "gzip" && !call.message.empty()) {
    StatusOr<std::string> unpacked = Gunzip(call.message, bytes_max);
    if (absl::IsResourceExhausted(unpacked.status())) {
      return ConnectError(Annotate(unpacked.status(), "the message"), 413);
    }
    if (!unpacked.ok()) {
      return ConnectError(Annotate(unpacked.status(), "the message"));
    }
    call.message = *std::move(unpacked);
  } else if (coding != "gzip" && coding != "identity" && !coding.empty()) {
    return WrongCoding();
  }
  if (call.message.size() > bytes_max) {
    return Refusal(413, StatusCode::kResourceExhausted,
                   absl::StrFormat("a message has at most %d bytes", bytes_max));
  }
  return std::nullopt;
}

// Base64url, as the protocol asks for it; padding is left out or right.
std::optional<std::string> DecodeBase64(std::string_view text) {
  if (text.size() % 4 == 0) {
    for (int i = 0; i < 2 && text.ends_with('='); ++i) {
      text.remove_suffix(1);
    }
  }
  return Base64UrlDecode(text);
}

std::optional<HttpResponse> ReadQuery(const Query& query, size_t bytes_max, ConnectRequest& call) {
  const auto encoding = query.Get("encoding");
  const auto message = query.Get("message");
  if (!encoding || !message) {
    return ConnectError(Invalid("a call with GET has the parameters \"encoding\" and \"message\""));
  }
  const auto codec = CodecOf(absl::StrFormat("application/%s", *encoding));
  if (!codec) {
    return WrongType();
  }
  call.codec = *codec;
  call.message = std::string(*message);
  const std::string_view base64 = query.Get("base64").value_or("0");
  if (base64 == "1") {
    std::optional<std::string> decoded = DecodeBase64(call.message);
    if (!decoded) {
      return ConnectError(Invalid("the parameter \"message\" is not base64url"));
    }
    call.message = *std::move(decoded);
  } else if (base64 != "0") {
    return ConnectError(Invalid("the parameter \"base64\" is 1, or left out"));
  }
  return Unpack(query.Get("compression").value_or(""), bytes_max, call);
}

std::optional<HttpResponse> ReadBody(const HttpRequest& request, size_t bytes_max,
                                     ConnectRequest& call) {
  const auto codec = CodecOf(MediaTypeOf(request));
  if (!codec) {
    return WrongType();
  }
  call.codec = *codec;
  call.message = request.body;
  return Unpack(request.Header("content-encoding").value_or(""), bytes_max, call);
}

}  // namespace

std::variant<ConnectRequest, HttpResponse> ReadConnectRequest(const HttpRequest& request,
                                                              bool may_get,
                                                              size_t message_bytes_max) {
  const bool reading = IsReading(request.method);
  if (reading ? !may_get : request.method != HttpMethod::kPost) {
    return WrongVerb(may_get);
  }
  ConnectRequest call;
  std::optional<HttpResponse> refusal = reading ? ReadQuery(request.query, message_bytes_max, call)
                                                : ReadBody(request, message_bytes_max, call);
  if (refusal) {
    return *std::move(refusal);
  }
  if (const Status version = CheckVersion(request); !version.ok()) {
    return ConnectError(version);
  }
  const auto timeout = TimeoutOf(request);
  if (!timeout.ok()) {
    return ConnectError(timeout.status());
  }
  call.timeout = *timeout;
  return call;
}

bool IsFromProgram(const HttpRequest& request) {
  return request.Header("connect-protocol-version") || request.query.Get("connect") == "v1" ||
         CodecOf(MediaTypeOf(request)).has_value();
}

}  // namespace cledi
