#include "node/person/profiles.h"

#include <optional>
#include <utility>

#include "cledi/event/v1/type.pb.h"
#include "federation/base/log_line.h"
#include "federation/base/sha256.h"
#include "node/person/person_id.h"
#include "node/person/person_reader.h"

namespace cledi {

using event::v1::Profile;

std::string Profiles::PersonIdOf(const StoredAccount& account) const {
  return cledi::PersonIdOf(node_id_, AuthorIn(CommonsSpace(), account));
}

StatusOr<Profile> Profiles::Of(const StoredAccount& account) const {
  if (account.row.has_unpublished_profile()) {
    return account.row.unpublished_profile();
  }
  ASSIGN_OR_RETURN(ViewSnapshot views, views_->Read());
  ASSIGN_OR_RETURN(std::optional<DescribedPerson> person,
                   PersonReader(std::move(views)).Find(PersonIdOf(account)));
  return person ? std::move(person->profile) : Profile();
}

Status Profiles::Publish(const StoredAccount& account, const Profile& profile) const {
  RETURN_IF_ERROR(DropWaiting(account));
  return Append(account, profile);
}

void Profiles::PublishWaiting(const StoredAccount& account) const {
  if (!account.row.has_unpublished_profile()) {
    return;
  }
  Status published = Append(account, account.row.unpublished_profile());
  if (published.ok()) {
    published = DropWaiting(account);
  }
  if (!published.ok()) {
    LogLine(Severity::kWarning, "profile_waits",
            {{"account", HexEncode(account.id.view())}, {"why", std::string(Message(published))}});
  }
}

Status Profiles::Append(const StoredAccount& account, const Profile& profile) const {
  ASSIGN_OR_RETURN(ViewSnapshot views, views_->Read());
  ASSIGN_OR_RETURN(const std::optional<DescribedPerson> before,
                   PersonReader(std::move(views)).Find(PersonIdOf(account)));
  const std::string said = before ? before->profile.SerializeAsString() : "";
  if (before && said == profile.SerializeAsString()) {
    return absl::OkStatus();
  }
  event::v1::PersonDescribed fact;
  fact.set_author(AuthorIn(CommonsSpace(), account));
  *fact.mutable_profile() = profile;
  // The same for every try to say the same thing after the same history.
  fact.set_idempotency_key(Sha256({profile.SerializeAsString(), said,
                                   before ? std::to_string(before->described_unix_ms) : ""})
                               .str());
  return writer_
      ->Append({.space = CommonsSpace(),
                .type = event::v1::EVENT_TYPE_PERSON_DESCRIBED,
                .payload = fact.SerializeAsString()})
      .status();
}

Status Profiles::DropWaiting(const StoredAccount& account) const {
  if (!account.row.has_unpublished_profile()) {
    return absl::OkStatus();
  }
  return rows_->Change([&](const Snapshot& rows, WriteBatch& batch) -> Status {
    ASSIGN_OR_RETURN(std::optional<StoredAccount> now, FindAccount(rows, account.id));
    if (now) {
      now->row.clear_unpublished_profile();
      PutAccount(*now, batch);
    }
    return absl::OkStatus();
  });
}

}  // namespace cledi
