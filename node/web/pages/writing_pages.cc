#include "node/web/pages/writing_pages.h"

#include <string>
#include <utility>

#include "node/web/pages/form_drafts.h"

namespace cledi {
namespace {

std::string_view Id(const PathParams& params) {
  const auto id = params.find("id");
  return id == params.end() ? std::string_view() : std::string_view(id->second);
}

// A page and what its form is sent to, at one address.
template <class Page, class Take>
void AddSheet(WebPages& pages, Router& router, std::string_view pattern, Page page, Take take,
              SheetPurpose purpose) {
  pages.AddPage(router, pattern, [=](const PageContext& context, const PathParams& params) {
    return page(context, purpose, Id(params));
  });
  pages.AddForm(router, pattern,
                [=](const PageContext& context, const PathParams& params, const Query& form) {
                  return take(context, purpose, Id(params), form);
                });
}

void AddWithdrawal(WebPages& pages, Router& router, std::string_view folder,
                   std::string_view pattern) {
  pages.AddPage(router, pattern, [folder](const PageContext& context, const PathParams& params) {
    return WithdrawPage(context, folder, Id(params));
  });
  pages.AddForm(router, pattern,
                [folder](const PageContext& context, const PathParams& params, const Query& form) {
                  return TakeWithdrawForm(context, folder, Id(params), form);
                });
}

// A draft goes on where it was begun.
StatusOr<HttpResponse> DraftPage(std::string_view key) {
  std::string address = DraftAddress(key);
  if (address.empty()) {
    return NotFound("no form goes by this name");
  }
  return RedirectTo(std::move(address), 303);
}

}  // namespace

void AddWritingPages(WebPages& pages, Router& router) {
  using enum SheetPurpose;
  pages.AddPage(router, "/drafts/{key}", [](const PageContext&, const PathParams& params) {
    return DraftPage(params.find("key")->second);
  });
  AddSheet(pages, router, "/plans/new", PlanFormPage, TakePlanForm, kNew);
  AddSheet(pages, router, "/plans/{id}/edit", PlanFormPage, TakePlanForm, kRevise);
  AddSheet(pages, router, "/plans/{id}/adapt", PlanFormPage, TakePlanForm, kAdapt);
  AddSheet(pages, router, "/plans/{id}/translate", PlanFormPage, TakePlanForm, kTranslate);
  AddSheet(pages, router, "/suggest", ResourceFormPage, TakeResourceForm, kNew);
  AddSheet(pages, router, "/resources/{id}/edit", ResourceFormPage, TakeResourceForm, kRevise);
  AddWithdrawal(pages, router, "plans", "/plans/{id}/withdraw");
  AddWithdrawal(pages, router, "resources", "/resources/{id}/withdraw");
}

}  // namespace cledi
