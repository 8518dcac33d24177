#ifndef CLEDI_NODE_APP_VERSION_H_
#define CLEDI_NODE_APP_VERSION_H_

#include <string_view>

namespace cledi {

inline constexpr std::string_view kVersion = CLEDI_VERSION;

}  // namespace cledi

#endif  // CLEDI_NODE_APP_VERSION_H_
