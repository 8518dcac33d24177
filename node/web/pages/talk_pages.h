// The pages on which people talk: lists of threads, a thread with its answers, what one asks and
// answers with, and what is new for somebody. All of them work without script.

#ifndef CLEDI_NODE_WEB_PAGES_TALK_PAGES_H_
#define CLEDI_NODE_WEB_PAGES_TALK_PAGES_H_

#include <string>
#include <string_view>
#include <vector>

#include "cledi/community/v1/discussion_service.pb.h"
#include "cledi/community/v1/field_problem.pb.h"
#include "federation/base/status.h"
#include "node/http/http_message.h"
#include "node/http/query.h"
#include "node/http/router.h"
#include "node/web/pages/directory.h"
#include "node/web/pages/page_context.h"
#include "node/web/pages/view.h"
#include "node/web/pages/web_pages.h"

namespace cledi {

// As GetThread pages them.
inline constexpr uint32_t kPostsPerPage = 20;

// The header of a fragment: what the thread's state was when it was printed.
inline constexpr std::string_view kThreadStateHeader = "Thread-State";

StatusOr<HttpResponse> TalkListPage(const PageContext& context);

// An answer that could not be taken: what was typed, and what is wrong with it.
struct TypedAnswer {
  Query form;
  std::vector<community::v1::FieldProblem> problems;
};
// `refused`: null where nothing was sent; then the form holds the reader's draft.
StatusOr<HttpResponse> ThreadPage(const PageContext& context, std::string_view id,
                                  const TypedAnswer* refused);
// The list of answers alone, for a page that is open already.
StatusOr<HttpResponse> PostsFragment(const PageContext& context, std::string_view id);
StatusOr<HttpResponse> TakeAnswer(const PageContext& context, std::string_view id,
                                  const Query& form);
StatusOr<HttpResponse> TakeAccept(const PageContext& context, std::string_view id,
                                  const Query& form);
StatusOr<HttpResponse> TakeFollow(const PageContext& context, std::string_view id,
                                  const Query& form);

// `id`: the thread that is revised; empty for a new one.
StatusOr<HttpResponse> ThreadFormPage(const PageContext& context, std::string_view id);
StatusOr<HttpResponse> TakeThreadForm(const PageContext& context, std::string_view id,
                                      const Query& form);
StatusOr<HttpResponse> PostFormPage(const PageContext& context, std::string_view id);
StatusOr<HttpResponse> TakePostForm(const PageContext& context, std::string_view id,
                                    const Query& form);

// Of a post, or of the first words of a thread.
StatusOr<HttpResponse> TakeBackPage(const PageContext& context, std::string_view id);
StatusOr<HttpResponse> TakeTakeBack(const PageContext& context, std::string_view id,
                                    const Query& form);
StatusOr<HttpResponse> PostHistoryPage(const PageContext& context, std::string_view id);
// Leads to the page of the thread that a post is on, and there to the post.
StatusOr<HttpResponse> PostPlacePage(const PageContext& context, std::string_view id);
// Where that is.
StatusOr<std::string> PlaceOfPost(const Community& community, std::string_view id);

StatusOr<HttpResponse> NewsPage(const PageContext& context);
StatusOr<HttpResponse> TakeAllSeen(const PageContext& context);

// Sets what the piece _talk shows on the page of a practice: the newest threads about it.
Status SetTalk(View& view, const PageContext& context, std::string_view practice,
               const Directory& directory);

// Adds all of them to the site.
void AddTalkPages(WebPages& pages, Router& router);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_TALK_PAGES_H_
