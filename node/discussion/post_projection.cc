#include "node/discussion/post_projection.h"

#include <array>

#include "cledi/event/v1/discussion.pb.h"
#include "cledi/event/v1/type.pb.h"
#include "cledi/view/v1/discussion.pb.h"
#include "node/discussion/discussion_rules.h"
#include "node/discussion/written_fold.h"

namespace cledi {
namespace {

using event::v1::PostRevised;

constexpr WrittenKind kPost{.revised_type = event::v1::EVENT_TYPE_POST_REVISED,
                            .withdrawn_type = event::v1::EVENT_TYPE_POST_WITHDRAWN,
                            .keeps_rules = [](std::string_view payload) {
                              const auto fact = ReadPayload<PostRevised>(payload);
                              FieldProblems problems;
                              CheckPost(fact ? fact->post() : event::v1::Post(), problems);
                              return problems.empty();
                            }};

}  // namespace

std::span<const uint16_t> PostProjection::event_types() const {
  static constexpr std::array<uint16_t, 2> kTypes{event::v1::EVENT_TYPE_POST_REVISED,
                                                  event::v1::EVENT_TYPE_POST_WITHDRAWN};
  return kTypes;
}

std::optional<FoldedView> PostProjection::Fold(const Entity& entity) const {
  const WrittenHistory history = ReadHistory(kPost, entity);
  if (history.creation == nullptr) {
    return std::nullopt;
  }
  view::v1::PostRow row;
  FillWritten(history, entity, *row.mutable_written());
  const auto creation = ReadPayload<PostRevised>(*history.creation->fact.payload);
  row.set_thread(creation->post().thread());
  row.set_reply_to(creation->post().reply_to());
  return FoldedView{.row = row.SerializeAsString(), .entries = {}};
}

}  // namespace cledi
