// The rows of sessions: "session/" account id, SHA-256 of the secret → SessionRow.
//
// A session's token is base64url(account id | 32 random bytes): it says where the row is, so
// that one range holds all sessions of an account. Only the hash of the secret is kept.

#ifndef CLEDI_NODE_PERSON_SESSION_BOOK_H_
#define CLEDI_NODE_PERSON_SESSION_BOOK_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "cledi/store/v1/person.pb.h"
#include "federation/base/clock.h"
#include "federation/base/random.h"
#include "node/person/local_rows.h"

namespace cledi {

inline constexpr std::chrono::hours kSessionIdleMax{24 * 14};
inline constexpr std::chrono::hours kSessionAgeMax{24 * 90};
// A person's oldest session makes room for one more.
inline constexpr size_t kSessionsMax = 50;

struct OpenedSession {
  std::string token;  // A secret.
  UnixMillis ends;    // At the latest.
};

struct StoredSession {
  AccountId account;
  std::string name;  // 64 hex digits: the hash of its secret. As Caller::session.
  store::v1::SessionRow row;
};

// The session of a token that has not ended. Nothing: none, whyever.
StatusOr<std::optional<StoredSession>> FindSession(const Snapshot& rows, std::string_view token,
                                                   UnixMillis now);
// Whether the row of a session is there, ended or not.
StatusOr<bool> HasSession(const Snapshot& rows, const AccountId& account, std::string_view name);

// Opens one, and drops those of the account that ended or are too many.
StatusOr<OpenedSession> OpenSession(const Snapshot& rows, const AccountId& account, UnixMillis now,
                                    Random& random, WriteBatch& batch);
// Notes that a session is in use.
void PutSession(const StoredSession& session, WriteBatch& batch);
// `name`: as Caller::session; another text ends nothing.
void EndSession(const AccountId& account, std::string_view name, WriteBatch& batch);
void EndAllSessions(const AccountId& account, WriteBatch& batch);
// All but the one of this name.
Status EndOtherSessions(const Snapshot& rows, const AccountId& account, std::string_view name,
                        WriteBatch& batch);

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_SESSION_BOOK_H_
