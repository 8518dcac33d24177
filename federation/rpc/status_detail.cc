#include "federation/rpc/status_detail.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"

namespace cledi {
namespace {

std::string UrlOf(const google::protobuf::Message& detail) {
  return absl::StrCat(ToAbsl(kDetailPrefix), detail.GetDescriptor()->full_name());
}

}  // namespace

void SetDetail(Status& status, const google::protobuf::Message& detail) {
  status.SetPayload(UrlOf(detail), absl::Cord(detail.SerializeAsString()));
}

bool ReadDetail(const Status& status, google::protobuf::Message& detail) {
  const absl::optional<absl::Cord> payload = status.GetPayload(UrlOf(detail));
  return payload.has_value() && detail.ParseFromString(std::string(*payload));
}

}  // namespace cledi
