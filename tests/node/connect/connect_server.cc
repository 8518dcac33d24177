// A server for clients of the Connect protocol that are not written in C++: DraftService, with
// methods that do what they are asked to. Prints its address, then serves until its input ends.
//
//   GetDraft     answers with the key; "fail.5" fails with code 5 and a detail; "cancelled" says
//                how many calls were cancelled
//   DeleteDraft  the same, though it has side effects
//   ListDrafts   answers only when it is cancelled

#include <atomic>
#include <iostream>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "cledi/community/v1/draft_service.pb.h"
#include "cledi/community/v1/field_problem.pb.h"
#include "federation/rpc/status_detail.h"
#include "node/connect/connect_error.h"
#include "node/connect/connect_routes.h"
#include "node/http/plain_page.h"
#include "tests/support/http/serve.h"

namespace cledi {
namespace {

using community::v1::DeleteDraftRequest;
using community::v1::DeleteDraftResponse;
using community::v1::GetDraftRequest;
using community::v1::GetDraftResponse;
using community::v1::ListDraftsRequest;
using community::v1::ListDraftsResponse;

// As the key asks for it.
Status StatusOf(absl::string_view key) {
  int code = 0;
  if (!absl::ConsumePrefix(&key, "fail.") || !absl::SimpleAtoi(key, &code)) {
    return absl::OkStatus();
  }
  Status status(static_cast<StatusCode>(code), "è \"wrong\" <b>\n");
  community::v1::InvalidFields detail;
  detail.add_problems()->set_field("draft.key");
  SetDetail(status, detail);
  return status;
}

void RegisterMethods(MethodTable& table, std::atomic<int>& cancelled) {
  table.Add<GetDraftRequest, GetDraftResponse>(
      "cledi.community.v1.DraftService/GetDraft", Role::kVisitor,
      [&cancelled](const Call& call, const GetDraftRequest& request) -> StatusOr<GetDraftResponse> {
        RETURN_IF_ERROR(StatusOf(request.key()));
        GetDraftResponse response;
        response.mutable_draft()->set_key(
            request.key() == "cancelled" ? absl::StrCat(cancelled.load()) : request.key());
        response.mutable_draft()->set_title(call.caller().id);
        return response;
      });
  table.Add<DeleteDraftRequest, DeleteDraftResponse>(
      "cledi.community.v1.DraftService/DeleteDraft", Role::kVisitor,
      [](const Call&, const DeleteDraftRequest& request) -> StatusOr<DeleteDraftResponse> {
        RETURN_IF_ERROR(StatusOf(request.key()));
        return DeleteDraftResponse();
      });
  table.AddLater<ListDraftsRequest, ListDraftsResponse>(
      "cledi.community.v1.DraftService/ListDrafts", Role::kVisitor,
      [&cancelled](const std::shared_ptr<Call>& call, const ListDraftsRequest&,
                   MethodTable::Answer<ListDraftsResponse> answer) {
        call->OnCancelled([&cancelled, answer = std::move(answer)] {
          ++cancelled;
          answer(absl::CancelledError("nobody waits"));
        });
      });
}

int Serve() {
  std::atomic<int> cancelled = 0;
  MethodTable table;
  RegisterMethods(table, cancelled);
  const SystemClock clock;
  const ConnectRoutes routes({.methods = &table,
                              .services = {GetDraftRequest::descriptor()->file()->service(0)},
                              .callers = [](std::string_view token) -> std::optional<Caller> {
                                Caller caller;
                                caller.id = std::string(token);
                                return caller;
                              },
                              .session_cookie = "session",
                              .clock = &clock});
  Router router;
  routes.RegisterWith(router);
  Executor executor(2, 100);
  HttpServerOptions options;
  options.error_page = ErrorsForPrograms([](const HttpRequest&, int status, std::string_view why) {
    return PlainErrorPage(status, why);
  });
  return ServeUntilInputEnds(std::move(options), router, &executor);
}

}  // namespace
}  // namespace cledi

int main() { return cledi::Serve(); }
