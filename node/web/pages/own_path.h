#ifndef CLEDI_NODE_WEB_PAGES_OWN_PATH_H_
#define CLEDI_NODE_WEB_PAGES_OWN_PATH_H_

#include <string>
#include <string_view>

namespace cledi {

// Whether `target` leads to a page of this site, however a browser may read it: a path and
// perhaps a query, such as "/plans?language=it", of at most 2,000 bytes.
bool IsOwnPath(std::string_view target);

// Where to go after signing in: `next` if it is a path of ours other than the sign-in page,
// else the start page.
std::string PathAfterSignIn(std::string_view next);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_OWN_PATH_H_
