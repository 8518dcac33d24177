#ifndef CLEDI_NODE_PERSON_DRAFT_SERVICE_H_
#define CLEDI_NODE_PERSON_DRAFT_SERVICE_H_

#include "cledi/community/v1/draft_service.pb.h"
#include "federation/base/clock.h"
#include "federation/rpc/method_table.h"
#include "node/person/local_rows.h"

namespace cledi {

// What a person is writing and has not published yet. Everybody sees their own drafts only,
// administrators too. Safe from any thread.
class DraftService {
 public:
  // Both outlive the service.
  DraftService(LocalRows* rows, const Clock* clock) : rows_(rows), clock_(clock) {}

  // For whoever has an account.
  void RegisterWith(MethodTable& table);

  // All: FailedPrecondition: an operator, who has no account. InvalidArgument: a limit that the
  // message's comments state. Save: as SaveDraft in draft_book.h.
  StatusOr<community::v1::SaveDraftResponse> Save(
      const Caller& caller, const community::v1::SaveDraftRequest& request) const;
  // NotFound: there is none of this key.
  StatusOr<community::v1::GetDraftResponse> Get(
      const Caller& caller, const community::v1::GetDraftRequest& request) const;
  StatusOr<community::v1::ListDraftsResponse> List(
      const Caller& caller, const community::v1::ListDraftsRequest& request) const;
  StatusOr<community::v1::DeleteDraftResponse> Delete(
      const Caller& caller, const community::v1::DeleteDraftRequest& request) const;

 private:
  LocalRows* const rows_;
  const Clock* const clock_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_DRAFT_SERVICE_H_
