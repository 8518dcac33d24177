// What belongs to one person: what they are writing, what they published, what they talk about.

#include <utility>

#include "node/web/pages/card_view.h"
#include "node/web/pages/directory.h"
#include "node/web/pages/my_parts.h"
#include "node/web/pages/pages.h"
#include "node/web/pages/person_names.h"
#include "node/web/pages/private_page.h"

namespace cledi {
namespace {

constexpr uint32_t kThreadsShown = 20;
constexpr size_t kDraftsShown = 200;  // All that one may have.

// Newest first, plans and resources together. None while the profile is on its way.
StatusOr<std::vector<View>> PracticeViews(const PageContext& context, const Directory& directory) {
  community::v1::GetPersonRequest request;
  request.set_id(context.reader.account->person_id());
  const auto response = context.community.GetPerson(request);
  std::vector<View> views;
  if (absl::IsNotFound(response.status())) {
    return views;
  }
  RETURN_IF_ERROR(response.status());
  for (const auto& card : response->person().practices()) {
    views.push_back(
        CardView(card, card.plan_kind() != 0 ? "plans" : "resources", context.words, directory));
  }
  return views;
}

StatusOr<std::vector<View>> ThreadViews(const PageContext& context) {
  community::v1::ListThreadsRequest request;
  request.set_followed(true);
  request.mutable_page()->set_size(kThreadsShown);
  ASSIGN_OR_RETURN(const auto response, context.community.ListThreads(request));
  std::vector<View> views;
  for (const auto& thread : response.threads()) {
    views.push_back(ThreadLineView(thread, context.words));
  }
  return views;
}

}  // namespace

StatusOr<HttpResponse> MyPage(const PageContext& context) {
  if (!context.reader.signed_in()) {
    return absl::UnauthenticatedError("sign in first");
  }
  const community::v1::Account& account = *context.reader.account;
  ASSIGN_OR_RETURN(const Directory directory, Directory::Read(context.community));
  ASSIGN_OR_RETURN(std::vector<View> drafts, DraftViews(context, kDraftsShown));
  ASSIGN_OR_RETURN(std::vector<View> practices, PracticeViews(context, directory));
  ASSIGN_OR_RETURN(std::vector<View> threads, ThreadViews(context));
  View view;
  view.Text("name", account.profile().name())
      .Text("occupation", account.profile().occupation())
      .Text("person_href", PersonHref(account.person_id()))
      .Flag("has_drafts", !drafts.empty())
      .List("drafts", std::move(drafts))
      .Flag("has_practices", !practices.empty())
      .List("practices", std::move(practices))
      .Flag("has_threads", !threads.empty())
      .List("threads", std::move(threads));
  return PrintPrivate(context, "my", {.title = "my_title", .place = "my"}, std::move(view));
}

StatusOr<HttpResponse> DeleteDraft(const PageContext& context, const Query& form) {
  community::v1::DeleteDraftRequest request;
  request.set_key(std::string(form.Get("key").value_or("")));
  RETURN_IF_ERROR(context.community.DeleteDraft(request).status());
  return RedirectTo("/my", 303);
}

}  // namespace cledi
