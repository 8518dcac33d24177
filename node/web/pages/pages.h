// The pages of the site, each a function from a request to what it shows.
//
// A page that cannot be printed returns why: NotFound and InvalidArgument become error pages
// that help the reader on, Unauthenticated leads to the sign-in page and back; what the node
// itself cannot do becomes a 500 or 503. What takes a form is described in web_pages.h.

#ifndef CLEDI_NODE_WEB_PAGES_PAGES_H_
#define CLEDI_NODE_WEB_PAGES_PAGES_H_

#include <string_view>

#include "federation/base/status.h"
#include "node/http/http_message.h"
#include "node/web/pages/page_context.h"

namespace cledi {

StatusOr<HttpResponse> HomePage(const PageContext& context);
// The start page of somebody who is signed in.
StatusOr<HttpResponse> WeekPage(const PageContext& context);
StatusOr<HttpResponse> PlanListPage(const PageContext& context);
StatusOr<HttpResponse> ResourceListPage(const PageContext& context);
StatusOr<HttpResponse> PlanPage(const PageContext& context, std::string_view id);
StatusOr<HttpResponse> ResourcePage(const PageContext& context, std::string_view id);
StatusOr<HttpResponse> PlanHistoryPage(const PageContext& context, std::string_view id);
StatusOr<HttpResponse> ResourceHistoryPage(const PageContext& context, std::string_view id);
// `other`: the practice that `id` came from, or `id` again. The query names versions: "revision"
// of `id`, "with" of the other; by default the shown one, and of a source the one that was taken.
StatusOr<HttpResponse> PlanComparePage(const PageContext& context, std::string_view id,
                                       std::string_view other);
StatusOr<HttpResponse> ResourceComparePage(const PageContext& context, std::string_view id,
                                           std::string_view other);
StatusOr<HttpResponse> PeopleListPage(const PageContext& context);
StatusOr<HttpResponse> PersonPage(const PageContext& context, std::string_view id);
StatusOr<HttpResponse> InstitutionListPage(const PageContext& context);
StatusOr<HttpResponse> InstitutionPage(const PageContext& context, std::string_view id);
StatusOr<HttpResponse> NetworkPage(const PageContext& context);

StatusOr<HttpResponse> SignInPage(const PageContext& context);
StatusOr<HttpResponse> SignIn(const PageContext& context, const Query& form);
// The page once more, for a form that is too old.
StatusOr<HttpResponse> SignInAgain(const PageContext& context, const Query& form);
StatusOr<HttpResponse> SignOut(const PageContext& context);

// What an invitation leads to, and what the link for another password does. The "again" of
// each prints its page once more, for a form that is too old.
StatusOr<HttpResponse> WelcomePage(const PageContext& context, std::string_view token);
StatusOr<HttpResponse> AcceptInvitation(const PageContext& context, std::string_view token,
                                        const Query& form);
StatusOr<HttpResponse> WelcomeAgain(const PageContext& context, std::string_view token,
                                    const Query& form);
StatusOr<HttpResponse> ResetPage(const PageContext& context, std::string_view token);
StatusOr<HttpResponse> ResetPassword(const PageContext& context, std::string_view token,
                                     const Query& form);
StatusOr<HttpResponse> ResetAgain(const PageContext& context, std::string_view token,
                                  const Query& form);

// For people who are signed in: Unauthenticated to others.
StatusOr<HttpResponse> MyPage(const PageContext& context);
StatusOr<HttpResponse> DeleteDraft(const PageContext& context, const Query& form);
StatusOr<HttpResponse> SettingsPage(const PageContext& context);
StatusOr<HttpResponse> SettingsAgain(const PageContext& context);
StatusOr<HttpResponse> ChangeSettings(const PageContext& context, const Query& form);
StatusOr<HttpResponse> DescribeMe(const PageContext& context, const Query& form);
StatusOr<HttpResponse> ChangePassword(const PageContext& context, const Query& form);

// The accounts of this institution, for its administrators: whoever else asks gets what
// UserService answers them. A link that was made is printed once (accounts_page.cc).
StatusOr<HttpResponse> AccountsPage(const PageContext& context);
StatusOr<HttpResponse> InviteUser(const PageContext& context, const Query& form);
StatusOr<HttpResponse> OfferPasswordReset(const PageContext& context, const Query& form);
StatusOr<HttpResponse> SetUserRoles(const PageContext& context, const Query& form);
StatusOr<HttpResponse> SuspendUser(const PageContext& context, const Query& form);

// A page of our own words: the messages "<name>_title" and "<name>_body".
StatusOr<HttpResponse> TextPage(const PageContext& context, std::string_view name);

// A helpful page for an error. `detail` may be empty.
HttpResponse ErrorPageFor(const PageContext& context, int status, std::string_view detail);
// The page for 500: fixed text in all languages, since what prints the others may be what broke.
HttpResponse BrokenPage();

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_PAGES_H_
