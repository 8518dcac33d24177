#include "node/store/variant_loader.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/str_format.h"

#include "node/store/log_rows.h"

namespace cledi {
namespace {

// Puts variants together from their rows, which come in key order.
class Loader {
 public:
  Status Take(std::string_view key, std::string_view row);
  Status Finish(const Snapshot& snapshot);

  std::vector<VariantState> TakeVariants() { return std::move(variants_); }

 private:
  Status TakeRow(const VariantKey& key, std::string_view row);
  Status Check(const VariantState& state, const Snapshot& snapshot) const;

  std::vector<VariantState> variants_;
  std::vector<bool> has_edge_;  // Of each.
};

Status InVariant(VariantNo variant, Status status) {
  return Annotate(std::move(status), absl::StrFormat("variant %d of the log", variant));
}

Status Loader::Take(std::string_view key, std::string_view row) {
  ASSIGN_OR_RETURN(const VariantKey parsed, ReadVariantKey(key));
  return InVariant(parsed.variant, TakeRow(parsed, row));
}

Status Loader::TakeRow(const VariantKey& key, std::string_view row) {
  if (key.kind == VariantRowKind::kEpoch) {
    VariantState& state = variants_.emplace_back();
    has_edge_.push_back(false);
    state.variant = key.variant;
    return ReadEpochRow(row, state);
  }
  if (variants_.empty() || variants_.back().variant != key.variant) {
    return Corrupt("the row that describes its epoch is missing");
  }
  VariantState& state = variants_.back();
  if (key.kind == VariantRowKind::kEdge) {
    ASSIGN_OR_RETURN(state.edge, ReadEdgeRow(row));
    has_edge_.back() = true;
    return absl::OkStatus();
  }
  StatusOr<SignedCheckpoint> checkpoint = ReadCheckpointRow(state.log, state.tag, key.size, row);
  if (!checkpoint.ok()) {
    return Annotate(checkpoint.status(), absl::StrFormat("its checkpoint of size %d", key.size));
  }
  state.checkpoints.push_back(*std::move(checkpoint));
  return absl::OkStatus();
}

Status Loader::Finish(const Snapshot& snapshot) {
  for (size_t i = 0; i < variants_.size(); ++i) {
    if (!has_edge_[i]) {
      return InVariant(variants_[i].variant, Corrupt("the row with its size is missing"));
    }
    RETURN_IF_ERROR(InVariant(variants_[i].variant, Check(variants_[i], snapshot)));
  }
  return absl::OkStatus();
}

Status Loader::Check(const VariantState& state, const Snapshot& snapshot) const {
  const uint64_t size = state.edge.size();
  if (!state.checkpoints.empty()) {
    const SignedCheckpoint& newest = state.checkpoints.back();
    if (newest.size() > size) {
      return Corrupt(
          absl::StrFormat("it has %d events, but a checkpoint of %d", size, newest.size()));
    }
    if (newest.size() == size && newest.root() != state.edge.Root()) {
      return Corrupt(absl::StrFormat("its checkpoint of size %d has another root", size));
    }
  }
  if (state.shared > size) {
    return Corrupt(absl::StrFormat("it has %d events, but shares %d", size, state.shared));
  }
  if (state.parent != 0) {
    const auto parent =
        std::ranges::lower_bound(variants_, state.parent, {}, &VariantState::variant);
    if (state.parent >= state.variant || parent->variant != state.parent ||
        parent->edge.size() < state.shared) {
      return Corrupt(absl::StrFormat("it shares %d events with variant %d, which has them not",
                                     state.shared, state.parent));
    }
  }
  if (size > state.shared) {
    Status last = snapshot.Get(Family::kEvents, EventKey(state.variant, size - 1)).status();
    if (last.code() == StatusCode::kNotFound) {
      return Corrupt(absl::StrFormat("it has %d events, but event %d is missing", size, size - 1));
    }
    return last;
  }
  return absl::OkStatus();
}

}  // namespace

StatusOr<std::vector<VariantState>> LoadVariants(const Snapshot& snapshot) {
  Loader loader;
  Status taken;
  RETURN_IF_ERROR(
      snapshot.Scan(Family::kVariants, "", "", [&](std::string_view key, std::string_view row) {
        taken = loader.Take(key, row);
        return taken.ok();
      }));
  RETURN_IF_ERROR(taken);
  RETURN_IF_ERROR(loader.Finish(snapshot));
  return loader.TakeVariants();
}

}  // namespace cledi
