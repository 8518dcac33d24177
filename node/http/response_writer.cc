#include "node/http/response_writer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"

#include "node/http/content_coding.h"
#include "node/http/http_date.h"

namespace cledi {
namespace {

// Below this a compressed body saves less than a packet.
constexpr size_t kCompressBytesMin = 1000;

// What every response says unless its handler says otherwise.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kDefaults = {{
    {"Content-Security-Policy",
     "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
}};

// Whether the client's list of entity tags holds ours. The comparison is weak, so the same
// tag stands for every coding of one content.
bool HasTag(std::string_view if_none_match, std::string_view tag) {
  return if_none_match == "*" ||
         if_none_match.find(absl::StrCat("\"", ToAbsl(tag), "\"")) != std::string_view::npos;
}

void AppendHeader(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ");
  std::ranges::copy_if(value, std::back_inserter(out),
                       [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != '\x7f'; });
  out.append("\r\n");
}

// The body as it travels, and what must be said about it.
struct Payload {
  ContentCoding coding = ContentCoding::kIdentity;
  std::string compressed;  // Set if the coding is not identity and the body was compressed here.
  std::string_view bytes;
};

Payload PayloadOf(const HttpResponse& response, std::string_view accept_encoding) {
  const ContentCoding wanted = ChooseCoding(accept_encoding);
  Payload payload;
  if (response.prepared != nullptr) {
    const PreparedBody& prepared = *response.prepared;
    payload.bytes = prepared.identity;
    if (wanted == ContentCoding::kBrotli && !prepared.brotli.empty()) {
      payload.coding = wanted;
      payload.bytes = prepared.brotli;
    } else if (wanted == ContentCoding::kGzip && !prepared.gzip.empty()) {
      payload.coding = wanted;
      payload.bytes = prepared.gzip;
    }
    return payload;
  }
  payload.bytes = response.body;
  if (wanted != ContentCoding::kIdentity && response.body.size() >= kCompressBytesMin &&
      IsCompressible(response.content_type)) {
    payload.coding = wanted;
    payload.compressed = Compress(response.body, wanted, CompressionEffort::kFast);
    payload.bytes = payload.compressed;
  }
  return payload;
}

// What nobody may keep needs no name to be asked for again.
bool IsNeverStored(const HttpResponse& response) {
  const auto control = response.Header("Cache-Control");
  return control && control->find("no-store") != std::string_view::npos;
}

// Joins what the handler varies by with what we do: caches read one list.
std::string VaryOf(HttpResponse& response) {
  std::string vary = "Accept-Encoding";
  if (const auto own = response.Header("Vary")) {
    vary.append(", ").append(*own);
    std::erase_if(response.headers, [](const auto& header) { return header.first == "Vary"; });
  }
  return vary;
}

}  // namespace

ResponseTerms ResponseTerms::Of(const HttpRequest& request) {
  const bool head = request.method == HttpMethod::kHead;
  return {.head = head,
          .safe = head || request.method == HttpMethod::kGet,
          .keep_alive = request.keep_alive,
          .if_none_match = request.Header("if-none-match").value_or(""),
          .accept_encoding = request.Header("accept-encoding").value_or("")};
}

std::string WriteResponse(const ResponseTerms& terms, HttpResponse response, UnixMillis now) {
  const bool has_body = response.prepared != nullptr || !response.body.empty();
  std::string tag;
  if (terms.safe && response.status == 200 && has_body && !response.Header("ETag") &&
      !IsNeverStored(response)) {
    tag = response.prepared != nullptr ? response.prepared->tag : ContentTag(response.body);
    if (HasTag(terms.if_none_match, tag)) {
      response.status = 304;
    }
  }
  const bool bodiless = response.status == 204 || response.status == 304;
  const Payload payload = bodiless ? Payload{} : PayloadOf(response, terms.accept_encoding);

  std::string out = absl::StrCat("HTTP/1.1 ", response.status, " ",
                                 ToAbsl(ReasonPhrase(response.status)), "\r\n");
  AppendHeader(out, "Date", HttpDate(now));
  AppendHeader(out, "Vary", VaryOf(response));
  if (!tag.empty()) {
    AppendHeader(out, "ETag", absl::StrCat("W/\"", tag, "\""));
  }
  if (!response.Header("Cache-Control")) {
    AppendHeader(out, "Cache-Control", response.status < 400 ? "no-cache" : "no-store");
  }
  if (!bodiless) {
    if (!payload.bytes.empty() || response.events != nullptr) {
      AppendHeader(out, "Content-Type", response.content_type);
    }
    if (payload.coding != ContentCoding::kIdentity) {
      AppendHeader(out, "Content-Encoding", ContentCodingName(payload.coding));
    }
    if (response.events == nullptr) {  // Events end with the connection.
      AppendHeader(out, "Content-Length", absl::StrCat(payload.bytes.size()));
    }
  }
  for (const auto& [name, value] : response.headers) {
    AppendHeader(out, name, value);
  }
  for (const auto& [name, value] : kDefaults) {
    if (!response.Header(name)) {
      AppendHeader(out, name, value);
    }
  }
  if (!terms.keep_alive || response.events != nullptr) {
    AppendHeader(out, "Connection", "close");
  }
  out.append("\r\n");
  if (!terms.head) {
    out.append(payload.bytes);
  }
  return out;
}

}  // namespace cledi
