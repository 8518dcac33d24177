#include "node/person/draft_book.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "cledi/store/v1/person.pb.h"

namespace cledi {
namespace {

using community::v1::Draft;
using store::v1::DraftRow;

std::string PrefixOf(const AccountId& account) {
  return absl::StrCat("draft/", ToAbsl(account.view()));
}
std::string RowKey(const AccountId& account, std::string_view key) {
  return absl::StrCat(PrefixOf(account), ToAbsl(key));
}
std::string FormKey(const AccountId& account, std::string_view key) {
  return absl::StrCat("draft-form/", ToAbsl(account.view()), ToAbsl(key));
}

Draft DraftIn(std::string_view key, const DraftRow& row) {
  Draft draft;
  draft.set_key(std::string(key));
  draft.set_kind(row.kind());
  draft.set_title(row.title());
  draft.set_version(row.version());
  draft.set_saved_unix_ms(row.saved_unix_ms());
  return draft;
}

struct Total {
  size_t drafts = 0;
  uint64_t form_bytes = 0;
};

// Of all but the one of this key.
StatusOr<Total> TotalBeside(std::string_view key, const Snapshot& rows, const AccountId& account) {
  Total total;
  RETURN_IF_ERROR(ScanRows<DraftRow>(rows, PrefixOf(account), "a draft",
                                     [&](std::string_view other, const DraftRow& row) {
                                       if (other != key) {
                                         ++total.drafts;
                                         total.form_bytes += row.form_bytes();
                                       }
                                     }));
  return total;
}

Status CheckVersion(bool found, uint32_t version, uint32_t based_on) {
  if (based_on == 0 || (found && version == based_on)) {
    return absl::OkStatus();
  }
  return Conflict(found ? "this draft was saved from another place meanwhile; read it again and "
                          "bring both together"
                        : "this draft was published or thrown away meanwhile; save it as a new "
                          "one if you still need it");
}

}  // namespace

StatusOr<std::optional<Draft>> FindDraft(const Snapshot& rows, const AccountId& account,
                                         std::string_view key) {
  DraftRow row;
  ASSIGN_OR_RETURN(const bool found, ReadRow(rows, RowKey(account, key), "a draft", row));
  if (!found) {
    return std::nullopt;
  }
  Draft draft = DraftIn(key, row);
  ASSIGN_OR_RETURN(*draft.mutable_form(), rows.Get(Family::kLocal, FormKey(account, key)));
  return draft;
}

StatusOr<std::vector<Draft>> DraftsOf(const Snapshot& rows, const AccountId& account) {
  std::vector<Draft> drafts;
  RETURN_IF_ERROR(ScanRows<DraftRow>(
      rows, PrefixOf(account), "a draft",
      [&](std::string_view key, const DraftRow& row) { drafts.push_back(DraftIn(key, row)); }));
  std::ranges::stable_sort(drafts, std::ranges::greater(), &Draft::saved_unix_ms);
  return drafts;
}

StatusOr<Draft> SaveDraft(const Snapshot& rows, const AccountId& account, const Draft& draft,
                          uint32_t based_on, UnixMillis now, WriteBatch& batch) {
  DraftRow row;
  ASSIGN_OR_RETURN(const bool found, ReadRow(rows, RowKey(account, draft.key()), "a draft", row));
  RETURN_IF_ERROR(CheckVersion(found, row.version(), based_on));
  ASSIGN_OR_RETURN(const Total total, TotalBeside(draft.key(), rows, account));
  if (total.drafts >= kDraftsMax) {
    return absl::ResourceExhaustedError(
        absl::StrFormat("you have %d drafts; publish or throw away some", kDraftsMax));
  }
  if (total.form_bytes + draft.form().size() > kDraftBytesMax) {
    return absl::ResourceExhaustedError(
        "your drafts hold 16 MiB; publish or throw away some long ones");
  }
  row.set_kind(draft.kind());
  row.set_title(draft.title());
  row.set_version(row.version() + 1);
  row.set_saved_unix_ms(ToUnixMs(now));
  row.set_form_bytes(draft.form().size());
  batch.Put(Family::kLocal, RowKey(account, draft.key()), row.SerializeAsString());
  batch.Put(Family::kLocal, FormKey(account, draft.key()), draft.form());
  return DraftIn(draft.key(), row);
}

void DeleteDraft(const AccountId& account, std::string_view key, WriteBatch& batch) {
  batch.Delete(Family::kLocal, RowKey(account, key));
  batch.Delete(Family::kLocal, FormKey(account, key));
}

}  // namespace cledi
