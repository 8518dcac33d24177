// The rows of links that work once, invitations and resets: "person-link/" SHA-256 of the
// token → PersonLinkRow. A token is base64url(32 random bytes); only its hash is kept.

#ifndef CLEDI_NODE_PERSON_LINK_BOOK_H_
#define CLEDI_NODE_PERSON_LINK_BOOK_H_

#include <string>
#include <string_view>
#include <vector>

#include "cledi/store/v1/person.pb.h"
#include "federation/base/clock.h"
#include "federation/base/random.h"
#include "node/person/local_rows.h"

namespace cledi {

using LinkKind = community::v1::GetInvitationResponse::Kind;
// Links that are open at a time.
inline constexpr size_t kLinksMax = 1000;

// The link of a token. NotFound: none such, used, or ended; nobody learns which.
StatusOr<store::v1::PersonLinkRow> FindLink(const Snapshot& rows, std::string_view token,
                                            UnixMillis now);
// Makes a link and answers its token. Links that ended are dropped, and with a reset the
// earlier ones of its account. ResourceExhausted: there are kLinksMax.
StatusOr<std::string> MakeLink(const Snapshot& rows, const store::v1::PersonLinkRow& link,
                               UnixMillis now, Random& random, WriteBatch& batch);
// The link was used.
void DropLink(std::string_view token, WriteBatch& batch);
// All resets of an account.
Status DropResets(const Snapshot& rows, const AccountId& account, WriteBatch& batch);
// Those that have not ended, the next to end first.
StatusOr<std::vector<store::v1::PersonLinkRow>> OpenLinks(const Snapshot& rows, UnixMillis now);

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_LINK_BOOK_H_
