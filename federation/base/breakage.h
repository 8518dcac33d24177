#ifndef CLEDI_FEDERATION_BASE_BREAKAGE_H_
#define CLEDI_FEDERATION_BASE_BREAKAGE_H_

namespace cledi {

// Deliberate mistakes, one line each, by which the simulator shows that its oracles bite.
// Builds without the option CLEDI_BREAKAGES hold none of them.
enum class Breakage {
  kNone,
  kVariantDropped,  // E2: the second history of a forked epoch is not stored.
  kEpochContinued,  // E1: a process goes on with an epoch of the run before.
  kEpochKeptOpen,   // E3: an own epoch that grew elsewhere is not closed.
  kSyncSkipped,     // Events are confirmed before they are on the disk.
  kTailUnsigned,    // What a crash left without a signature is not signed at the next start.
  kRootUnchecked,   // Records are stored without a look at the root that was signed.
};

#ifdef CLEDI_BREAKAGES
// Set before the first thread starts, and not while others run.
inline Breakage the_breakage = Breakage::kNone;
inline bool Broken(Breakage which) { return which == the_breakage; }
#else
constexpr bool Broken(Breakage /*which*/) { return false; }
#endif

}  // namespace cledi

#endif  // CLEDI_FEDERATION_BASE_BREAKAGE_H_
