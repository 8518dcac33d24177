#include "node/discussion/seen_mark.h"

#include <algorithm>

namespace cledi {
namespace {

constexpr char kVersion = 1;
constexpr size_t kHeadBytes = 2 + sizeof(Hlc) + EventId::kSize;

uint64_t PrintOf(const EventId& post) { return GetBigEndian<uint64_t>(post.data()); }

}  // namespace

SeenMark SeenMark::OfAll(std::span<const PostPlace> posts) {
  SeenMark mark;
  mark.thread_seen_ = true;
  const size_t remembered = std::min(posts.size(), kRememberedMax);
  if (remembered < posts.size()) {
    mark.floor_ = posts[posts.size() - remembered - 1];
  }
  for (const PostPlace& place : posts.last(remembered)) {
    mark.posts_.insert(PrintOf(place.post));
  }
  return mark;
}

bool SeenMark::Has(const PostPlace& post) const {
  return post <= floor_ || posts_.contains(PrintOf(post.post));
}

std::string SeenMark::Serialize() const {
  std::string bytes{kVersion, static_cast<char>(thread_seen_ ? 1 : 0)};
  PutBigEndian(bytes, floor_.hlc);
  bytes.append(floor_.post.view());
  for (const uint64_t print : posts_) {
    PutBigEndian(bytes, print);
  }
  return bytes;
}

std::optional<SeenMark> SeenMark::Parse(std::string_view bytes) {
  if (bytes.size() < kHeadBytes || (bytes.size() - kHeadBytes) % sizeof(uint64_t) != 0 ||
      bytes[0] != kVersion) {
    return std::nullopt;
  }
  SeenMark mark;
  mark.thread_seen_ = bytes[1] != 0;
  mark.floor_ = {.hlc = GetBigEndian<Hlc>(AsBytes(bytes).data() + 2),
                 .post = *EventId::From(bytes.substr(2 + sizeof(Hlc), EventId::kSize))};
  for (size_t at = kHeadBytes; at < bytes.size(); at += sizeof(uint64_t)) {
    mark.posts_.insert(GetBigEndian<uint64_t>(AsBytes(bytes).data() + at));
  }
  return mark;
}

}  // namespace cledi
