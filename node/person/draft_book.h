// The rows of drafts: "draft/" account id, key → DraftRow; "draft-form/" account id, key → what
// was typed.

#ifndef CLEDI_NODE_PERSON_DRAFT_BOOK_H_
#define CLEDI_NODE_PERSON_DRAFT_BOOK_H_

#include <optional>
#include <string_view>
#include <vector>

#include "cledi/community/v1/draft_service.pb.h"
#include "federation/base/clock.h"
#include "node/person/local_rows.h"

namespace cledi {

inline constexpr size_t kDraftsMax = 200;
inline constexpr size_t kDraftFormBytesMax = size_t{256} * 1024;
// Of all drafts of one person.
inline constexpr size_t kDraftBytesMax = size_t{16} * 1024 * 1024;

// Nothing: there is none of this key.
StatusOr<std::optional<community::v1::Draft>> FindDraft(const Snapshot& rows,
                                                        const AccountId& account,
                                                        std::string_view key);
// Without their forms, the last touched first.
StatusOr<std::vector<community::v1::Draft>> DraftsOf(const Snapshot& rows,
                                                     const AccountId& account);
// Keeps what was typed and answers the draft as it is kept, without its form. Aborted: it is
// not what `based_on` says (0: whatever it is). ResourceExhausted: the person has too many, or
// too much in them.
StatusOr<community::v1::Draft> SaveDraft(const Snapshot& rows, const AccountId& account,
                                         const community::v1::Draft& draft, uint32_t based_on,
                                         UnixMillis now, WriteBatch& batch);
void DeleteDraft(const AccountId& account, std::string_view key, WriteBatch& batch);

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_DRAFT_BOOK_H_
