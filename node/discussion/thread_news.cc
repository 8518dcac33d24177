#include "node/discussion/thread_news.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "federation/rpc/limits.h"
#include "node/person/person_id.h"

namespace cledi {

using community::v1::FollowThreadRequest;
using community::v1::FollowThreadResponse;
using community::v1::ListNewsRequest;
using community::v1::ListNewsResponse;
using community::v1::MarkSeenRequest;
using community::v1::MarkSeenResponse;
using community::v1::NewsItem;

StatusOr<ThreadNews::Person> ThreadNews::PersonOf(const Caller& caller) const {
  ASSIGN_OR_RETURN(const std::string author, home_.authors->AuthorFor(caller, CommonsSpace()));
  if (author.empty()) {
    return absl::FailedPreconditionError(
        "an institution follows no discussions; do this as one of its people");
  }
  return Person{.account = caller.id, .id = PersonIdOf(home_.node_id, author)};
}

StatusOr<FollowThreadResponse> ThreadNews::Follow(const Caller& caller,
                                                  const FollowThreadRequest& request) const {
  ASSIGN_OR_RETURN(const Person person, PersonOf(caller));
  ASSIGN_OR_RETURN(const DiscussionReader reader, sources_.Read());
  ASSIGN_OR_RETURN(const FoundThread thread, reader.FindThread(request.id()));
  if (!request.follow()) {
    RETURN_IF_ERROR(follows_.Unfollow(person.account, thread.entity));
    return FollowThreadResponse();
  }
  RETURN_IF_ERROR(follows_.Follow(person.account, thread.entity));
  RETURN_IF_ERROR(follows_.MarkSeen(person.account,
                                    {{thread.entity, sources_.threads->MarkOf(thread.entity)}}));
  return FollowThreadResponse();
}

StatusOr<std::set<StatementId>> ThreadNews::FollowedBy(const Caller& caller) const {
  ASSIGN_OR_RETURN(const Person person, PersonOf(caller));
  return follows_.FollowedBy(person.account);
}

StatusOr<bool> ThreadNews::Follows(const Caller& caller, const StatementId& thread) const {
  if (!caller.Has(Role::kEducator) || caller.Has(Role::kOperator)) {
    return false;
  }
  return follows_.Follows(caller.id, thread);
}

Status ThreadNews::OnWritten(const Caller& caller, const StatementId& thread) const {
  const StatusOr<Person> person = PersonOf(caller);
  if (person.status().code() == StatusCode::kFailedPrecondition) {
    return absl::OkStatus();  // The institution wrote.
  }
  RETURN_IF_ERROR(person.status());
  ASSIGN_OR_RETURN(const bool follows, follows_.Follows(person->account, thread));
  if (follows) {
    return absl::OkStatus();
  }
  const Status followed = follows_.Follow(person->account, thread);
  if (followed.code() == StatusCode::kFailedPrecondition) {
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(followed);
  return follows_.MarkSeen(person->account, {{thread, sources_.threads->MarkOf(thread)}});
}

StatusOr<std::set<StatementId>> ThreadNews::ThreadsAboutWorkOf(const Person& person) const {
  std::set<StatementId> threads;
  ASSIGN_OR_RETURN(const DiscussionReader reader, sources_.Read());
  for (const CardIndex* index : {sources_.plans, sources_.resources}) {
    for (const auto& [place, entity] : index->OfPerson(person.id, kOwnPracticesMax)) {
      const StatusOr<view::v1::PracticeRow> row =
          reader.practices().Row(index->view_name(), entity);
      if (!row.ok()) {
        continue;  // Taken back since.
      }
      const std::vector<StatementId> about =
          sources_.threads->About(NamesOf(*row), kThreadsOfPracticeMax);
      threads.insert(about.begin(), about.end());
    }
  }
  return threads;
}

StatusOr<std::vector<ThreadNews::Entry>> ThreadNews::NewsOf(const Person& person) const {
  ASSIGN_OR_RETURN(const std::set<StatementId> followed, follows_.FollowedBy(person.account));
  ASSIGN_OR_RETURN(const std::set<StatementId> own, ThreadsAboutWorkOf(person));
  ASSIGN_OR_RETURN(const FollowBook::Marks marks, follows_.SeenBy(person.account));
  std::set<StatementId> threads = followed;
  threads.insert(own.begin(), own.end());
  std::vector<Entry> news;
  for (const StatementId& thread : threads) {
    const std::optional<ThreadActivity> activity = sources_.threads->ActivityOf(thread);
    if (!activity || activity->withdrawn) {
      continue;
    }
    const auto mark = marks.find(thread);
    const SeenMark seen = mark == marks.end() ? SeenMark() : mark->second;
    Entry entry{.place = {.active = activity->active, .thread = thread},
                .unseen = sources_.threads->UnseenIn(thread, seen, person.id),
                .about_own_practice = own.contains(thread)};
    const bool is_new = !seen.thread_seen() && activity->opened_by != person.id;
    if (is_new || entry.unseen.count > 0) {
      if (is_new) {
        entry.unseen.first.reset();
      }
      news.push_back(std::move(entry));
    }
  }
  std::ranges::sort(news, {}, &Entry::place);
  return news;
}

StatusOr<ListNewsResponse> ThreadNews::List(const Caller& caller,
                                            const ListNewsRequest& request) const {
  ASSIGN_OR_RETURN(const Person person, PersonOf(caller));
  const std::string list_name = absl::StrCat("ListNews ", person.account);
  const PageTokens& tokens = *sources_.practices.page_tokens;
  ASSIGN_OR_RETURN(const std::string key, tokens.Read(list_name, request.page().token()));
  ASSIGN_OR_RETURN(const std::optional<ThreadPlace> after, PlaceIn(key));
  ASSIGN_OR_RETURN(const std::vector<Entry> news, NewsOf(person));
  // Read after the index, so the views hold all that it names, or something newer.
  ASSIGN_OR_RETURN(DiscussionReader reader, sources_.Read());
  ListNewsResponse response;
  response.set_total(static_cast<uint32_t>(news.size()));
  const auto first = std::ranges::find_if(
      news, [&](const Entry& entry) { return !after || *after < entry.place; });
  const auto count = std::min<ptrdiff_t>(PageSize(request.page().size()), news.end() - first);
  for (auto entry = first; entry != first + count; ++entry) {
    ASSIGN_OR_RETURN(const FoundThread thread, reader.ThreadOf(entry->place.thread));
    NewsItem& item = *response.add_items();
    ASSIGN_OR_RETURN(*item.mutable_thread(), reader.CardOf(thread));
    item.set_new_posts(entry->unseen.count);
    if (entry->unseen.first) {
      ASSIGN_OR_RETURN(const FoundPost post, reader.PostOf(*entry->unseen.first));
      item.set_first_new_post(IdOf(post.row.written()));
    }
    item.set_about_own_practice(entry->about_own_practice);
  }
  if (count > 0 && first + count != news.end()) {
    response.set_next_page_token(tokens.Make(list_name, TokenKey((first + count - 1)->place)));
  }
  return response;
}

StatusOr<MarkSeenResponse> ThreadNews::MarkSeen(const Caller& caller,
                                                const MarkSeenRequest& request) const {
  ASSIGN_OR_RETURN(const Person person, PersonOf(caller));
  std::optional<StatementId> only;
  if (!request.thread().empty()) {
    ASSIGN_OR_RETURN(const DiscussionReader reader, sources_.Read());
    ASSIGN_OR_RETURN(const FoundThread thread, reader.FindThread(request.thread()));
    only = thread.entity;
  }
  // Only of what may be news is anything remembered.
  ASSIGN_OR_RETURN(const std::vector<Entry> news, NewsOf(person));
  FollowBook::Marks marks;
  for (const Entry& entry : news) {
    if (!only || *only == entry.place.thread) {
      marks.emplace(entry.place.thread, sources_.threads->MarkOf(entry.place.thread));
    }
  }
  RETURN_IF_ERROR(follows_.MarkSeen(person.account, marks));
  return MarkSeenResponse();
}

}  // namespace cledi
