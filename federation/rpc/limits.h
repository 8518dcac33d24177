// Bounds that every transport shares.

#ifndef CLEDI_FEDERATION_RPC_LIMITS_H_
#define CLEDI_FEDERATION_RPC_LIMITS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace cledi {

// What a handler may put into a request or a response, in protobuf's binary encoding.
inline constexpr size_t kMessageBytesMax = size_t{1024} * 1024;
// How much longer a message may be on the wire before the transport cuts it off: the fields
// around a full batch.
inline constexpr size_t kMessageSlackBytes = size_t{64} * 1024;
inline constexpr size_t kWireMessageBytesMax = kMessageBytesMax + kMessageSlackBytes;

// The text of an error: it travels in a header, and a person is to read it.
inline constexpr size_t kErrorTextBytesMax = 1024;
// One detail of an error (SetDetail).
inline constexpr size_t kErrorDetailBytesMax = size_t{16} * 1024;

// Entries on one page of a list.
inline constexpr uint32_t kPageSizeDefault = 50;
inline constexpr uint32_t kPageSizeMax = 100;

// Values of one field that a list is filtered by.
inline constexpr int kFilterValuesMax = 100;

// How many entries a caller gets who asks for `wanted`; 0 is no wish. Who wants more than the
// most gets the most, and the token for the rest.
constexpr uint32_t PageSize(uint32_t wanted) {
  return wanted == 0 ? kPageSizeDefault : std::min(wanted, kPageSizeMax);
}

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_LIMITS_H_
