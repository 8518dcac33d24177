#include "node/http/static_files.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"

#include "federation/base/status.h"
#include "node/http/content_coding.h"

namespace cledi {
namespace {

void Serve(Router& router, std::string_view path, std::string_view content_type,
           std::shared_ptr<const PreparedBody> body, std::string_view cache_control) {
  HttpResponse response;
  response.content_type = content_type;
  response.prepared = std::move(body);
  response.headers.emplace_back("Cache-Control", cache_control);
  router.Add(
      HttpMethod::kGet, path,
      [response = std::move(response)](const HttpRequest&, const PathParams&) { return response; });
}

}  // namespace

std::string AddStaticFile(Router& router, std::string_view name, std::string_view content_type,
                          std::string content) {
  auto body = std::make_shared<const PreparedBody>(PrepareBody(std::move(content), content_type));
  const size_t dot = name.rfind('.');
  std::string path = absl::StrCat("/static/", ToAbsl(name.substr(0, dot)), ".", body->tag,
                                  ToAbsl(name.substr(dot)));
  Serve(router, path, content_type, std::move(body), "public, max-age=31536000, immutable");
  return path;
}

void AddFixedFile(Router& router, std::string_view path, std::string_view content_type,
                  std::string content) {
  auto body = std::make_shared<const PreparedBody>(PrepareBody(std::move(content), content_type));
  Serve(router, path, content_type, std::move(body), "public, max-age=86400");
}

}  // namespace cledi
