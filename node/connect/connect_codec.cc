#include "node/connect/connect_codec.h"

#include "absl/strings/str_format.h"
#include "google/protobuf/util/json_util.h"

#include "federation/base/text.h"

namespace cledi {
namespace {

Status NoSuchMessage(std::string_view encoding, const google::protobuf::Message& message) {
  return Invalid(absl::StrFormat("this is no %s in %s; /api says what its fields are",
                                 message.GetDescriptor()->full_name(), encoding));
}

}  // namespace

std::string_view ConnectMediaType(ConnectCodec codec) {
  return codec == ConnectCodec::kJson ? "application/json" : "application/proto";
}

Status DecodeMessage(ConnectCodec codec, std::string_view bytes,
                     google::protobuf::Message& message) {
  if (codec == ConnectCodec::kProto) {
    const bool read = message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    return read ? absl::OkStatus() : NoSuchMessage("protobuf's encoding", message);
  }
  // Its own texts repeat what was sent, and go nowhere.
  const bool read =
      IsUtf8(bytes) && google::protobuf::util::JsonStringToMessage(
                           google::protobuf::StringPiece(bytes.data(), bytes.size()), &message)
                           .ok();
  return read ? absl::OkStatus() : NoSuchMessage("JSON", message);
}

StatusOr<std::string> EncodeMessage(ConnectCodec codec, const google::protobuf::Message& message) {
  if (codec == ConnectCodec::kProto) {
    return message.SerializeAsString();
  }
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json).ok() || !IsUtf8(json)) {
    return absl::InternalError(
        absl::StrFormat("this %s cannot be told as JSON", message.GetDescriptor()->full_name()));
  }
  return json;
}

}  // namespace cledi
