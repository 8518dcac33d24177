#ifndef CLEDI_NODE_HTTP_CLIENT_PRESENCE_H_
#define CLEDI_NODE_HTTP_CLIENT_PRESENCE_H_

#include <chrono>
#include <functional>
#include <utility>

#include "federation/rpc/cancellation.h"

namespace cledi {

// Whether the client of one request still waits for its answer: cancelled, on the server's
// thread, when it hangs up or its patience ends. Thread-safe.
class ClientPresence : public Cancellation {
 public:
  using SetTimer = std::function<void(std::chrono::milliseconds)>;

  // `set_timer` brings about Cancel() after a time; none: nothing does.
  explicit ClientPresence(SetTimer set_timer = nullptr) : set_timer_(std::move(set_timer)) {}

  // The client said how long it waits; the last word counts.
  void WaitsFor(std::chrono::milliseconds patience) const {
    if (set_timer_ != nullptr) {
      set_timer_(patience);
    }
  }

 private:
  const SetTimer set_timer_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_HTTP_CLIENT_PRESENCE_H_
