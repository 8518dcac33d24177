#ifndef CLEDI_NODE_DISCUSSION_WRITTEN_FOLD_H_
#define CLEDI_NODE_DISCUSSION_WRITTEN_FOLD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cledi/view/v1/discussion.pb.h"
#include "node/fields/field_problems.h"
#include "node/fold/projection.h"

namespace cledi {

// A row lists so many of a thread's or post's revisions, the newest.
inline constexpr size_t kRevisionsKeptMax = 40;

// The facts that count of something written, in canonical order: those in the log of its
// creation that say its author, or nobody, which is the institution.
//
// The creation itself keeps the rules: it says for ever what the thing belongs to. Taking
// something back is final, so nobody undoes what a moderator did; what comes later does not
// count.
struct WrittenHistory {
  const Statement* creation = nullptr;      // Null: nothing counts, there is nothing to show.
  std::string author;                       // Of the creation.
  std::vector<const Statement*> revisions;  // That keep the rules; the creation is the first.
  const Statement* withdrawal = nullptr;
  std::string reason;
};

// What tells a thread's facts from a post's.
struct WrittenKind {
  uint16_t revised_type;
  uint16_t withdrawn_type;
  // Whether the payload of a revision can be read and keeps the rules.
  bool (*keeps_rules)(std::string_view payload);
};

WrittenHistory ReadHistory(const WrittenKind& kind, const Entity& entity);

// Whether a fact counts of which `author` says that it is theirs: it is in the creation's log,
// and by the same person or by the institution.
bool MayStateAbout(const WrittenHistory& history, const Fact& fact, std::string_view author);

// `history` has a creation.
void FillWritten(const WrittenHistory& history, const Entity& entity, view::v1::WrittenRow& row);

// A payload as a message; nothing: it cannot be read.
template <class Payload>
std::optional<Payload> ReadPayload(std::string_view bytes) {
  Payload payload;
  if (!payload.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return std::nullopt;
  }
  return payload;
}

}  // namespace cledi

#endif  // CLEDI_NODE_DISCUSSION_WRITTEN_FOLD_H_
