#ifndef CLEDI_NODE_LIBRARY_RESOURCE_KIND_H_
#define CLEDI_NODE_LIBRARY_RESOURCE_KIND_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "node/practice/practice_fold.h"
#include "node/practice/practice_kind.h"

namespace cledi {

// Training resources as folds see them: the newest revision is shown.
class ResourceKind final : public PracticeKind {
 public:
  std::string_view view_name() const override { return kResourceViews; }
  uint16_t revised_type() const override;
  uint16_t withdrawn_type() const override;
  bool has_parents() const override { return false; }
  std::unique_ptr<PracticeRevision> ReadRevision(std::string_view payload) const override;
  std::optional<std::string> ReadWithdrawal(std::string_view payload) const override;
};

const ResourceKind& TheResourceKind();

// The views of training resources.
class ResourceProjection final : public PracticeProjection {
 public:
  ResourceProjection();
};

}  // namespace cledi

#endif  // CLEDI_NODE_LIBRARY_RESOURCE_KIND_H_
