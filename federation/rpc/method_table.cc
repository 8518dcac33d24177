#include "federation/rpc/method_table.h"

#include <algorithm>
#include <atomic>

#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"

#include "federation/base/check.h"

namespace cledi {
namespace {

// The longest method name that an error repeats.
constexpr size_t kNameBytesShown = 128;

// Lets one answer of a call through, and gives one itself if the handler never does.
class OneAnswer {
 public:
  OneAnswer(std::string method, std::shared_ptr<Call> call, MethodTable::AnyAnswer answer)
      : method_(std::move(method)), call_(std::move(call)), answer_(std::move(answer)) {}

  // The handler let go of its answer.
  ~OneAnswer() {
    if (given_) {
      return;
    }
    if (call_->cancelled()) {
      Give(absl::CancelledError("the call was cancelled"));
      return;
    }
    Give(absl::InternalError(absl::StrFormat("the handler of %s gave no answer", method_)));
  }

  OneAnswer(const OneAnswer&) = delete;
  OneAnswer& operator=(const OneAnswer&) = delete;

  void Give(StatusOr<std::unique_ptr<MethodTable::Message>> response) {
    if (given_.exchange(true)) {
      return;
    }
    call_->MarkAnswered();
    // Gone before it could be run twice, with all that it holds.
    const MethodTable::AnyAnswer answer = std::move(answer_);
    answer(std::move(response));
  }

 private:
  const std::string method_;
  const std::shared_ptr<Call> call_;
  MethodTable::AnyAnswer answer_;
  std::atomic<bool> given_{false};
};

}  // namespace

void MethodTable::Bind(std::string full_name, Method method) {
  CHECK(std::count(full_name.begin(), full_name.end(), '/') == 1 && full_name.front() != '/');
  const bool inserted = methods_.emplace(std::move(full_name), std::move(method)).second;
  CHECK(inserted);
}

StatusOr<const MethodTable::Method*> MethodTable::Find(std::string_view full_name,
                                                       const Caller& caller) const {
  const auto found = methods_.find(full_name);
  if (found == methods_.end()) {
    return absl::UnimplementedError(
        absl::StrFormat("this node has no method %s; it may be older or newer than you",
                        absl::CHexEscape(ToAbsl(full_name.substr(0, kNameBytesShown)))));
  }
  const Method& method = found->second;
  if (caller.Has(method.needs)) {
    return &method;
  }
  if (caller.id.empty()) {
    return absl::UnauthenticatedError(
        absl::StrFormat("%s is for the role %s: sign in first", full_name, RoleName(method.needs)));
  }
  return Denied(absl::StrFormat("%s is for the role %s, which %s has not", full_name,
                                RoleName(method.needs), caller.id));
}

void MethodTable::Invoke(std::string_view full_name, std::shared_ptr<Call> call,
                         const Decode& decode, AnyAnswer answer) const {
  const auto one_answer =
      std::make_shared<OneAnswer>(std::string(full_name), call, std::move(answer));
  const StatusOr<const Method*> method = Find(full_name, call->caller());
  if (!method.ok()) {
    one_answer->Give(method.status());
    return;
  }
  const std::unique_ptr<Message> request((*method)->request->New());
  if (Status decoded = decode(*request); !decoded.ok()) {
    one_answer->Give(std::move(decoded));
    return;
  }
  (*method)->handler(std::move(call), *request,
                     [one_answer](StatusOr<std::unique_ptr<Message>> response) {
                       one_answer->Give(std::move(response));
                     });
}

Status MethodTable::CheckComplete(const google::protobuf::ServiceDescriptor& service) const {
  for (int i = 0; i < service.method_count(); ++i) {
    const google::protobuf::MethodDescriptor& declared = *service.method(i);
    const std::string name = absl::StrFormat("%s/%s", service.full_name(), declared.name());
    const auto found = methods_.find(name);
    if (found == methods_.end()) {
      return absl::InternalError(absl::StrFormat("%s has no handler", name));
    }
    const Method& method = found->second;
    if (method.request->GetDescriptor() != declared.input_type() ||
        method.response->GetDescriptor() != declared.output_type()) {
      return absl::InternalError(
          absl::StrFormat("%s is declared with %s and %s, its handler has %s and %s", name,
                          declared.input_type()->full_name(), declared.output_type()->full_name(),
                          method.request->GetDescriptor()->full_name(),
                          method.response->GetDescriptor()->full_name()));
    }
  }
  return absl::OkStatus();
}

}  // namespace cledi
