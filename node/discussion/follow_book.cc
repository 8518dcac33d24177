#include "node/discussion/follow_book.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace cledi {
namespace {

constexpr std::string_view kFollow = "discussion/follow/";
constexpr std::string_view kSeen = "discussion/seen/";

std::string PrefixOf(std::string_view what, std::string_view account) {
  return absl::StrCat(ToAbsl(what), ToAbsl(account), "/");
}

std::string KeyOf(std::string_view what, std::string_view account, const StatementId& thread) {
  return PrefixOf(what, account).append(thread.view());
}

}  // namespace

StatusOr<bool> FollowBook::Follows(std::string_view account, const StatementId& thread) const {
  const StatusOr<std::string> row = store_->Get(Family::kLocal, KeyOf(kFollow, account, thread));
  if (row.status().code() == StatusCode::kNotFound) {
    return false;
  }
  RETURN_IF_ERROR(row.status());
  return true;
}

StatusOr<std::set<StatementId>> FollowBook::FollowedBy(std::string_view account) const {
  std::set<StatementId> threads;
  const std::string prefix = PrefixOf(kFollow, account);
  RETURN_IF_ERROR(store_->Scan(
      Family::kLocal, prefix, PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
        if (const auto thread = StatementId::From(key.substr(prefix.size()))) {
          threads.insert(*thread);
        }
        return true;
      }));
  return threads;
}

Status FollowBook::Follow(std::string_view account, const StatementId& thread) const {
  ASSIGN_OR_RETURN(const std::set<StatementId> followed, FollowedBy(account));
  if (followed.contains(thread)) {
    return absl::OkStatus();
  }
  if (followed.size() >= kFollowsMax) {
    return absl::FailedPreconditionError(
        "you follow 1,000 discussions already; stop following some of them first");
  }
  WriteBatch batch;
  batch.Put(Family::kLocal, KeyOf(kFollow, account, thread), "1");
  return store_->Write(batch, Durability::kSynced);
}

Status FollowBook::Unfollow(std::string_view account, const StatementId& thread) const {
  ASSIGN_OR_RETURN(const bool follows, Follows(account, thread));
  if (!follows) {
    return absl::OkStatus();
  }
  WriteBatch batch;
  batch.Delete(Family::kLocal, KeyOf(kFollow, account, thread));
  batch.Delete(Family::kLocal, KeyOf(kSeen, account, thread));
  return store_->Write(batch, Durability::kSynced);
}

StatusOr<FollowBook::Marks> FollowBook::SeenBy(std::string_view account) const {
  Marks marks;
  const std::string prefix = PrefixOf(kSeen, account);
  RETURN_IF_ERROR(store_->Scan(Family::kLocal, prefix, PrefixEnd(prefix),
                               [&](std::string_view key, std::string_view value) {
                                 const auto thread = StatementId::From(key.substr(prefix.size()));
                                 std::optional<SeenMark> mark = SeenMark::Parse(value);
                                 if (thread && mark) {
                                   marks.emplace(*thread, *std::move(mark));
                                 }
                                 return true;
                               }));
  return marks;
}

Status FollowBook::MarkSeen(std::string_view account, const Marks& marks) const {
  WriteBatch batch;
  for (const auto& [thread, mark] : marks) {
    batch.Put(Family::kLocal, KeyOf(kSeen, account, thread), mark.Serialize());
  }
  return batch.empty() ? absl::OkStatus() : store_->Write(batch, Durability::kUnsynced);
}

}  // namespace cledi
