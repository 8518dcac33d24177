#include "node/discussion/thread_projection.h"

#include <array>
#include <string>

#include "cledi/event/v1/discussion.pb.h"
#include "cledi/event/v1/type.pb.h"
#include "cledi/view/v1/discussion.pb.h"
#include "node/discussion/discussion_rules.h"
#include "node/discussion/written_fold.h"

namespace cledi {
namespace {

using event::v1::AnswerAccepted;
using event::v1::ThreadRevised;

constexpr WrittenKind kThread{.revised_type = event::v1::EVENT_TYPE_THREAD_REVISED,
                              .withdrawn_type = event::v1::EVENT_TYPE_THREAD_WITHDRAWN,
                              .keeps_rules = [](std::string_view payload) {
                                const auto fact = ReadPayload<ThreadRevised>(payload);
                                FieldProblems problems;
                                CheckThread(fact ? fact->thread() : event::v1::Thread(), problems);
                                return problems.empty();
                              }};

// The answer that the newest fact about it accepts; empty: none.
std::string AcceptedPost(const WrittenHistory& history, const Entity& entity) {
  std::string post;
  for (const Statement& statement : entity.statements) {
    const Fact& fact = statement.fact;
    if (fact.header.type != event::v1::EVENT_TYPE_ANSWER_ACCEPTED || !fact.payload) {
      continue;
    }
    auto accepted = ReadPayload<AnswerAccepted>(*fact.payload);
    if (!accepted || !MayStateAbout(history, fact, accepted->author())) {
      continue;
    }
    if (accepted->post().empty() || accepted->post().size() == EventId::kSize) {
      post = std::move(*accepted->mutable_post());
    }
  }
  return post;
}

}  // namespace

std::span<const uint16_t> ThreadProjection::event_types() const {
  static constexpr std::array<uint16_t, 3> kTypes{event::v1::EVENT_TYPE_THREAD_REVISED,
                                                  event::v1::EVENT_TYPE_THREAD_WITHDRAWN,
                                                  event::v1::EVENT_TYPE_ANSWER_ACCEPTED};
  return kTypes;
}

std::optional<FoldedView> ThreadProjection::Fold(const Entity& entity) const {
  const WrittenHistory history = ReadHistory(kThread, entity);
  if (history.creation == nullptr) {
    return std::nullopt;
  }
  view::v1::ThreadRow row;
  FillWritten(history, entity, *row.mutable_written());
  const auto creation = ReadPayload<ThreadRevised>(*history.creation->fact.payload);
  const event::v1::Anchor& anchor = creation->thread().anchor();
  row.set_practice(anchor.practice());
  row.set_step(anchor.step());
  row.set_revision(anchor.revision());
  row.set_accepted(AcceptedPost(history, entity));
  return FoldedView{.row = row.SerializeAsString(), .entries = {}};
}

}  // namespace cledi
