#include "node/web/pages/asset.h"

#include "federation/base/check.h"
#include "node/web/embedded_file.h"

namespace cledi {

std::string_view Asset(std::string_view name) {
  for (const EmbeddedFile& file : AssetFiles()) {
    if (file.name == name) {
      return file.content;
    }
  }
  CHECK(false && "the build put all assets in");
  return {};
}

}  // namespace cledi
