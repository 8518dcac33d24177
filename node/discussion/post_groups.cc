#include "node/discussion/post_groups.h"

namespace cledi {
namespace {

// Whose count is 0 is not in it.
void CountOneLess(std::map<uint32_t, uint32_t>& counts, uint32_t counted) {
  const auto count = counts.find(counted);
  if (--count->second == 0) {
    counts.erase(count);
  }
}

}  // namespace

void PostGroups::Enter(const EventId& thread, std::span<const EventId> names,
                       const PostPlace& place, const IndexedPost& post) {
  Remove(post.entity);
  homes_.emplace(post.entity, Home{.thread = thread,
                                   .place = place,
                                   .names = std::vector<EventId>(names.begin(), names.end())});
  for (const EventId& name : names) {
    named_.insert_or_assign(name, post.entity);
  }
  PostGroup& group = groups_[thread];
  group.posts.emplace(place, post);
  group.print += post.print;
  if (!post.withdrawn) {
    ++group.shown;
    ++group.by_node[post.node];
    ++group.by_person[post.person];
  }
}

void PostGroups::Remove(const StatementId& entity) {
  const auto home = homes_.find(entity);
  if (home == homes_.end()) {
    return;
  }
  const auto group = groups_.find(home->second.thread);
  const auto post = group->second.posts.find(home->second.place);
  group->second.print -= post->second.print;
  if (!post->second.withdrawn) {
    --group->second.shown;
    CountOneLess(group->second.by_node, post->second.node);
    CountOneLess(group->second.by_person, post->second.person);
  }
  group->second.posts.erase(post);
  if (group->second.posts.empty()) {
    groups_.erase(group);
  }
  for (const EventId& name : home->second.names) {
    named_.erase(name);
  }
  homes_.erase(home);
}

void PostGroups::Clear() {
  groups_.clear();
  homes_.clear();
  named_.clear();
}

std::optional<EventId> PostGroups::ThreadNameOf(const StatementId& entity) const {
  const auto home = homes_.find(entity);
  return home == homes_.end() ? std::nullopt : std::optional(home->second.thread);
}

const PostGroup* PostGroups::GroupOf(const EventId& thread) const {
  const auto group = groups_.find(thread);
  return group == groups_.end() ? nullptr : &group->second;
}

const IndexedPost* PostGroups::Named(const EventId& name) const {
  const auto entity = named_.find(name);
  if (entity == named_.end()) {
    return nullptr;
  }
  const Home& home = homes_.find(entity->second)->second;
  return &groups_.find(home.thread)->second.posts.find(home.place)->second;
}

}  // namespace cledi
