// Drafts of forms: what was typed, kept for its writer until it is published.

#ifndef CLEDI_NODE_WEB_PAGES_FORM_DRAFTS_H_
#define CLEDI_NODE_WEB_PAGES_FORM_DRAFTS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cledi/community/v1/draft_service.pb.h"
#include "node/http/query.h"
#include "node/web/pages/page_context.h"

namespace cledi {

// Where a draft goes on: the page of its form, such as "/plans/new?draft=plan.new.x7k2". Empty:
// no page knows the key.
std::string DraftAddress(std::string_view key);

// Where what is written in a discussion is kept: a question, by the name of its request, and a
// person's answer in a thread.
std::string QuestionDraftKey(std::string_view request_key);
std::string AnswerDraftKey(std::string_view thread_id);

// What is kept under `key`; nothing: nothing is, or it cannot be read.
std::optional<Query> OpenDraft(const Community& community, std::string_view key);

// The reader's drafts whose keys begin with `prefix`, the last touched first. Failures are none.
std::vector<community::v1::Draft> DraftsOf(const Community& community, std::string_view prefix);

Status KeepDraft(const Community& community, std::string_view key, std::string_view kind,
                 const Query& form);
// As KeepDraft and DeleteDraft where nobody waits for it: failures are logged.
void KeepDraftQuietly(const Community& community, std::string_view key, std::string_view kind,
                      const Query& form);
void DropDraftQuietly(const Community& community, std::string_view key);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_FORM_DRAFTS_H_
