// Messages that travel with a Status, so that a program can act on a failure without reading
// its text. They survive Annotate(), MethodTable and PublicStatus(); over Connect they are the
// error's details.

#ifndef CLEDI_FEDERATION_RPC_STATUS_DETAIL_H_
#define CLEDI_FEDERATION_RPC_STATUS_DETAIL_H_

#include <optional>
#include <string_view>
#include <utility>

#include "google/protobuf/message.h"

#include "federation/base/status.h"

namespace cledi {

// Payloads of a Status that are details begin with this; the message's full name follows.
inline constexpr std::string_view kDetailPrefix = "type.googleapis.com/";

// At most one of each type: a second one replaces the first. Nothing happens to an OK status.
void SetDetail(Status& status, const google::protobuf::Message& detail);

// Fills `detail`; false: there is none of its type, or it cannot be read.
bool ReadDetail(const Status& status, google::protobuf::Message& detail);

template <class Detail>
std::optional<Detail> DetailOf(const Status& status) {
  Detail detail;
  return ReadDetail(status, detail) ? std::optional<Detail>(std::move(detail)) : std::nullopt;
}

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_STATUS_DETAIL_H_
