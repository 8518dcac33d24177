// A store of either kind, with what can happen to it between two runs of a process.

#ifndef CLEDI_TESTS_NODE_STORE_STORE_HARNESS_H_
#define CLEDI_TESTS_NODE_STORE_STORE_HARNESS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "federation/base/random.h"
#include "node/store/store.h"

namespace cledi {

// A Store itself: what goes through it is remembered, so that a power cut knows what was synced.
class StoreHarness : public Store {
 public:
  // The process ends and starts again. Snapshots are destroyed before.
  virtual void Restart() = 0;
  // The power fails: some of what was not synced is lost. Snapshots are destroyed before.
  virtual void CutPower(Random& random) = 0;
};

// How to make one; its name is the test's suffix.
struct StoreKit {
  std::string name;
  std::function<std::unique_ptr<StoreHarness>()> make;

  friend void PrintTo(const StoreKit& kit, std::ostream* out) { *out << kit.name; }
};

StoreKit MemoryStoreKit();
// In a temporary folder.
StoreKit RocksStoreKit();

}  // namespace cledi

#endif  // CLEDI_TESTS_NODE_STORE_STORE_HARNESS_H_
