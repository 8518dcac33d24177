#include "node/connect/connect_routes.h"

#include <atomic>
#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/match.h"
#include "google/protobuf/descriptor.pb.h"

#include "federation/base/peer_address.h"
#include "federation/rpc/public_status.h"
#include "node/connect/connect_codec.h"
#include "node/connect/connect_error.h"
#include "node/connect/connect_request.h"
#include "node/http/request_origin.h"

namespace cledi {
namespace {

using std::chrono::milliseconds;

// How long what everybody may read can be shown again unasked: long enough for a crowd that opens
// the same page, too short to be noticed by who waits for a colleague's words.
constexpr std::string_view kPublicCaching = "public, max-age=5";

// One call on its way: lets the first answer through, and ends the call when nobody waits.
class ConnectCall : public std::enable_shared_from_this<ConnectCall> {
 public:
  ConnectCall(std::string_view method, const HttpRequest& request, ConnectCodec codec,
              std::shared_ptr<Call> call, HttpAnswer answer)
      : method_(method),
        reads_(request.method != HttpMethod::kPost),
        codec_(codec),
        call_(std::move(call)),
        answer_(std::move(answer)) {}

  void EndWith(ClientPresence& client, const Clock& clock) {
    client.OnCancelled([self = shared_from_this(), &clock] {
      // Before the handler says that it was cancelled: that is our doing, not the caller's.
      const bool late = clock.Monotonic() >= self->call_->deadline();
      self->Give(late ? absl::DeadlineExceededError("the time that the caller gave is up")
                      : absl::UnavailableError("the node is stopping, try again when it is back"));
      self->call_->Cancel();
    });
  }

  void Give(const StatusOr<std::unique_ptr<MethodTable::Message>>& response) {
    if (given_.exchange(true)) {
      return;
    }
    HttpAnswer answer = std::move(answer_);
    if (!response.ok()) {
      answer(Failure(response.status()));
      return;
    }
    StatusOr<std::string> body = EncodeMessage(codec_, **response);
    if (!body.ok()) {
      answer(Failure(body.status()));
      return;
    }
    HttpResponse success;
    success.content_type = ConnectMediaType(codec_);
    success.body = *std::move(body);
    const bool everybodys = reads_ && call_->caller().id.empty();
    success.headers = {{"Cache-Control", std::string(everybodys ? kPublicCaching : "no-store")}};
    if (everybodys) {
      success.headers.emplace_back("Vary", "Authorization, Cookie");
    }
    answer(std::move(success));
  }

 private:
  HttpResponse Failure(const Status& status) const {
    return ConnectError(PublicStatus(status, call_->caller(), method_));
  }

  const std::string method_;
  const bool reads_;
  const ConnectCodec codec_;
  const std::shared_ptr<Call> call_;
  HttpAnswer answer_;
  std::atomic<bool> given_{false};
};

// "Bearer x" → "x"; nothing if it is something else.
std::optional<std::string_view> BearerToken(std::string_view authorization) {
  constexpr std::string_view kScheme = "bearer ";
  if (!absl::StartsWithIgnoreCase(ToAbsl(authorization), ToAbsl(kScheme))) {
    return std::nullopt;
  }
  return authorization.substr(kScheme.size());
}

}  // namespace

ConnectRoutes::ConnectRoutes(Parts parts) : parts_(std::move(parts)) {
  for (const google::protobuf::ServiceDescriptor* service : parts_.services) {
    for (int i = 0; i < service->method_count(); ++i) {
      const google::protobuf::MethodDescriptor& declared = *service->method(i);
      Method method{.full_name = service->full_name() + "/" + declared.name(),
                    .may_get = declared.options().idempotency_level() ==
                               google::protobuf::MethodOptions::NO_SIDE_EFFECTS};
      std::string path = "/" + method.full_name;
      methods_.emplace(std::move(path), std::move(method));
    }
  }
}

void ConnectRoutes::RegisterWith(Router& router) const {
  for (const google::protobuf::ServiceDescriptor* service : parts_.services) {
    for (const HttpMethod verb : {HttpMethod::kGet, HttpMethod::kPost, HttpMethod::kPut,
                                  HttpMethod::kPatch, HttpMethod::kDelete, HttpMethod::kOptions}) {
      router.AddLater(
          verb, "/" + service->full_name() + "/{method}",
          [this](std::shared_ptr<const HttpRequest> request, const PathParams&, HttpAnswer answer) {
            const auto method = methods_.find(request->path);
            if (method == methods_.end()) {
              answer(ConnectError(absl::UnimplementedError("no such method; see /api"), 404));
              return;
            }
            Serve(method->second, std::move(request), std::move(answer));
          });
    }
  }
}

void ConnectRoutes::Serve(const Method& method, std::shared_ptr<const HttpRequest> request,
                          HttpAnswer answer) const {
  auto read = ReadConnectRequest(*request, method.may_get, parts_.message_bytes_max);
  if (auto* refusal = std::get_if<HttpResponse>(&read)) {
    answer(std::move(*refusal));
    return;
  }
  const ConnectRequest& sent = std::get<ConnectRequest>(read);
  StatusOr<Caller> caller = CallerOf(*request);
  if (!caller.ok()) {
    HttpResponse refusal = ConnectError(caller.status());
    if (absl::IsUnauthenticated(caller.status())) {
      refusal.headers.emplace_back("WWW-Authenticate", "Bearer");
    }
    answer(std::move(refusal));
    return;
  }
  caller->address = HostOfAddress(request->remote_address);
  const milliseconds deadline =
      sent.timeout ? parts_.clock->Monotonic() + *sent.timeout : milliseconds::max();
  const auto call = std::make_shared<Call>(*std::move(caller), deadline);
  const auto answering = std::make_shared<ConnectCall>(method.full_name, *request, sent.codec, call,
                                                       std::move(answer));
  if (request->client != nullptr) {
    if (sent.timeout) {
      request->client->WaitsFor(*sent.timeout);
    }
    answering->EndWith(*request->client, *parts_.clock);
  }
  parts_.methods->Invoke(
      method.full_name, call,
      [&sent](MethodTable::Message& message) {
        return DecodeMessage(sent.codec, sent.message, message);
      },
      [answering](const StatusOr<std::unique_ptr<MethodTable::Message>>& response) {
        answering->Give(response);
      });
}

std::optional<Caller> ConnectRoutes::CallerWith(std::string_view token) const {
  return parts_.callers == nullptr ? std::nullopt : parts_.callers(token);
}

// A cookie goes with whatever request a page of any site makes; a token goes with those that its
// owner meant.
StatusOr<Caller> ConnectRoutes::CallerOf(const HttpRequest& request) const {
  if (const auto authorization = request.Header("authorization")) {
    const auto token = BearerToken(*authorization);
    std::optional<Caller> caller = token ? CallerWith(*token) : std::nullopt;
    if (!caller) {
      return absl::UnauthenticatedError(
          "no session has this token, or it ended: sign in, and send \"Authorization: Bearer "
          "<token>\"");
    }
    return *std::move(caller);
  }
  const auto cookie = request.Cookie(parts_.session_cookie);
  if (!cookie) {
    return Caller{};
  }
  const RequestOrigin origin = OriginOf(request);
  const bool writes = request.method == HttpMethod::kPost;
  if (origin == RequestOrigin::kForeign || (writes && origin != RequestOrigin::kOurs)) {
    return Denied(
        "a session's cookie counts for this site's own pages only; a program sends its token as "
        "\"Authorization: Bearer <token>\"");
  }
  // One that ended makes a visitor, who can still read.
  return CallerWith(*cookie).value_or(Caller{});
}

}  // namespace cledi
