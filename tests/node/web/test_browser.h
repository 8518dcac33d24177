#ifndef CLEDI_TESTS_NODE_WEB_TEST_BROWSER_H_
#define CLEDI_TESTS_NODE_WEB_TEST_BROWSER_H_

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "node/http/http_message.h"
#include "node/http/query.h"

namespace cledi {

// A browser without script, over any server: it keeps cookies, and sends the forms of pages
// with what is in them.
class TestBrowser {
 public:
  using Server = std::function<HttpResponse(HttpMethod, std::string_view target, HttpHeaders,
                                            std::string body)>;
  using Typed = std::vector<std::pair<std::string, std::string>>;

  // `origin`: of all pages, as the browser tells it.
  explicit TestBrowser(Server server, std::string origin = "http://granada.localhost:8441")
      : server_(std::move(server)), origin_(std::move(origin)) {}

  // The page that it shows then. Redirects are not followed: see Follow().
  const HttpResponse& Get(std::string_view target);
  // Sends the form of the page whose action is `action`, after filling in `typed`: all values
  // of a name are replaced by the given ones. A form that is not there fails the test.
  const HttpResponse& Send(std::string_view action, const Typed& typed = {});
  // Goes where the answer leads. An answer that leads nowhere fails the test.
  const HttpResponse& Follow();

  const HttpResponse& shown() const { return shown_; }
  // What Send(action) would send.
  Query FormOf(std::string_view action) const;
  std::map<std::string, std::string>& cookies() { return cookies_; }
  // Sent with every request.
  HttpHeaders& headers() { return headers_; }

 private:
  const HttpResponse& Ask(HttpMethod method, std::string_view target, HttpHeaders headers,
                          std::string body);

  Server server_;
  std::string origin_;
  HttpHeaders headers_;
  std::map<std::string, std::string> cookies_;
  HttpResponse shown_;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_NODE_WEB_TEST_BROWSER_H_
