#include "federation/log/tiles.h"

#include <algorithm>

#include "absl/strings/str_format.h"

#include "federation/base/check.h"
#include "federation/base/text.h"

namespace cledi {
namespace {

constexpr int kEntriesLevel = -1;
constexpr int kLevelMax = 5;
constexpr int kBitsPerLevel = 8;
static_assert(kTileWidth == 1 << kBitsPerLevel);

// 10^15 tiles: more than any log can have, and no product of an index below overflows.
constexpr size_t kIndexGroupsMax = 5;

// "x001/x234/067" is 1234067.
std::optional<uint64_t> ParseIndex(std::string_view path) {
  uint64_t index = 0;
  for (size_t groups = 0; groups < kIndexGroupsMax; ++groups) {
    std::string_view group = path.substr(0, path.find('/'));
    const bool is_last = group.size() == path.size();
    if (!is_last) {
      path.remove_prefix(group.size() + 1);
      if (!group.starts_with('x')) {
        return std::nullopt;
      }
      group.remove_prefix(1);
    }
    if (group.size() != 3 ||
        !std::ranges::all_of(group, [](char c) { return c >= '0' && c <= '9'; })) {
      return std::nullopt;
    }
    for (const char digit : group) {
      index = index * 10 + static_cast<uint64_t>(digit - '0');
    }
    if (is_last) {
      return index;
    }
  }
  return std::nullopt;
}

std::string FormatIndex(uint64_t index) {
  std::string path = absl::StrFormat("%03d", index % 1000);
  for (index /= 1000; index > 0; index /= 1000) {
    path = absl::StrFormat("x%03d/%s", index % 1000, path);
  }
  return path;
}

std::optional<int> ParseLevel(std::string_view level) {
  if (level == "entries") {
    return kEntriesLevel;
  }
  const std::optional<uint64_t> number = ParseDecimal(level);
  if (!number || *number > kLevelMax) {
    return std::nullopt;
  }
  return static_cast<int>(*number);
}

}  // namespace

std::optional<TileAddress> ParseTilePath(std::string_view path) {
  constexpr std::string_view kPartial = ".p/";
  std::string_view rest = path;
  if (TakeUntil(rest, '/') != "tile") {
    return std::nullopt;
  }
  const std::optional<int> level = ParseLevel(TakeUntil(rest, '/'));
  const size_t partial = rest.find(kPartial);
  const std::optional<uint64_t> index = ParseIndex(rest.substr(0, partial));
  if (!level || !index) {
    return std::nullopt;
  }
  TileAddress address{.level = *level, .index = *index};
  if (partial != std::string_view::npos) {
    const std::optional<uint64_t> width = ParseDecimal(rest.substr(partial + kPartial.size()));
    if (!width || *width == 0 || *width >= kTileWidth) {
      return std::nullopt;
    }
    address.width = static_cast<uint32_t>(*width);
  }
  // A group too many of zeros in front of the index has no place in the text written again.
  return TilePath(address) == path ? std::optional(address) : std::nullopt;
}

std::string TilePath(const TileAddress& address) {
  std::string path = address.level == kEntriesLevel
                         ? absl::StrFormat("tile/entries/%s", FormatIndex(address.index))
                         : absl::StrFormat("tile/%d/%s", address.level, FormatIndex(address.index));
  if (address.width < kTileWidth) {
    absl::StrAppendFormat(&path, ".p/%d", address.width);
  }
  return path;
}

bool TileExists(const TileAddress& address, uint64_t size) {
  const uint64_t nodes = size >> (kBitsPerLevel * std::max(address.level, 0));
  const uint64_t full_tiles = nodes / kTileWidth;
  return address.index < full_tiles ||
         (address.index == full_tiles && address.width <= nodes % kTileWidth);
}

StatusOr<std::string> HashTile(const TileAddress& address, const HashReader& read) {
  CHECK(address.level >= 0 && address.level <= kLevelMax);
  std::string tile;
  tile.reserve(address.width * Hash::kSize);
  for (uint64_t i = 0; i < address.width; ++i) {
    ASSIGN_OR_RETURN(const Hash hash,
                     read(kBitsPerLevel * address.level, address.index * kTileWidth + i));
    tile.append(hash.view());
  }
  return tile;
}

std::string EntryBundle(const LogId& log, std::span<const LeafBytes> leaves) {
  std::string bundle;
  bundle.reserve(leaves.size() * (sizeof(uint16_t) + kEntryBytes));
  for (const LeafBytes& leaf : leaves) {
    PutBigEndian(bundle, static_cast<uint16_t>(kEntryBytes));
    bundle.append(log.view());
    bundle.append(leaf.view());
  }
  return bundle;
}

}  // namespace cledi
