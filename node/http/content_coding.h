#ifndef CLEDI_NODE_HTTP_CONTENT_CODING_H_
#define CLEDI_NODE_HTTP_CONTENT_CODING_H_

#include <string>
#include <string_view>

#include "federation/base/status.h"
#include "node/http/http_message.h"

namespace cledi {

// How a body travels (RFC 9110, 8.4).
enum class ContentCoding { kIdentity, kGzip, kBrotli };
std::string_view ContentCodingName(ContentCoding coding);

// The best coding that an Accept-Encoding header allows; identity for an empty one.
ContentCoding ChooseCoding(std::string_view accept_encoding);

// kFast: for a page, while its reader waits. kBest: for a file, once.
enum class CompressionEffort { kFast, kBest };
std::string Compress(std::string_view body, ContentCoding coding, CompressionEffort effort);

// Undoes gzip; what comes after its end is no part of it and refused. InvalidArgument: it is not
// gzip, or not whole. ResourceExhausted: unpacked it has more than `bytes_max` bytes, which are
// never held.
StatusOr<std::string> Gunzip(std::string_view body, size_t bytes_max);

// Whether a type is text that shrinks, unlike a font or a photograph.
bool IsCompressible(std::string_view content_type);

// Compresses with all codings where that pays, and names the content by its hash.
PreparedBody PrepareBody(std::string body, std::string_view content_type);

// The same for one client that takes `coding`, while it waits.
PreparedBody PrepareBodyFor(ContentCoding coding, std::string body);

// The first 128 bits of the content's SHA-256 in base64url: names it in entity tags and in
// addresses that may be cached for ever.
std::string ContentTag(std::string_view body);

}  // namespace cledi

#endif  // CLEDI_NODE_HTTP_CONTENT_CODING_H_
