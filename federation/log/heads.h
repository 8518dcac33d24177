#ifndef CLEDI_FEDERATION_LOG_HEADS_H_
#define CLEDI_FEDERATION_LOG_HEADS_H_

#include <set>

#include "federation/log/checkpoint.h"

namespace cledi {

// Version 1 of the heads digest (formats.md, "Heads"): the RFC 6962 root over the sorted
// `log id | tag | size | root`. std::set's order of Checkpoint is by these fields, which
// sorts sizes as numbers: the digest sorts the encoded bytes itself.
Hash HeadsDigest(const std::set<Checkpoint>& heads);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_LOG_HEADS_H_
