#ifndef CLEDI_FEDERATION_RPC_GRPC_LIVE_CALLS_H_
#define CLEDI_FEDERATION_RPC_GRPC_LIVE_CALLS_H_

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/base/status.h"

namespace cledi {

class ServerCall;

// The calls of a server: bounds how many are in flight, knows whom to tell when the server
// stops or a node is cut, and when gRPC's queue is no longer needed.
//
// A call is *open* from the moment in which it is posted to wait for a client until its last
// completion has arrived, and *live* from the client's arrival on. Closing the queue before
// the last open call has gone aborts the process.
//
// Thread-safe. Never runs a call's code under its lock.
class LiveCalls {
 public:
  struct Limits {
    size_t calls_max = 512;
    size_t calls_per_caller_max = 64;
  };

  explicit LiveCalls(Limits limits) : limits_(limits) {}

  // A call is to be posted. False: the server stops, and it must not.
  bool Open() ABSL_LOCKS_EXCLUDED(mutex_);
  // Its client has come. The call is live whatever is returned: a refusal has to be sent. Only
  // calls that are let in count against the limits, so nobody can fill them with refused ones.
  // `verdict`: a refusal that is already known, and is returned. Unavailable: the server stops.
  // ResourceExhausted: too many calls, in all or of this caller.
  Status Enter(std::shared_ptr<ServerCall> call, std::string caller_id, Status verdict)
      ABSL_LOCKS_EXCLUDED(mutex_);
  // Neither live nor open any more.
  void Close(const ServerCall* call) ABSL_LOCKS_EXCLUDED(mutex_);

  // From now on no call is opened or let in, and those that are live are asked to end.
  void BeginStop() ABSL_LOCKS_EXCLUDED(mutex_);
  // Ends the calls of one caller at once.
  void Cut(std::string_view caller_id) ABSL_LOCKS_EXCLUDED(mutex_);
  void WaitUntilNoneIsOpen() ABSL_LOCKS_EXCLUDED(mutex_);

  // How many are live.
  size_t size() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Entry {
    std::shared_ptr<ServerCall> call;
    std::string caller_id;
    bool let_in = false;
  };

  bool NoneIsOpen() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return open_ == 0; }

  Status Judge(const std::string& caller_id) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  const Limits limits_;
  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  size_t open_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<const ServerCall*, Entry> calls_ ABSL_GUARDED_BY(mutex_);
  size_t let_in_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<std::string, size_t, std::less<>> let_in_per_caller_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_GRPC_LIVE_CALLS_H_
