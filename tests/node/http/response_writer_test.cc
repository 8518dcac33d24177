#include "node/http/response_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "node/http/content_coding.h"
#include "node/http/http_date.h"

namespace cledi {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr UnixMillis kNow(std::chrono::milliseconds(1795557864123));

HttpResponse Page(std::string body) {
  HttpResponse page;
  page.body = std::move(body);
  return page;
}

TEST(HttpDateTest, IsAsTheStandardWritesIt) {
  EXPECT_EQ(HttpDate(FromUnixMs(784111777000)), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(HttpDate(FromUnixMs(0)), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(ResponseWriterTest, EveryResponseCarriesTheSecurityHeaders) {
  const std::string bytes = WriteResponse({.keep_alive = true}, Page("hello"), kNow);
  EXPECT_THAT(bytes, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(bytes, HasSubstr("\r\nX-Content-Type-Options: nosniff\r\n"));
  EXPECT_THAT(bytes, HasSubstr("frame-ancestors 'none'"));
  EXPECT_THAT(bytes, HasSubstr("\r\nReferrer-Policy: same-origin\r\n"));
  EXPECT_THAT(bytes, HasSubstr("\r\nDate: "));
  EXPECT_THAT(bytes, HasSubstr("\r\nContent-Length: 5\r\n"));
  EXPECT_THAT(bytes, EndsWith("\r\n\r\nhello"));
  EXPECT_THAT(bytes, Not(HasSubstr("Connection:")));
}

TEST(ResponseWriterTest, TheHandlersHeadersWin) {
  HttpResponse page = Page("x");
  page.headers = {{"content-security-policy", "default-src 'self'"}, {"Vary", "Cookie"}};
  const std::string bytes = WriteResponse({}, std::move(page), kNow);
  EXPECT_THAT(bytes, HasSubstr("default-src 'self'"));
  EXPECT_THAT(bytes, Not(HasSubstr("default-src 'none'")));
  EXPECT_THAT(bytes, HasSubstr("\r\nVary: Accept-Encoding, Cookie\r\n"));
  EXPECT_THAT(bytes, HasSubstr("\r\nConnection: close\r\n"));
}

TEST(ResponseWriterTest, AHeaderCannotSmuggleInALine) {
  HttpResponse page = Page("x");
  page.headers = {{"Location", "/a\r\nSet-Cookie: b=c\r\n\r\n<script>"}};
  const std::string bytes = WriteResponse({}, std::move(page), kNow);
  EXPECT_THAT(bytes, HasSubstr("\r\nLocation: /aSet-Cookie: b=c<script>\r\n"));
}

TEST(ResponseWriterTest, AnswersNotModifiedToWhoHasIt) {
  const std::string tag = "W/\"" + ContentTag("hello") + "\"";
  EXPECT_THAT(WriteResponse({}, Page("hello"), kNow), HasSubstr("\r\nETag: " + tag + "\r\n"));
  const std::string list = "\"other\", " + tag;
  const std::string bytes = WriteResponse({.if_none_match = list}, Page("hello"), kNow);
  EXPECT_THAT(bytes, StartsWith("HTTP/1.1 304 Not Modified\r\n"));
  EXPECT_THAT(bytes, HasSubstr("ETag: " + tag));
  EXPECT_THAT(bytes, Not(HasSubstr("Content-Length")));
  EXPECT_THAT(bytes, EndsWith("\r\n\r\n"));
  EXPECT_THAT(WriteResponse({.if_none_match = list}, Page("changed"), kNow),
              StartsWith("HTTP/1.1 200"));
}

TEST(ResponseWriterTest, AnErrorIsNeverKeptNorNotModified) {
  HttpResponse page = Page("gone");
  page.status = 404;
  const std::string bytes = WriteResponse({.if_none_match = "*"}, std::move(page), kNow);
  EXPECT_THAT(bytes, StartsWith("HTTP/1.1 404"));
  EXPECT_THAT(bytes, HasSubstr("Cache-Control: no-store"));
}

TEST(ResponseWriterTest, HeadNamesTheLengthThatGetWouldSend) {
  const std::string bytes = WriteResponse({.head = true}, Page("hello"), kNow);
  EXPECT_THAT(bytes, HasSubstr("\r\nContent-Length: 5\r\n"));
  EXPECT_THAT(bytes, EndsWith("\r\n\r\n"));
}

TEST(ResponseWriterTest, CompressesLongTextsOnly) {
  const std::string text(4000, 'a');
  EXPECT_THAT(WriteResponse({.accept_encoding = "br"}, Page(text), kNow),
              HasSubstr("\r\nContent-Encoding: br\r\n"));
  EXPECT_THAT(WriteResponse({.accept_encoding = "gzip"}, Page(text), kNow),
              HasSubstr("\r\nContent-Encoding: gzip\r\n"));
  EXPECT_THAT(WriteResponse({}, Page(text), kNow), EndsWith(text));
  EXPECT_THAT(WriteResponse({.accept_encoding = "br"}, Page("short"), kNow), EndsWith("short"));
}

TEST(ResponseWriterTest, APreparedBodyIsSentInTheCodingAskedFor) {
  HttpResponse file;
  file.content_type = "text/css";
  file.prepared =
      std::make_shared<const PreparedBody>(PrepareBody(std::string(4000, 'a'), "text/css"));
  EXPECT_THAT(WriteResponse({.accept_encoding = "br"}, file, kNow),
              EndsWith("\r\n\r\n" + file.prepared->brotli));
  EXPECT_THAT(WriteResponse({.accept_encoding = "gzip"}, file, kNow),
              EndsWith("\r\n\r\n" + file.prepared->gzip));
  EXPECT_THAT(WriteResponse({}, file, kNow), EndsWith(file.prepared->identity));
}

TEST(ResponseWriterTest, OnlyWhatWasReadAndMayBeKeptIsNamed) {
  EXPECT_THAT(WriteResponse({.safe = false, .if_none_match = "*"}, Page("hello"), kNow),
              AllOf(StartsWith("HTTP/1.1 200"), Not(HasSubstr("ETag"))));
  HttpResponse secret = Page("hello");
  secret.headers = {{"Cache-Control", "no-store"}};
  EXPECT_THAT(WriteResponse({}, secret, kNow), Not(HasSubstr("ETag")));
}

}  // namespace
}  // namespace cledi
