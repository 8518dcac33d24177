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
// no page of practices knows the key.
std::string DraftAddress(std::string_view key);

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
