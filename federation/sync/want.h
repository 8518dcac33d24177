#ifndef CLEDI_FEDERATION_SYNC_WANT_H_
#define CLEDI_FEDERATION_SYNC_WANT_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "federation/log/checkpoint.h"

namespace cledi {

// What is missing of one epoch: checkpoints that peers hold and this node does not, and where
// the pulling stands. One range after another, of one checkpoint at a time.
struct Want {
  std::map<Checkpoint, std::set<std::string>> holders;  // Who announced which.

  // What is being pulled.
  std::optional<Checkpoint> target;
  std::string from_peer;
  uint64_t next_from = 0;  // Where the next pull begins.
  // Ask from no later than this: halved each time that records did not lead to the signed
  // root, until the common beginning of two histories is found.
  uint64_t from_limit = UINT64_MAX;
  bool pulling = false;  // A call is under way.
  int storing = 0;       // Ranges handed over and not stored yet.
  int fruitless = 0;     // Beginnings since something new was stored.
  bool restart = false;  // What is under way is of no use: begin again when it is back.
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_SYNC_WANT_H_
