#include "tests/node/store/test_epoch.h"

#include <utility>

#include "absl/strings/str_format.h"

#include "federation/base/bytes.h"

namespace cledi {

Record MakeTestRecord(Random& random, std::string_view payload) {
  const Body body{random.Draw<Salt>(), std::string(payload)};
  const Header header{.flags = kFlagErasable,
                      .type = 7,
                      .payload_bytes = static_cast<uint32_t>(payload.size()),
                      .hlc = random.Number()};
  return {MakeLeaf(header, Commitment(body.salt, body.payload)), body};
}

Record MakeTestRecordWithoutBody(Random& random) {
  Record record = MakeTestRecord(random, "withheld");
  record.body.reset();
  return record;
}

VariantState MakeTestVariant(Random& random, VariantNo variant) {
  VariantState state;
  state.variant = variant;
  state.log = random.Draw<LogId>();
  state.tag = random.Draw<EpochTag>();
  state.node_id = "es-granada";
  state.space = CommonsSpace();
  state.statement = "a signed note, with its line feeds\n\n— and its signature\n";
  state.own = variant % 2 == 1;
  return state;
}

LogWrite GrowTestVariant(Random& random, VariantState& state, std::vector<Record> records,
                         bool sign) {
  LogWrite write{.first_index = state.edge.size(), .records = std::move(records)};
  for (const Record& record : write.records) {
    state.edge.Append(MerkleLeafHash(state.log, record.leaf));
  }
  if (sign) {
    state.checkpoints.push_back(
        SignedCheckpoint::FromStorage({state.log, state.tag, state.edge.size(), state.edge.Root()},
                                      random.Draw<SignatureBytes>()));
  }
  write.state = state;
  return write;
}

std::string Describe(const VariantState& state) {
  std::string text = absl::StrFormat(
      "variant %d of %s/%s by %s in %s, own %d, parent %d shared %d\n%s\nedge %d %s\n",
      state.variant, HexEncode(state.log.view()), HexEncode(state.tag.view()), state.node_id,
      HexEncode(state.space.view()), state.own, state.parent, state.shared, state.statement,
      state.edge.size(), HexEncode(state.edge.Root().view()));
  for (const SignedCheckpoint& checkpoint : state.checkpoints) {
    absl::StrAppendFormat(&text, "checkpoint %d %s %s of %s/%s\n", checkpoint.size(),
                          HexEncode(checkpoint.root().view()),
                          HexEncode(checkpoint.signature().view()),
                          HexEncode(checkpoint.log().view()), HexEncode(checkpoint.tag().view()));
  }
  return text;
}

}  // namespace cledi
