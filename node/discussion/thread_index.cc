#include "node/discussion/thread_index.h"

#include <algorithm>
#include <utility>

#include "cledi/event/v1/discussion.pb.h"
#include "cledi/view/v1/discussion.pb.h"
#include "federation/base/language_tag.h"
#include "federation/base/sha256.h"
#include "node/discussion/post_projection.h"
#include "node/discussion/thread_projection.h"
#include "node/discussion/written_fold.h"
#include "node/fold/view_reader.h"
#include "node/person/person_id.h"
#include "node/practice/card_index.h"

namespace cledi {
namespace {

using view::v1::PostRow;
using view::v1::ThreadRow;
using view::v1::WrittenRow;

uint64_t PrintOf(std::string_view row) { return GetBigEndian<uint64_t>(Sha256(row).data()); }

std::vector<EventId> NamesOf(const WrittenRow& row) {
  std::vector<EventId> names;
  for (const std::string& id : row.ids()) {
    if (const std::optional<EventId> name = EventId::From(id)) {
      names.push_back(*name);
    }
  }
  return names;
}

std::string PersonOf(const WrittenRow& row) {
  return row.author().empty() ? std::string() : PersonIdOf(row.home_node(), row.author());
}

template <class Row>
std::optional<Row> ReadRow(std::string_view bytes) {
  std::optional<Row> row = ReadPayload<Row>(bytes);
  return row && row->written().ids_size() > 0 ? std::move(row) : std::nullopt;
}

}  // namespace

// A query with what depends on strings looked up once.
class ThreadIndex::Filter {
 public:
  Filter(const ThreadQuery& query, const std::vector<std::string>& strings) : query_(query) {
    for (const std::string& text : strings) {
      language_fits_.push_back(query.languages.empty() ||
                               std::ranges::any_of(query.languages, [&](const auto& wanted) {
                                 return LanguageMatches(wanted, text);
                               }));
      node_fits_.push_back(query.home_nodes.empty() ||
                           std::ranges::count(query.home_nodes, text) > 0);
      person_fits_.push_back(query.person.empty() || query.person == text);
      if (!query.participant.empty() && query.participant == text) {
        participant_ = static_cast<uint32_t>(person_fits_.size() - 1);
      }
    }
  }

  bool Fits(const StatementId& entity, const Thread& thread) const {
    return language_fits_[thread.language] && node_fits_[thread.node] &&
           person_fits_[thread.person] && (query_.step == 0 || query_.step == thread.step) &&
           (query_.practices.empty() ||
            (thread.practice && query_.practices.contains(*thread.practice))) &&
           (!query_.among || query_.among->contains(entity)) &&
           (query_.participant.empty() || participant_);
  }

  // Who must have taken part, by number; nothing: anybody.
  std::optional<uint32_t> participant() const { return participant_; }

 private:
  const ThreadQuery& query_;
  std::vector<bool> language_fits_;
  std::vector<bool> node_fits_;
  std::vector<bool> person_fits_;
  std::optional<uint32_t> participant_;
};

ThreadPage ThreadIndex::List(const ThreadQuery& query) const {
  ThreadPage page;
  const absl::ReaderMutexLock lock(&mutex_);
  const Filter filter(query, strings_.strings());
  std::optional<ThreadPlace> last;
  for (const ThreadPlace& place : order_) {
    const Thread& thread = *Find(place.thread);
    if (!filter.Fits(place.thread, thread) ||
        (filter.participant() && !TookPart(thread, *filter.participant())) ||
        (query.unanswered && AnswerOf(thread) != nullptr)) {
      continue;
    }
    ++page.total;
    if (query.after && !(*query.after < place)) {
      continue;
    }
    if (page.threads.size() == query.count) {
      page.last = last;
      continue;
    }
    page.threads.push_back(place.thread);
    last = place;
  }
  return page;
}

std::vector<StatementId> ThreadIndex::About(const std::set<EventId>& names, size_t count) const {
  const absl::ReaderMutexLock lock(&mutex_);
  std::set<ThreadPlace> places;
  for (const EventId& name : names) {
    const auto threads = about_.find(name);
    if (threads == about_.end()) {
      continue;
    }
    for (const StatementId& entity : threads->second) {
      const Thread& thread = *Find(entity);
      if (!thread.withdrawn) {
        places.insert({.active = thread.active, .thread = entity});
      }
    }
  }
  std::vector<StatementId> newest;
  for (const ThreadPlace& place : places) {
    if (newest.size() == count) {
      break;
    }
    newest.push_back(place.thread);
  }
  return newest;
}

std::optional<ThreadActivity> ThreadIndex::ActivityOf(const StatementId& entity) const {
  const absl::ReaderMutexLock lock(&mutex_);
  const Thread* thread = Find(entity);
  if (thread == nullptr) {
    return std::nullopt;
  }
  ThreadActivity activity;
  uint64_t print = thread->print;
  std::set<uint32_t> nodes{thread->node};
  for (const PostGroup* group : GroupsOf(*thread)) {
    activity.posts += group->shown;
    activity.posts_in_all += static_cast<uint32_t>(group->posts.size());
    print += group->print;
    for (const auto& [node, posts] : group->by_node) {
      nodes.insert(node);
    }
  }
  for (const uint32_t node : nodes) {
    activity.home_nodes.push_back(strings_.strings()[node]);
  }
  activity.opened_by = strings_.strings()[thread->person];
  activity.active = thread->active;
  activity.withdrawn = thread->withdrawn;
  if (const PlacedPost newest = NewestIn(*thread); newest.post != nullptr) {
    activity.last_post = newest.post->entity;
  }
  if (const IndexedPost* answer = AnswerOf(*thread)) {
    activity.accepted = answer->entity;
  }
  std::string state;
  PutBigEndian(state, print);
  activity.state = HexEncode(state);
  return activity;
}

PostPage ThreadIndex::PostsOf(const StatementId& entity, uint32_t number, uint32_t size) const {
  PostPage page;
  const absl::ReaderMutexLock lock(&mutex_);
  const Thread* thread = Find(entity);
  if (thread == nullptr) {
    return page;
  }
  const std::vector<PlacedPost> posts = PostsIn(*thread);
  page.count = std::max<uint32_t>(1, static_cast<uint32_t>((posts.size() + size - 1) / size));
  page.number = std::clamp<uint32_t>(number, 1, page.count);
  const size_t first = size_t{page.number - 1} * size;
  for (size_t i = first; i < std::min(first + size, posts.size()); ++i) {
    page.posts.push_back(posts[i].post->entity);
  }
  return page;
}

std::optional<StatementId> ThreadIndex::ThreadOf(const StatementId& post) const {
  const absl::ReaderMutexLock lock(&mutex_);
  const std::optional<EventId> name = posts_.ThreadNameOf(post);
  const auto thread = name ? named_.find(*name) : named_.end();
  return thread == named_.end() ? std::nullopt : std::optional(thread->second);
}

std::optional<StatementId> ThreadIndex::PostNamed(const StatementId& entity,
                                                  const EventId& name) const {
  const absl::ReaderMutexLock lock(&mutex_);
  const Thread* thread = Find(entity);
  const IndexedPost* post = thread == nullptr ? nullptr : PostIn(*thread, name);
  return post == nullptr ? std::nullopt : std::optional(post->entity);
}

uint32_t ThreadIndex::PositionOf(const StatementId& entity, const StatementId& post) const {
  const absl::ReaderMutexLock lock(&mutex_);
  const Thread* thread = Find(entity);
  if (thread == nullptr) {
    return 0;
  }
  const std::vector<PlacedPost> posts = PostsIn(*thread);
  const auto found = std::ranges::find_if(
      posts, [&](const PlacedPost& placed) { return placed.post->entity == post; });
  return found == posts.end() ? 0 : static_cast<uint32_t>(found - posts.begin()) + 1;
}

UnseenPosts ThreadIndex::UnseenIn(const StatementId& entity, const SeenMark& mark,
                                  std::string_view reader) const {
  UnseenPosts unseen;
  const absl::ReaderMutexLock lock(&mutex_);
  const Thread* thread = Find(entity);
  if (thread == nullptr) {
    return unseen;
  }
  for (const auto& [place, post] : PostsIn(*thread)) {
    const std::string& person = strings_.strings()[post->person];
    const bool own = !person.empty() && person == reader;
    if (post->withdrawn || own || mark.Has(place)) {
      continue;
    }
    ++unseen.count;
    if (!unseen.first) {
      unseen.first = post->entity;
    }
  }
  return unseen;
}

SeenMark ThreadIndex::MarkOf(const StatementId& entity) const {
  std::vector<PostPlace> places;
  const absl::ReaderMutexLock lock(&mutex_);
  if (const Thread* thread = Find(entity)) {
    for (const PlacedPost& placed : PostsIn(*thread)) {
      places.push_back(placed.place);
    }
  }
  return SeenMark::OfAll(places);
}

uint32_t ThreadIndex::size() const {
  const absl::ReaderMutexLock lock(&mutex_);
  return static_cast<uint32_t>(threads_.size());
}

Status ThreadIndex::OnViewsReplaced(const ViewSnapshot& views) {
  {
    const absl::MutexLock lock(&mutex_);
    threads_.clear();
    order_.clear();
    named_.clear();
    about_.clear();
    posts_.Clear();
    const auto each = [&](const auto& enter) {
      return [this, enter](std::string_view key, std::string_view row) {
        if (const std::optional<StatementId> entity = StatementId::From(key)) {
          (this->*enter)(*entity, row);
        }
        return true;
      };
    };
    RETURN_IF_ERROR(views.ScanRows(kPostViews, CommonsSpace(), each(&ThreadIndex::EnterPost)));
    RETURN_IF_ERROR(views.ScanRows(kThreadViews, CommonsSpace(), each(&ThreadIndex::EnterThread)));
    for (const auto& [entity, thread] : threads_) {
      Place(entity);
    }
  }
  if (watch_ != nullptr) {
    watch_->OnAllChanged();
  }
  return absl::OkStatus();
}

void ThreadIndex::OnViewsChanged(std::span<const ViewChange> changes) {
  std::set<std::string> changed;  // As watchers call them.
  {
    const absl::MutexLock lock(&mutex_);
    std::set<StatementId> affected;
    for (const ViewChange& change : changes) {
      if (change.space == CommonsSpace()) {
        Enter(change, affected);
      }
    }
    for (const StatementId& entity : affected) {
      Place(entity);
      if (const Thread* thread = Find(entity)) {
        for (const EventId& name : thread->names) {
          changed.insert(ShortId(name));
        }
      }
    }
  }
  if (watch_ != nullptr) {
    for (const std::string& id : changed) {
      watch_->OnChanged(id);
    }
  }
}

void ThreadIndex::Enter(const ViewChange& change, std::set<StatementId>& affected) {
  const std::optional<StatementId> entity = StatementId::From(change.entity);
  if (!entity) {
    return;
  }
  if (change.projection == kThreadViews) {
    RemoveThread(*entity);
    if (change.row) {
      EnterThread(*entity, *change.row);
    }
    affected.insert(*entity);
  } else if (change.projection == kPostViews) {
    if (const std::optional<EventId> before = posts_.ThreadNameOf(*entity)) {
      AddNamed(*before, affected);
    }
    posts_.Remove(*entity);
    if (change.row) {
      EnterPost(*entity, *change.row);
    }
    if (const std::optional<EventId> now = posts_.ThreadNameOf(*entity)) {
      AddNamed(*now, affected);
    }
  }
}

void ThreadIndex::EnterThread(const StatementId& entity, std::string_view bytes) {
  const std::optional<ThreadRow> row = ReadRow<ThreadRow>(bytes);
  if (!row) {
    return;
  }
  const WrittenRow& written = row->written();
  const auto words = ReadPayload<event::v1::ThreadRevised>(written.payload());
  Thread thread{.names = NamesOf(written),
                .node = strings_.NumberOf(written.home_node()),
                .person = strings_.NumberOf(PersonOf(written)),
                .language = strings_.NumberOf(words ? words->thread().language() : ""),
                .practice = EventId::From(row->practice()),
                .step = row->step(),
                .accepted = EventId::From(row->accepted()),
                .withdrawn = written.withdrawn(),
                .opened = written.written_hlc(),
                .print = PrintOf(bytes),
                .active = written.written_hlc()};
  for (const EventId& name : thread.names) {
    named_.insert_or_assign(name, entity);
  }
  if (thread.practice) {
    about_[*thread.practice].insert(entity);
  }
  threads_.insert_or_assign(entity, std::move(thread));
}

void ThreadIndex::RemoveThread(const StatementId& entity) {
  const auto thread = threads_.find(entity);
  if (thread == threads_.end()) {
    return;
  }
  order_.erase({.active = thread->second.active, .thread = entity});
  for (const EventId& name : thread->second.names) {
    named_.erase(name);
  }
  if (thread->second.practice) {
    const auto about = about_.find(*thread->second.practice);
    about->second.erase(entity);
    if (about->second.empty()) {
      about_.erase(about);
    }
  }
  threads_.erase(thread);
}

void ThreadIndex::EnterPost(const StatementId& entity, std::string_view bytes) {
  const std::optional<PostRow> row = ReadRow<PostRow>(bytes);
  const std::optional<EventId> thread = row ? EventId::From(row->thread()) : std::nullopt;
  if (!thread) {
    return;
  }
  const WrittenRow& written = row->written();
  const std::vector<EventId> names = NamesOf(written);
  posts_.Enter(*thread, names, {.hlc = written.written_hlc(), .post = names.front()},
               {.entity = entity,
                .node = strings_.NumberOf(written.home_node()),
                .person = strings_.NumberOf(PersonOf(written)),
                .withdrawn = written.withdrawn(),
                .print = PrintOf(bytes)});
}

void ThreadIndex::Place(const StatementId& entity) {
  const auto found = threads_.find(entity);
  if (found == threads_.end()) {
    return;
  }
  Thread& thread = found->second;
  order_.erase({.active = thread.active, .thread = entity});
  const PlacedPost newest = NewestIn(thread);
  thread.active =
      newest.post == nullptr ? thread.opened : std::max(thread.opened, newest.place.hlc);
  if (!thread.withdrawn) {
    order_.insert({.active = thread.active, .thread = entity});
  }
}

void ThreadIndex::AddNamed(const EventId& name, std::set<StatementId>& threads) const {
  const auto thread = named_.find(name);
  if (thread != named_.end()) {
    threads.insert(thread->second);
  }
}

const ThreadIndex::Thread* ThreadIndex::Find(const StatementId& entity) const {
  const auto thread = threads_.find(entity);
  return thread == threads_.end() ? nullptr : &thread->second;
}

bool ThreadIndex::TookPart(const Thread& thread, uint32_t person) const {
  return thread.person == person ||
         std::ranges::any_of(GroupsOf(thread), [&](const PostGroup* group) {
           return group->by_person.contains(person);
         });
}

std::vector<const PostGroup*> ThreadIndex::GroupsOf(const Thread& thread) const {
  std::vector<const PostGroup*> groups;
  for (const EventId& name : thread.names) {
    if (const PostGroup* group = posts_.GroupOf(name)) {
      groups.push_back(group);
    }
  }
  return groups;
}

std::vector<ThreadIndex::PlacedPost> ThreadIndex::PostsIn(const Thread& thread) const {
  std::vector<PlacedPost> posts;
  const std::vector<const PostGroup*> groups = GroupsOf(thread);
  for (const PostGroup* group : groups) {
    for (const auto& [place, post] : group->posts) {
      posts.push_back({.place = place, .post = &post});
    }
  }
  if (groups.size() > 1) {
    std::ranges::sort(posts, {}, &PlacedPost::place);
  }
  return posts;
}

ThreadIndex::PlacedPost ThreadIndex::NewestIn(const Thread& thread) const {
  PlacedPost newest;
  for (const PostGroup* group : GroupsOf(thread)) {
    const auto shown = std::find_if(group->posts.rbegin(), group->posts.rend(),
                                    [](const auto& entry) { return !entry.second.withdrawn; });
    if (shown != group->posts.rend() && (newest.post == nullptr || newest.place < shown->first)) {
      newest = {.place = shown->first, .post = &shown->second};
    }
  }
  return newest;
}

const IndexedPost* ThreadIndex::PostIn(const Thread& thread, const EventId& name) const {
  const IndexedPost* post = posts_.Named(name);
  const std::optional<EventId> home =
      post == nullptr ? std::nullopt : posts_.ThreadNameOf(post->entity);
  return home && std::ranges::count(thread.names, *home) > 0 ? post : nullptr;
}

const IndexedPost* ThreadIndex::AnswerOf(const Thread& thread) const {
  const IndexedPost* answer = thread.accepted ? PostIn(thread, *thread.accepted) : nullptr;
  return answer == nullptr || answer->withdrawn ? nullptr : answer;
}

}  // namespace cledi
