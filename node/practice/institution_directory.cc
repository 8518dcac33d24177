#include "node/practice/institution_directory.h"

#include <utility>

#include "cledi/view/v1/institution.pb.h"
#include "node/fold/view_reader.h"
#include "node/practice/practice_kind.h"

namespace cledi {
namespace {

void Enter(std::string_view institution, std::string_view bytes,
           InstitutionDirectory::Countries& countries) {
  view::v1::InstitutionRow row;
  if (row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    countries.insert_or_assign(std::string(institution), row.country());
  }
}

}  // namespace

std::shared_ptr<const InstitutionDirectory::Countries> InstitutionDirectory::countries() const {
  const absl::MutexLock lock(&mutex_);
  return countries_;
}

Status InstitutionDirectory::OnViewsReplaced(const ViewSnapshot& views) {
  auto countries = std::make_shared<Countries>();
  RETURN_IF_ERROR(views.ScanRows(kInstitutionViews, CommonsSpace(),
                                 [&](std::string_view institution, std::string_view row) {
                                   Enter(institution, row, *countries);
                                   return true;
                                 }));
  const absl::MutexLock lock(&mutex_);
  countries_ = std::move(countries);
  return absl::OkStatus();
}

void InstitutionDirectory::OnViewsChanged(std::span<const ViewChange> changes) {
  std::shared_ptr<Countries> changed;
  for (const ViewChange& change : changes) {
    if (change.projection != kInstitutionViews || change.space != CommonsSpace()) {
      continue;
    }
    if (changed == nullptr) {
      changed = std::make_shared<Countries>(*countries());
    }
    changed->erase(change.entity);
    if (change.row) {
      Enter(change.entity, *change.row, *changed);
    }
  }
  if (changed != nullptr) {
    const absl::MutexLock lock(&mutex_);
    countries_ = std::move(changed);
  }
}

}  // namespace cledi
