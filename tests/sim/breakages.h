#ifndef CLEDI_TESTS_SIM_BREAKAGES_H_
#define CLEDI_TESTS_SIM_BREAKAGES_H_

#include <map>
#include <string>

#include "federation/base/breakage.h"

namespace cledi::sim {

// What `cledi-sim --break` takes.
inline const std::map<std::string, Breakage> kBreakages = {
    {"variant-dropped", Breakage::kVariantDropped}, {"epoch-continued", Breakage::kEpochContinued},
    {"epoch-kept-open", Breakage::kEpochKeptOpen},  {"sync-skipped", Breakage::kSyncSkipped},
    {"tail-unsigned", Breakage::kTailUnsigned},     {"root-unchecked", Breakage::kRootUnchecked},
};

}  // namespace cledi::sim

#endif  // CLEDI_TESTS_SIM_BREAKAGES_H_
