#include "node/store/catalogue.h"

#include <array>

namespace cledi {
namespace {

constexpr std::array<FamilyInfo, kFamilyCount> kFamilies = {{
    {Family::kVariants, StoreKind::kLog, "variants", Compression::kFast, 8, false},
    {Family::kEvents, StoreKind::kLog, "events", Compression::kDense, 16, false},
    {Family::kForkProofs, StoreKind::kLog, "fork_proofs", Compression::kFast, 4, false},
    {Family::kAcknowledgements, StoreKind::kLog, "acknowledgements", Compression::kFast, 8, false},
    {Family::kLocal, StoreKind::kLog, "local", Compression::kFast, 4, true},
    {Family::kSalts, StoreKind::kSalt, "salts", Compression::kNone, 4, true},
    {Family::kFoldState, StoreKind::kView, "fold_state", Compression::kFast, 4, false},
    {Family::kFacts, StoreKind::kView, "facts", Compression::kFast, 8, true},
    {Family::kViews, StoreKind::kView, "views", Compression::kFast, 8, true},
    {Family::kViewIndex, StoreKind::kView, "view_index", Compression::kFast, 8, false},
}};

constexpr bool InOrder() {
  for (size_t i = 0; i < kFamilies.size(); ++i) {
    if (static_cast<size_t>(kFamilies[i].family) != i) {
      return false;
    }
  }
  return true;
}
static_assert(InOrder(), "InfoOf looks families up by their place");

constexpr std::array<StoreKind, 3> kStores = {StoreKind::kSalt, StoreKind::kLog, StoreKind::kView};

}  // namespace

std::span<const FamilyInfo> AllFamilies() { return kFamilies; }

const FamilyInfo& InfoOf(Family family) { return kFamilies[static_cast<size_t>(family)]; }

std::span<const StoreKind> AllStores() { return kStores; }

std::string_view FolderOf(StoreKind store) {
  switch (store) {
    case StoreKind::kLog:
      return "log";
    case StoreKind::kSalt:
      return "salt";
    case StoreKind::kView:
      return "view";
  }
  return "";
}

}  // namespace cledi
