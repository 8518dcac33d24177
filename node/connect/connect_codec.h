#ifndef CLEDI_NODE_CONNECT_CONNECT_CODEC_H_
#define CLEDI_NODE_CONNECT_CONNECT_CODEC_H_

#include <string>
#include <string_view>

#include "google/protobuf/message.h"

#include "federation/base/status.h"

namespace cledi {

// How a message travels.
enum class ConnectCodec { kJson, kProto };

// "application/json".
std::string_view ConnectMediaType(ConnectCodec codec);

// InvalidArgument, without a word of what was sent: these bytes are no such message. Unknown
// fields and unknown names of enumerations are refused in JSON, where they are misspellings;
// in protobuf's own encoding they are what a newer program knows.
Status DecodeMessage(ConnectCodec codec, std::string_view bytes,
                     google::protobuf::Message& message);

// Internal: a text in it is not UTF-8, so it cannot be told as JSON.
StatusOr<std::string> EncodeMessage(ConnectCodec codec, const google::protobuf::Message& message);

}  // namespace cledi

#endif  // CLEDI_NODE_CONNECT_CONNECT_CODEC_H_
