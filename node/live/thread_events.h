#ifndef CLEDI_NODE_LIVE_THREAD_EVENTS_H_
#define CLEDI_NODE_LIVE_THREAD_EVENTS_H_

#include <memory>
#include <string>

#include "federation/rpc/executor.h"
#include "federation/rpc/method_table.h"
#include "node/discussion/thread_watch.h"
#include "node/http/http_message.h"
#include "node/http/router.h"

namespace cledi {

// GET /talk/{id}/live: tells who has a thread open when something is written in it.
//
// Each event is called "changed"; its data and its id are the thread's state, as GetThread says
// it. The page names the state that it was printed from (?state=…, and Last-Event-ID when the
// browser comes again); if the thread is in another one by then, an event says so at once, so
// nothing is missed between the two. Safe from any thread.
class ThreadEvents {
 public:
  struct Parts {
    const MethodTable* methods;
    ThreadWatch* watch;
    Executor* executor;  // For reading a thread that changed.
  };

  // What the parts point to outlives the events, and the server that the router serves.
  explicit ThreadEvents(Parts parts) : parts_(parts) {}

  void RegisterWith(Router& router) const;

 private:
  class Watcher;

  const Parts parts_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_LIVE_THREAD_EVENTS_H_
