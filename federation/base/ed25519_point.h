// What an encoded point of Ed25519's curve is like (RFC 8032, 5.1.3). For ed25519.cc.

#ifndef CLEDI_FEDERATION_BASE_ED25519_POINT_H_
#define CLEDI_FEDERATION_BASE_ED25519_POINT_H_

#include "federation/base/bytes.h"

namespace cledi {

// Whether this is the one spelling of what it encodes: y below the field's order, and no sign
// for x = 0. Costs next to nothing.
bool IsCanonicalPoint(const PublicKey& point);

// Whether a canonical encoding names a point at all: about half of them do.
bool IsOnCurve(const PublicKey& point);

// Whether a canonical point is one of the eight whose order divides 8. Signatures under such
// a key prove nothing.
bool IsOfSmallOrder(const PublicKey& point);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_BASE_ED25519_POINT_H_
