#ifndef CLEDI_NODE_HTTP_STATIC_FILES_H_
#define CLEDI_NODE_HTTP_STATIC_FILES_H_

#include <string>
#include <string_view>

#include "node/http/router.h"

namespace cledi {

// Serves `content` at "/static/<stem>.<tag of the content>.<extension>" and returns that
// path. Since another content gets another path, browsers keep it for a year without asking.
// `name`: "<stem>.<extension>".
std::string AddStaticFile(Router& router, std::string_view name, std::string_view content_type,
                          std::string content);

// Serves `content` at `path`, which is the same for ever: browsers ask each day whether it
// is new.
void AddFixedFile(Router& router, std::string_view path, std::string_view content_type,
                  std::string content);

}  // namespace cledi

#endif  // CLEDI_NODE_HTTP_STATIC_FILES_H_
