#include "node/person/session_book.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "federation/base/sha256.h"

namespace cledi {
namespace {

using SessionSecret = FixedBytes<struct SessionSecretKind, 32>;
using store::v1::SessionRow;

std::string PrefixOf(const AccountId& account) {
  return absl::StrCat("session/", ToAbsl(account.view()));
}
std::string KeyOf(const AccountId& account, const Hash& hash) {
  return absl::StrCat(PrefixOf(account), ToAbsl(hash.view()));
}

UnixMillis EndOf(const SessionRow& row) {
  return std::min(FromUnixMs(row.opened_unix_ms()) + kSessionAgeMax,
                  FromUnixMs(row.used_unix_ms()) + kSessionIdleMax);
}

struct Entry {
  std::string rest;  // Of the key.
  SessionRow row;
};

StatusOr<std::vector<Entry>> SessionsOf(const Snapshot& rows, const AccountId& account) {
  std::vector<Entry> sessions;
  RETURN_IF_ERROR(ScanRows<SessionRow>(
      rows, PrefixOf(account), "a session", [&](std::string_view rest, SessionRow row) {
        sessions.push_back({.rest = std::string(rest), .row = std::move(row)});
      }));
  return sessions;
}

}  // namespace

StatusOr<std::optional<StoredSession>> FindSession(const Snapshot& rows, std::string_view token,
                                                   UnixMillis now) {
  const std::optional<std::string> bytes = Base64UrlDecode(token);
  if (!bytes || bytes->size() != AccountId::kSize + SessionSecret::kSize) {
    return std::nullopt;
  }
  const std::string_view parts = *bytes;
  const AccountId account = *AccountId::From(parts.substr(0, AccountId::kSize));
  const Hash hash = Sha256(parts.substr(AccountId::kSize));
  StoredSession session{.account = account, .name = HexEncode(hash.view()), .row = {}};
  ASSIGN_OR_RETURN(const bool found, ReadRow(rows, KeyOf(account, hash), "a session", session.row));
  return found && now < EndOf(session.row) ? std::optional(std::move(session)) : std::nullopt;
}

StatusOr<bool> HasSession(const Snapshot& rows, const AccountId& account, std::string_view name) {
  const std::optional<Hash> hash = FixedFromHex<Hash>(name);
  SessionRow row;
  return hash ? ReadRow(rows, KeyOf(account, *hash), "a session", row) : StatusOr<bool>(false);
}

StatusOr<OpenedSession> OpenSession(const Snapshot& rows, const AccountId& account, UnixMillis now,
                                    Random& random, WriteBatch& batch) {
  ASSIGN_OR_RETURN(std::vector<Entry> sessions, SessionsOf(rows, account));
  std::ranges::sort(sessions, std::ranges::greater(),
                    [](const Entry& entry) { return entry.row.used_unix_ms(); });
  for (size_t i = 0; i < sessions.size(); ++i) {
    if (i + 1 >= kSessionsMax || EndOf(sessions[i].row) <= now) {
      batch.Delete(Family::kLocal, absl::StrCat(PrefixOf(account), sessions[i].rest));
    }
  }
  const auto secret = random.Draw<SessionSecret>();
  SessionRow row;
  row.set_opened_unix_ms(ToUnixMs(now));
  row.set_used_unix_ms(ToUnixMs(now));
  batch.Put(Family::kLocal, KeyOf(account, Sha256(secret.view())), row.SerializeAsString());
  return OpenedSession{
      .token = Base64UrlEncode(absl::StrCat(ToAbsl(account.view()), ToAbsl(secret.view()))),
      .ends = now + kSessionAgeMax};
}

void PutSession(const StoredSession& session, WriteBatch& batch) {
  batch.Put(Family::kLocal, KeyOf(session.account, *FixedFromHex<Hash>(session.name)),
            session.row.SerializeAsString());
}

void EndSession(const AccountId& account, std::string_view name, WriteBatch& batch) {
  if (const std::optional<Hash> hash = FixedFromHex<Hash>(name)) {
    batch.Delete(Family::kLocal, KeyOf(account, *hash));
  }
}

void EndAllSessions(const AccountId& account, WriteBatch& batch) {
  const std::string prefix = PrefixOf(account);
  batch.DeleteRange(Family::kLocal, prefix, PrefixEnd(prefix));
}

Status EndOtherSessions(const Snapshot& rows, const AccountId& account, std::string_view name,
                        WriteBatch& batch) {
  ASSIGN_OR_RETURN(const std::vector<Entry> sessions, SessionsOf(rows, account));
  for (const Entry& session : sessions) {
    if (HexEncode(session.rest) != name) {
      batch.Delete(Family::kLocal, absl::StrCat(PrefixOf(account), session.rest));
    }
  }
  return absl::OkStatus();
}

}  // namespace cledi
