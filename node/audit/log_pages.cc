#include "node/audit/log_pages.h"

#include <utility>

#include "federation/log/note.h"
#include "federation/log/tiles.h"

namespace cledi {
namespace {

// "x001/x234/067.p/12" is the longest: an index of three groups and a width.
constexpr int kTilePathPartsMax = 6;
// Segments before the tile's path: log, id, tag, "tile".
constexpr size_t kSegmentsBeforeTile = 3;

HttpResponse PlainText(std::string body) {
  return {.content_type = "text/plain; charset=utf-8",
          .headers = {{"Cache-Control", "no-cache"}},
          .body = std::move(body)};
}

HttpResponse NotThere() { return ErrorResponse(404, "No such log, epoch or tile is held here."); }

// The tile's path: "tile/0/x001/067".
std::string TilePathOf(const HttpRequest& request) {
  std::string path;
  for (size_t i = kSegmentsBeforeTile; i < request.segments.size(); ++i) {
    path.append(path.empty() ? "" : "/").append(request.segments[i]);
  }
  return path;
}

}  // namespace

void LogPages::RegisterWith(Router& router) const {
  router.Add(HttpMethod::kGet, "/log/{log}/epochs",
             [this](const auto& request, const auto& params) { return Epochs(request, params); });
  router.Add(HttpMethod::kGet, "/log/{log}/{tag}/checkpoint",
             [this](const auto& request, const auto& params) {
               return NewestCheckpoint(request, params);
             });
  std::string pattern = "/log/{log}/{tag}/tile/{kind}";
  for (int i = 0; i < kTilePathPartsMax; ++i) {
    pattern.append("/{part" + std::to_string(i) + "}");
    router.Add(HttpMethod::kGet, pattern,
               [this](const auto& request, const auto& params) { return Tile(request, params); });
  }
}

const LogOwner* LogPages::PublicLog(const Roster& roster, std::string_view hex) const {
  const auto bytes = HexDecode(hex);
  const auto log = LogId::From(bytes.value_or(""));
  // The roster knows the owners of replicated built-in spaces only: those are public.
  return log.has_value() ? roster.OwnerOf(*log) : nullptr;
}

std::optional<VariantState> LogPages::FindEpoch(const PathParams& params) const {
  if (PublicLog(*roster_(), params.at("log")) == nullptr) {
    return std::nullopt;
  }
  const LogId log = *LogId::From(*HexDecode(params.at("log")));
  const auto tag = EpochTag::From(HexDecode(params.at("tag")).value_or(""));
  if (!tag.has_value()) {
    return std::nullopt;
  }
  return logs_->FirstVariant(log, *tag);
}

HttpResponse LogPages::Epochs(const HttpRequest&, const PathParams& params) const {
  if (PublicLog(*roster_(), params.at("log")) == nullptr) {
    return NotThere();
  }
  const LogId log = *LogId::From(*HexDecode(params.at("log")));
  std::string notes;
  for (const std::string& statement : logs_->Statements(log)) {
    notes.append(notes.empty() ? "" : "\n").append(statement);
  }
  return PlainText(std::move(notes));
}

HttpResponse LogPages::NewestCheckpoint(const HttpRequest&, const PathParams& params) const {
  const std::shared_ptr<const Roster> roster = roster_();
  const std::optional<VariantState> epoch = FindEpoch(params);
  if (!epoch.has_value() || epoch->checkpoints.empty()) {
    return NotThere();
  }
  const std::string& domain = roster->root().trust_domain;
  const SignedCheckpoint& newest = epoch->checkpoints.back();
  const LogOwner* owner = roster->OwnerOf(epoch->log);
  std::string note = CheckpointNote(domain, newest, owner->log_key);
  for (const Acknowledgement& one : acknowledgements_->ForEpoch(epoch->log, epoch->tag)) {
    const MemberEntry* member = roster->Find(one.node_id);
    if (one.checkpoint == newest.checkpoint() && member != nullptr) {
      note.append(CosignatureLine(NodeName(domain, one.node_id), member->log_key, one.unix_seconds,
                                  one.signature));
    }
  }
  return PlainText(std::move(note));
}

HttpResponse LogPages::Tile(const HttpRequest& request, const PathParams& params) const {
  const std::optional<TileAddress> address = ParseTilePath(TilePathOf(request));
  const std::optional<VariantState> epoch = FindEpoch(params);
  if (!address.has_value() || !epoch.has_value() || epoch->checkpoints.empty() ||
      !TileExists(*address, epoch->checkpoints.back().size())) {
    return NotThere();
  }
  StatusOr<std::string> bytes = "";
  if (address->level < 0) {
    const auto leaves =
        logs_->ReadLeaves(epoch->variant, address->index * kTileWidth, address->width);
    bytes = leaves.ok() ? StatusOr<std::string>(EntryBundle(epoch->log, *leaves)) : leaves.status();
  } else {
    bytes = HashTile(*address, logs_->Hashes(epoch->variant));
  }
  if (!bytes.ok()) {
    return ErrorResponse(500);
  }
  const bool whole = address->width == kTileWidth;
  return {.content_type = "application/octet-stream",
          .headers = {{"Cache-Control",
                       whole ? "public, max-age=31536000, immutable" : "public, max-age=3600"}},
          .body = *std::move(bytes)};
}

}  // namespace cledi
