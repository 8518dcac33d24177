#include "node/fold/view_digest.h"

#include "federation/log/merkle.h"

namespace cledi {
namespace {

void AppendPart(std::string_view part, std::string& row) {
  PutLittleEndian(row, static_cast<uint32_t>(part.size()));
  row.append(part);
}

}  // namespace

StatusOr<Hash> DigestOf(const ViewSnapshot& views, const ProjectionSet& projections,
                        const SpaceId& space) {
  RightEdge edge;
  std::string row;
  for (const Projection* projection : projections.all()) {
    RETURN_IF_ERROR(views.ScanRows(projection->name(), space,
                                   [&](std::string_view entity, std::string_view view) {
                                     row.clear();
                                     AppendPart(projection->name(), row);
                                     AppendPart(entity, row);
                                     AppendPart(view, row);
                                     edge.Append(MerkleLeafHash(row));
                                     return true;
                                   }));
  }
  return edge.Root();
}

StatusOr<SpaceViewDigest> ViewDigests::Of(const SpaceId& space) {
  SpaceViewDigest result{.digest = {}, .fold_versions = projections_->Versions()};
  std::optional<Hash> known;
  uint64_t changes = 0;
  {
    const absl::MutexLock lock(&mutex_);
    changes = changes_;
    const auto found = known_.find(space);
    if (found != known_.end()) {
      known = found->second;
    }
  }
  // Read after `changes`, so that what is kept is never older than that says.
  ASSIGN_OR_RETURN(const ViewSnapshot views, views_->Read());
  if (known) {
    result.digest = *known;
  } else {
    ASSIGN_OR_RETURN(result.digest, DigestOf(views, *projections_, space));
  }
  ASSIGN_OR_RETURN(const ViewSnapshot::Waiting waiting, views.CountWaiting(space));
  result.held_events = waiting.held;
  result.incomplete_events = waiting.incomplete;
  const absl::MutexLock lock(&mutex_);
  if (changes == changes_) {
    known_.insert_or_assign(space, result.digest);
  }
  return result;
}

Status ViewDigests::OnViewsReplaced(const ViewSnapshot& /*views*/) {
  const absl::MutexLock lock(&mutex_);
  ++changes_;
  known_.clear();
  return absl::OkStatus();
}

void ViewDigests::OnViewsChanged(std::span<const ViewChange> changes) {
  const absl::MutexLock lock(&mutex_);
  ++changes_;
  for (const ViewChange& change : changes) {
    known_.erase(change.space);
  }
}

}  // namespace cledi
