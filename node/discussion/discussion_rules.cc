#include "node/discussion/discussion_rules.h"

#include "federation/event/ids.h"
#include "node/fields/field_checks.h"

namespace cledi {
namespace {

constexpr uint32_t kStepMax = 1000;

// An event id that has to be there.
void CheckEventId(std::string_view field, std::string_view id, FieldProblems& problems) {
  if (id.empty()) {
    problems.AddNeeded(field);
  }
  CheckBytes(field, id, EventId::kSize, problems);
}

void CheckAnchor(const event::v1::Anchor& anchor, FieldProblems& problems) {
  const FieldProblems::Scope scope(problems, "anchor");
  CheckEventId("practice", anchor.practice(), problems);
  CheckBytes("revision", anchor.revision(), EventId::kSize, problems);
  if (anchor.step() > kStepMax) {
    problems.Add("step", FieldProblem::KIND_TOO_LARGE, "at most 1,000", {kStepMax, anchor.step()});
  }
  if (anchor.step() == 0 && !anchor.revision().empty()) {
    problems.Add("revision", FieldProblem::KIND_NOT_ALLOWED, "only with a step");
  }
}

}  // namespace

void CheckTitle(std::string_view title, FieldProblems& problems) {
  CheckText("title", title, {.bytes_max = 300, .required = true}, problems);
}

void CheckWords(std::string_view body, std::string_view language, FieldProblems& problems) {
  CheckText("body", body, {.bytes_max = 20'000, .required = true, .lines = true}, problems);
  CheckLanguage("language", language, /*required=*/true, problems);
}

void CheckThread(const event::v1::Thread& thread, FieldProblems& problems) {
  CheckTitle(thread.title(), problems);
  CheckWords(thread.body(), thread.language(), problems);
  if (thread.has_anchor()) {
    CheckAnchor(thread.anchor(), problems);
  }
}

void CheckPost(const event::v1::Post& post, FieldProblems& problems) {
  CheckEventId("thread", post.thread(), problems);
  CheckBytes("reply_to", post.reply_to(), EventId::kSize, problems);
  CheckWords(post.body(), post.language(), problems);
}

void CheckReason(std::string_view reason, FieldProblems& problems) {
  CheckText("reason", reason, {.bytes_max = 1000}, problems);
}

}  // namespace cledi
