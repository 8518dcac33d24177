#include "node/web/pages/practice_address.h"

#include "absl/strings/str_cat.h"

#include "federation/base/status.h"
#include "node/http/query.h"

namespace cledi {
namespace {

std::string WithRevision(std::string path, std::string_view name, std::string_view revision) {
  if (!revision.empty()) {
    absl::StrAppend(&path, path.find('?') == std::string::npos ? "?" : "&", ToAbsl(name), "=",
                    PercentEncode(revision));
  }
  return path;
}

}  // namespace

std::string PracticeHref(std::string_view folder, std::string_view id, std::string_view revision) {
  return WithRevision(absl::StrCat("/", ToAbsl(folder), "/", PercentEncode(id)), "revision",
                      revision);
}

std::string HistoryHref(std::string_view folder, std::string_view id) {
  return PracticeHref(folder, id) + "/history";
}

std::string CompareHref(std::string_view folder, std::string_view later, std::string_view earlier,
                        std::string_view later_revision, std::string_view earlier_revision) {
  return WithRevision(
      WithRevision(absl::StrCat(PracticeHref(folder, later), "/compare/", PercentEncode(earlier)),
                   "revision", later_revision),
      "with", earlier_revision);
}

}  // namespace cledi
