#ifndef CLEDI_NODE_WEB_PAGES_REQUEST_KEY_H_
#define CLEDI_NODE_WEB_PAGES_REQUEST_KEY_H_

#include <string>

#include "federation/base/bytes.h"
#include "federation/base/random.h"

namespace cledi {

// A name for what a form will ask for, printed into the form: sent twice, it is done once.
inline std::string NewRequestKey(Random& random) {
  using Key = FixedBytes<struct RequestKeyKind, 16>;
  return Base64UrlEncode(random.Draw<Key>().view());
}

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_REQUEST_KEY_H_
