#include "node/live/thread_events.h"

#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "cledi/community/v1/discussion_service.pb.h"
#include "node/http/http_event_stream.h"

namespace cledi {
namespace {

using community::v1::GetThreadRequest;
using community::v1::GetThreadResponse;

constexpr std::string_view kGetThread = "cledi.community.v1.DiscussionService/GetThread";

// The state that the reader's page shows; empty if it names none.
std::string StateShown(const HttpRequest& request) {
  const auto last = request.Header("last-event-id");
  return std::string(last ? *last : request.query.Get("state").value_or(""));
}

HttpResponse FailureOf(const Status& status) {
  switch (status.code()) {
    case StatusCode::kNotFound:
    case StatusCode::kInvalidArgument:
      return ErrorResponse(404);
    case StatusCode::kResourceExhausted:
    case StatusCode::kUnavailable:
      return ErrorResponse(503);
    default:
      return ErrorResponse(500);
  }
}

}  // namespace

// One reader of one thread. Kept by its stream until that has ended.
class ThreadEvents::Watcher : public std::enable_shared_from_this<Watcher> {
 public:
  Watcher(const Parts& parts, std::string thread_id, std::string state, HttpAnswer answer)
      : parts_(parts),
        thread_id_(std::move(thread_id)),
        state_(std::move(state)),
        answer_(std::move(answer)) {}

  // Watches, then reads the thread: what is written from now on wakes us again. One reading is
  // under way at a time.
  void Look() ABSL_LOCKS_EXCLUDED(mutex_) {
    {
      absl::MutexLock lock(&mutex_);
      again_ = looking_;
      if (std::exchange(looking_, true)) {
        return;
      }
    }
    auto ticket = parts_.watch->Watch(thread_id_, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) {
        self->Wake();
      }
    });
    if (!ticket.ok()) {
      Fail(ticket.status());
      return;
    }
    Keep(*std::move(ticket));
    parts_.methods->Invoke(
        kGetThread, std::make_shared<Call>(Caller{}, std::chrono::milliseconds::max()),
        [this](MethodTable::Message& message) {
          auto& request = static_cast<GetThreadRequest&>(message);
          request.set_id(thread_id_);
          request.set_page_size(1);
          return absl::OkStatus();
        },
        [self = shared_from_this()](const StatusOr<std::unique_ptr<MethodTable::Message>>& read) {
          self->OnRead(read);
        });
  }

 private:
  // Called by the folder: what takes longer is for a worker.
  void Wake() {
    const Status taken = parts_.executor->TryRun([self = shared_from_this()] { self->Look(); });
    if (!taken.ok()) {
      events_->Close();  // The reader comes again, and is told then.
    }
  }

  void OnRead(const StatusOr<std::unique_ptr<MethodTable::Message>>& read) {
    if (!read.ok()) {
      Fail(read.status());
      return;
    }
    const auto& thread = static_cast<const GetThreadResponse&>(**read);
    if (thread.thread().id() != thread_id_) {  // Another name of it, which is not watched.
      Fail(NotFound("threads are watched by their id"));
      return;
    }
    Greet();
    if (thread.state() != state_) {
      state_ = thread.state();
      events_->Send({.id = state_, .name = "changed", .data = state_});
    }
    bool again = false;
    {
      absl::MutexLock lock(&mutex_);
      looking_ = false;
      again = std::exchange(again_, false);
    }
    if (again) {
      Wake();
    }
  }

  // Begins the stream, once.
  void Greet() {
    if (answer_ == nullptr) {
      return;
    }
    events_->OnEnded([self = shared_from_this()] { self->Keep({}); });
    std::exchange(answer_, nullptr)(EventResponse(events_));
  }

  void Fail(const Status& status) {
    if (answer_ == nullptr) {
      events_->Close();
      return;
    }
    Keep({});
    std::exchange(answer_, nullptr)(FailureOf(status));
  }

  // Lets go of the ticket before; of this one too if the reader has left meanwhile.
  void Keep(ThreadWatch::Ticket ticket) ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    if (!events_->ended()) {
      std::swap(ticket_, ticket);
    } else {
      ticket_ = {};
    }
  }

  const Parts parts_;
  const std::string thread_id_;
  const std::shared_ptr<HttpEventStream> events_ = std::make_shared<HttpEventStream>();
  // Of the reading that is under way.
  std::string state_;
  HttpAnswer answer_;  // Null: given.
  absl::Mutex mutex_;
  bool looking_ ABSL_GUARDED_BY(mutex_) = false;
  bool again_ ABSL_GUARDED_BY(mutex_) = false;
  ThreadWatch::Ticket ticket_ ABSL_GUARDED_BY(mutex_);
};

void ThreadEvents::RegisterWith(Router& router) const {
  router.AddLater(HttpMethod::kGet, "/talk/{id}/live",
                  [this](std::shared_ptr<const HttpRequest> request, const PathParams& params,
                         HttpAnswer answer) {
                    std::make_shared<Watcher>(parts_, params.find("id")->second,
                                              StateShown(*request), std::move(answer))
                        ->Look();
                  });
}

}  // namespace cledi
