#ifndef CLEDI_NODE_APP_PLATFORM_H_
#define CLEDI_NODE_APP_PLATFORM_H_

#include "federation/base/clock.h"
#include "federation/base/random.h"

namespace cledi {

// What a node gets from outside. Both outlive the node and are safe from any thread.
struct Platform {
  const Clock* clock;
  Random* random;
};

}  // namespace cledi

#endif  // CLEDI_NODE_APP_PLATFORM_H_
