#include "node/http/content_coding.h"

#include <algorithm>
#include <array>
#include <memory>

#include <brotli/encode.h>
#include <zlib.h>

#include "absl/strings/str_format.h"

#include "federation/base/bytes.h"
#include "federation/base/check.h"
#include "federation/base/sha256.h"
#include "node/http/weighted_list.h"

namespace cledi {
namespace {

constexpr int kGzipWindowBits = 15 + 16;

std::string Gzip(std::string_view body, int level) {
  z_stream stream{};
  CHECK(deflateInit2(&stream, level, Z_DEFLATED, kGzipWindowBits, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, body.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  CHECK(result == Z_STREAM_END);  // deflateBound() is enough by its contract.
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string Brotli(std::string_view body, int quality) {
  std::string out(BrotliEncoderMaxCompressedSize(body.size()), '\0');
  size_t size = out.size();
  const BROTLI_BOOL done =
      BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, body.size(),
                            AsBytes(body).data(), &size, reinterpret_cast<uint8_t*>(out.data()));
  CHECK(done == BROTLI_TRUE);
  out.resize(size);
  return out;
}

}  // namespace

std::string_view ContentCodingName(ContentCoding coding) {
  switch (coding) {
    case ContentCoding::kIdentity:
      return "identity";
    case ContentCoding::kGzip:
      return "gzip";
    case ContentCoding::kBrotli:
      return "br";
  }
  return "identity";
}

ContentCoding ChooseCoding(std::string_view accept_encoding) {
  double brotli = 0;
  double gzip = 0;
  for (const WeightedValue& wish : ParseWeightedList(accept_encoding)) {
    if (wish.value == "br") {
      brotli = wish.weight;
    } else if (wish.value == "gzip" || wish.value == "x-gzip") {
      gzip = wish.weight;
    }
  }
  if (brotli > 0 && brotli >= gzip) {
    return ContentCoding::kBrotli;
  }
  return gzip > 0 ? ContentCoding::kGzip : ContentCoding::kIdentity;
}

std::string Compress(std::string_view body, ContentCoding coding, CompressionEffort effort) {
  const bool best = effort == CompressionEffort::kBest;
  switch (coding) {
    case ContentCoding::kIdentity:
      break;
    case ContentCoding::kGzip:
      return Gzip(body, best ? 9 : 5);
    case ContentCoding::kBrotli:
      return Brotli(body, best ? BROTLI_MAX_QUALITY : 4);
  }
  return std::string(body);
}

StatusOr<std::string> Gunzip(std::string_view body, size_t bytes_max) {
  constexpr size_t kStepBytes = 16 * 1024;
  z_stream stream{};
  CHECK(inflateInit2(&stream, kGzipWindowBits) == Z_OK);
  const std::unique_ptr<z_stream, decltype(&inflateEnd)> end(&stream, inflateEnd);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  std::string out;
  int result = Z_OK;
  while (result == Z_OK && out.size() <= bytes_max) {
    const size_t size = out.size();
    out.resize(size + kStepBytes);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + size);
    stream.avail_out = kStepBytes;
    result = inflate(&stream, Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
  }
  if (out.size() > bytes_max) {
    return absl::ResourceExhaustedError(
        absl::StrFormat("unpacked it is longer than %d bytes", bytes_max));
  }
  if (result != Z_STREAM_END || stream.avail_in > 0) {
    return Invalid("it is not one whole gzip");
  }
  return out;
}

bool IsCompressible(std::string_view content_type) {
  const std::string_view type = content_type.substr(0, content_type.find(';'));
  constexpr std::array<std::string_view, 6> kTypes = {"application/json",     "application/ld+json",
                                                      "application/proto",    "application/xml",
                                                      "application/atom+xml", "image/svg+xml"};
  return type.starts_with("text/") || std::ranges::find(kTypes, type) != kTypes.end();
}

PreparedBody PrepareBody(std::string body, std::string_view content_type) {
  PreparedBody prepared;
  if (IsCompressible(content_type)) {
    std::string gzip = Compress(body, ContentCoding::kGzip, CompressionEffort::kBest);
    std::string brotli = Compress(body, ContentCoding::kBrotli, CompressionEffort::kBest);
    if (gzip.size() < body.size()) {
      prepared.gzip = std::move(gzip);
    }
    if (brotli.size() < body.size()) {
      prepared.brotli = std::move(brotli);
    }
  }
  prepared.tag = ContentTag(body);
  prepared.identity = std::move(body);
  return prepared;
}

PreparedBody PrepareBodyFor(ContentCoding coding, std::string body) {
  PreparedBody prepared;
  if (coding != ContentCoding::kIdentity) {
    (coding == ContentCoding::kGzip ? prepared.gzip : prepared.brotli) =
        Compress(body, coding, CompressionEffort::kFast);
  }
  prepared.tag = ContentTag(body);
  prepared.identity = std::move(body);
  return prepared;
}

std::string ContentTag(std::string_view body) {
  return Base64UrlEncode(Sha256(body).view().substr(0, 16));
}

}  // namespace cledi
