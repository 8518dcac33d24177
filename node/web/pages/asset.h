#ifndef CLEDI_NODE_WEB_PAGES_ASSET_H_
#define CLEDI_NODE_WEB_PAGES_ASSET_H_

#include <string_view>

namespace cledi {

// The content of a file that pages link to, by its name; the build put it into the program.
std::string_view Asset(std::string_view name);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_ASSET_H_
