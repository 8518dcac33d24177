#include "node/web/pages/community.h"

#include <chrono>
#include <optional>

#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"

namespace cledi {

StatusOr<std::unique_ptr<MethodTable::Message>> Community::Invoke(std::string_view method,
                                                                  const Message& request) const {
  // Shared, so that an answer that comes too late has somewhere to go.
  struct Given {
    absl::Mutex mutex;
    std::optional<StatusOr<std::unique_ptr<Message>>> answer ABSL_GUARDED_BY(mutex);
  };
  const auto given = std::make_shared<Given>();
  methods_->Invoke(
      method, std::make_shared<Call>(caller_, std::chrono::milliseconds::max()),
      [&](Message& own) {
        CHECK(own.GetDescriptor() == request.GetDescriptor());
        own.CopyFrom(request);
        return absl::OkStatus();
      },
      [given](StatusOr<std::unique_ptr<Message>> answer) {
        absl::MutexLock lock(&given->mutex);
        given->answer = std::move(answer);
      });
  absl::MutexLock lock(&given->mutex);
  if (!given->answer.has_value()) {
    return absl::InternalError(absl::StrFormat("%s did not answer at once", method));
  }
  return *std::move(given->answer);
}

}  // namespace cledi
