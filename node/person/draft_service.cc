#include "node/person/draft_service.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"

#include "federation/rpc/service_methods.h"
#include "node/fields/field_checks.h"
#include "node/person/account_book.h"
#include "node/person/draft_book.h"

namespace cledi {

using community::v1::DeleteDraftRequest;
using community::v1::DeleteDraftResponse;
using community::v1::Draft;
using community::v1::GetDraftRequest;
using community::v1::GetDraftResponse;
using community::v1::ListDraftsRequest;
using community::v1::ListDraftsResponse;
using community::v1::SaveDraftRequest;
using community::v1::SaveDraftResponse;

namespace {

constexpr size_t kKeyBytesMaxOfDraft = 100;
constexpr size_t kKindBytesMax = 20;

bool IsKeyCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' || c == '-';
}

bool IsDraftKey(std::string_view key) {
  return !key.empty() && key.size() <= kKeyBytesMaxOfDraft &&
         std::ranges::all_of(key, IsKeyCharacter);
}

bool IsKind(std::string_view kind) {
  return !kind.empty() && kind.size() <= kKindBytesMax && std::ranges::all_of(kind, [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c));
  });
}

void CheckKey(std::string_view key, FieldProblems& problems) {
  if (!IsDraftKey(key)) {
    problems.Add("key", FieldProblem::KIND_MALFORMED, "1 to 100 of \"a-z A-Z 0-9 . _ -\"");
  }
}

Status CheckKey(std::string_view key) {
  FieldProblems problems;
  CheckKey(key, problems);
  return problems.ToStatus();
}

Status CheckDraft(const Draft& draft) {
  FieldProblems problems("draft");
  CheckKey(draft.key(), problems);
  if (!IsKind(draft.kind())) {
    problems.Add("kind", FieldProblem::KIND_MALFORMED, "1 to 20 of \"a-z\"");
  }
  CheckText("title", draft.title(), {.bytes_max = 300}, problems);
  CheckText("form", draft.form(), {.bytes_max = kDraftFormBytesMax}, problems);
  return problems.ToStatus();
}

}  // namespace

void DraftService::RegisterWith(MethodTable& table) {
  ServiceMethods<DraftService> methods("cledi.community.v1.DraftService", this, &table);
  methods.Add("SaveDraft", Role::kEducator, &DraftService::Save);
  methods.Add("GetDraft", Role::kEducator, &DraftService::Get);
  methods.Add("ListDrafts", Role::kEducator, &DraftService::List);
  methods.Add("DeleteDraft", Role::kEducator, &DraftService::Delete);
}

StatusOr<SaveDraftResponse> DraftService::Save(const Caller& caller,
                                               const SaveDraftRequest& request) const {
  RETURN_IF_ERROR(CheckDraft(request.draft()));
  Draft saved;
  RETURN_IF_ERROR(rows_->Change([&](const Snapshot& rows, WriteBatch& batch) -> Status {
    ASSIGN_OR_RETURN(const StoredAccount account, AccountOf(rows, caller));
    ASSIGN_OR_RETURN(saved, SaveDraft(rows, account.id, request.draft(), request.based_on(),
                                      clock_->Now(), batch));
    return absl::OkStatus();
  }));
  SaveDraftResponse response;
  response.set_version(saved.version());
  response.set_saved_unix_ms(saved.saved_unix_ms());
  return response;
}

StatusOr<GetDraftResponse> DraftService::Get(const Caller& caller,
                                             const GetDraftRequest& request) const {
  RETURN_IF_ERROR(CheckKey(request.key()));
  const std::shared_ptr<const Snapshot> rows = rows_->Read();
  ASSIGN_OR_RETURN(const StoredAccount account, AccountOf(*rows, caller));
  ASSIGN_OR_RETURN(std::optional<Draft> draft, FindDraft(*rows, account.id, request.key()));
  if (!draft) {
    return NotFound("you have no draft of this name; it was published or thrown away");
  }
  GetDraftResponse response;
  *response.mutable_draft() = *std::move(draft);
  return response;
}

StatusOr<ListDraftsResponse> DraftService::List(const Caller& caller,
                                                const ListDraftsRequest& /*request*/) const {
  const std::shared_ptr<const Snapshot> rows = rows_->Read();
  ASSIGN_OR_RETURN(const StoredAccount account, AccountOf(*rows, caller));
  ASSIGN_OR_RETURN(std::vector<Draft> drafts, DraftsOf(*rows, account.id));
  ListDraftsResponse response;
  response.mutable_drafts()->Assign(std::make_move_iterator(drafts.begin()),
                                    std::make_move_iterator(drafts.end()));
  return response;
}

StatusOr<DeleteDraftResponse> DraftService::Delete(const Caller& caller,
                                                   const DeleteDraftRequest& request) const {
  RETURN_IF_ERROR(CheckKey(request.key()));
  RETURN_IF_ERROR(rows_->Change([&](const Snapshot& rows, WriteBatch& batch) -> Status {
    ASSIGN_OR_RETURN(const StoredAccount account, AccountOf(rows, caller));
    DeleteDraft(account.id, request.key(), batch);
    return absl::OkStatus();
  }));
  return DeleteDraftResponse();
}

}  // namespace cledi
