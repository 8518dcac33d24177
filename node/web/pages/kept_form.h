#ifndef CLEDI_NODE_WEB_PAGES_KEPT_FORM_H_
#define CLEDI_NODE_WEB_PAGES_KEPT_FORM_H_

#include <optional>
#include <string>

#include "federation/base/status.h"
#include "node/http/query.h"
#include "node/web/pages/page_context.h"
#include "node/web/pages/view.h"

namespace cledi {

// A form that was sent and could not be taken. Nothing that was typed is lost: it is printed
// again, and goes out again with one press. Passwords are the exception: they are typed anew.
struct KeptForm {
  std::string path;  // Where it goes.
  Query fields;

  static KeptForm Of(const HttpRequest& request, Query fields);
  // Out of the fields of a sign-in form that carries another; nothing if it carries none, or
  // one that would go elsewhere than to a page of ours.
  static std::optional<KeptForm> CarriedBy(const Query& sign_in);
};

// Sets what the piece _kept shows: the hidden fields of a sign-in form that carry another.
void SetCarried(View& view, const std::optional<KeptForm>& kept);

enum class KeptWhy {
  kStale,   // Its page was printed for another session, or for none.
  kSignIn,  // Nobody is signed in any more.
  kReady,   // Somebody has just signed in.
  kFailed,  // `status` tells.
};
// The page with the form in it. `status` is looked at for kFailed alone.
HttpResponse KeptFormPage(const PageContext& context, const KeptForm& kept, KeptWhy why,
                          const Status& status = absl::OkStatus());

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_KEPT_FORM_H_
