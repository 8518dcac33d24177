#ifndef CLEDI_NODE_HTTP_HTTP_EVENT_STREAM_H_
#define CLEDI_NODE_HTTP_HTTP_EVENT_STREAM_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/rpc/cancellation.h"

namespace cledi {

// One server-sent event (HTML Standard, 9.2). `id` and `name` are one line; `data` may be more.
struct HttpEvent {
  std::string id;  // What a client that comes back names as Last-Event-ID; empty: leaves it.
  std::string name;
  std::string data;
};

// Events on their way to one client. A handler gives the stream away with its response, keeps
// it, and sends events from any thread until the stream has ended: the client left, did not
// read what was sent, or the server stops. A client that was cut off comes again by itself.
//
// Thread-safe.
class HttpEventStream {
 public:
  // Of what the client has not taken yet; who falls further behind is cut off.
  static constexpr size_t kWaitingBytesMax = 64 * 1024;

  // Does nothing once the stream has ended.
  void Send(const HttpEvent& event) ABSL_LOCKS_EXCLUDED(mutex_);
  // Ends the stream when what was sent is out.
  void Close() ABSL_LOCKS_EXCLUDED(mutex_);

  // Runs `then` once when the stream has ended, at once if it has. It must not block.
  void OnEnded(std::function<void()> then) { ended_.OnCancelled(std::move(then)); }
  bool ended() const { return ended_.cancelled(); }

  // For the server. `wake` is called when there is something to Take(), not again before it was
  // taken, and when the client fell behind.
  void Attach(std::function<void()> wake) ABSL_LOCKS_EXCLUDED(mutex_);
  struct Waiting {
    std::string bytes;
    bool last = false;
    bool fell_behind = false;
  };
  Waiting Take() ABSL_LOCKS_EXCLUDED(mutex_);
  // The client is to be cut off, whatever is being sent.
  bool fell_behind() const ABSL_LOCKS_EXCLUDED(mutex_);
  void End() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  // Adds to what waits; cuts the client off where that is too much.
  void Put(std::string bytes, bool last) ABSL_LOCKS_EXCLUDED(mutex_);

  mutable absl::Mutex mutex_;
  Waiting waiting_ ABSL_GUARDED_BY(mutex_);
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  std::function<void()> wake_ ABSL_GUARDED_BY(mutex_);
  Cancellation ended_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_HTTP_HTTP_EVENT_STREAM_H_
