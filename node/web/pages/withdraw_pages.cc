#include <utility>

#include "absl/strings/str_cat.h"

#include "node/web/pages/form_field_view.h"
#include "node/web/pages/practice_address.h"
#include "node/web/pages/practice_fetch.h"
#include "node/web/pages/practice_words.h"
#include "node/web/pages/private_page.h"
#include "node/web/pages/problem_words.h"
#include "node/web/pages/sheet_desk.h"
#include "node/web/pages/writing_pages.h"

namespace cledi {
namespace {

constexpr std::string_view kReasonControl = "reason";

// What is to be taken back.
struct Withdrawal {
  std::string id;
  std::string href;
  event::v1::Description description;
  bool withdrawn = false;
};

template <class View>
StatusOr<Withdrawal> Checked(const View& view, const event::v1::Description& description,
                             std::string_view folder) {
  if (!view.may_revise()) {
    return Denied("only its author and its institution can take this back");
  }
  return Withdrawal{.id = view.id(),
                    .href = PracticeHref(folder, view.id()),
                    .description = description,
                    .withdrawn = view.withdrawn()};
}

StatusOr<Withdrawal> Find(const PageContext& context, std::string_view folder,
                          std::string_view id) {
  RETURN_IF_ERROR(CheckMayWrite(context.reader));
  if (folder == "plans") {
    ASSIGN_OR_RETURN(const auto plan, FetchPlan(context.community, id));
    return Checked(plan, plan.plan().description(), folder);
  }
  ASSIGN_OR_RETURN(const auto resource, FetchResource(context.community, id));
  return Checked(resource, resource.resource().description(), folder);
}

HttpResponse Print(const PageContext& context, std::string_view folder,
                   const Withdrawal& withdrawal, const Form& form, const FieldProblemList& found) {
  const Words& words = context.words;
  ProblemSummary summary(words);
  ControlProblems problems;
  for (const community::v1::FieldProblem& problem : found) {
    const Phrase said = SayProblem(words, problem);
    const bool reason = problem.field() == kReasonControl;
    summary.Add(reason ? kReasonControl : "", reason ? words.Get("field_reason") : Phrase{}, said);
    problems[std::string(kReasonControl)].push_back(said);
  }
  View view;
  std::move(summary).Set(view);
  SetLanguage(view, withdrawal.description.language());
  const std::vector<std::string> no_licences;
  const FormControls controls{words, form, problems, no_licences};
  std::vector<View> fields;
  fields.push_back(TextView(controls, kReasonControl, false));
  view.Text("title", withdrawal.description.title())
      .Text("href", withdrawal.href)
      .List("fields", std::move(fields));
  return PrintPrivate(
      context, "withdraw",
      {.title = "withdraw_title", .status = found.empty() ? 200 : 422, .place = folder},
      std::move(view));
}

Status Withdraw(const Community& community, std::string_view folder, const Withdrawal& withdrawal,
                const std::string& reason) {
  if (folder == "plans") {
    community::v1::WithdrawPlanRequest request;
    request.set_id(withdrawal.id);
    request.set_reason(reason);
    return community.WithdrawPlan(request).status();
  }
  community::v1::WithdrawResourceRequest request;
  request.set_id(withdrawal.id);
  request.set_reason(reason);
  return community.WithdrawResource(request).status();
}

}  // namespace

StatusOr<HttpResponse> WithdrawPage(const PageContext& context, std::string_view folder,
                                    std::string_view id) {
  ASSIGN_OR_RETURN(const Withdrawal withdrawal, Find(context, folder, id));
  if (withdrawal.withdrawn) {
    return RedirectTo(withdrawal.href, 303);
  }
  return Print(context, folder, withdrawal, {}, {});
}

StatusOr<HttpResponse> TakeWithdrawForm(const PageContext& context, std::string_view folder,
                                        std::string_view id, const Query& form) {
  ASSIGN_OR_RETURN(const Withdrawal withdrawal, Find(context, folder, id));
  const Status done = Withdraw(context.community, folder, withdrawal,
                               std::string(form.Get(kReasonControl).value_or("")));
  FieldProblemList problems;
  if (ReadServiceProblems(done, "", problems)) {
    return Print(context, folder, withdrawal, form, problems);
  }
  RETURN_IF_ERROR(done);
  return RedirectTo(withdrawal.href, 303);
}

}  // namespace cledi
