// The log as C2SP tlog-tiles (c2sp.org/tlog-tiles), for auditors.

#ifndef CLEDI_FEDERATION_LOG_TILES_H_
#define CLEDI_FEDERATION_LOG_TILES_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "federation/event/leaf.h"
#include "federation/log/merkle.h"

namespace cledi {

inline constexpr uint64_t kTileWidth = 256;

// A parsed path below an epoch: "tile/0/x001/067.p/12", "tile/entries/000".
struct TileAddress {
  int level = 0;  // -1 for a bundle of entries.
  uint64_t index = 0;
  uint32_t width = kTileWidth;  // Below kTileWidth for a partial tile.

  friend bool operator==(const TileAddress&, const TileAddress&) = default;
};

// Nothing if it is not the canonical path of a tile (level at most 5).
std::optional<TileAddress> ParseTilePath(std::string_view path);
std::string TilePath(const TileAddress& address);

// Whether a tree of `size` leaves has that tile in full width.
bool TileExists(const TileAddress& address, uint64_t size);

// `width` hashes of a hash tile that exists, concatenated. `read` serves level 0 upwards.
StatusOr<std::string> HashTile(const TileAddress& address, const HashReader& read);
// Entries with their 16-bit big-endian lengths.
std::string EntryBundle(const LogId& log, std::span<const LeafBytes> leaves);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_LOG_TILES_H_
