#include "node/web/pages/kept_form.h"

#include <utility>

#include "federation/base/bytes.h"
#include "federation/base/log_line.h"
#include "node/web/pages/form_guard.h"
#include "node/web/pages/own_path.h"
#include "node/web/pages/private_page.h"

namespace cledi {
namespace {

constexpr std::string_view kPathField = "kept_path";
constexpr std::string_view kFormField = "kept_form";
// Shorter values are choices, or typed again in a moment.
constexpr size_t kTextBytesMin = 40;

struct Failure {
  int status;
  std::string_view message;
  bool tells;  // Whether what the service says is for people.
};

Failure FailureOf(const Status& status) {
  switch (status.code()) {
    case StatusCode::kNotFound:
      return {404, "kept_gone", false};
    case StatusCode::kInvalidArgument:
      return {422, "kept_refused", true};
    case StatusCode::kAborted:
    case StatusCode::kFailedPrecondition:
      return {409, "kept_refused", true};
    case StatusCode::kPermissionDenied:
      return {403, "kept_denied", true};
    case StatusCode::kUnavailable:
    case StatusCode::kResourceExhausted:
    case StatusCode::kDeadlineExceeded:
      return {503, "kept_busy", false};
    default:
      LogLine(Severity::kError, "form_failed", {{"why", status.ToString()}});
      return {500, "kept_broken", false};
  }
}

Failure FailureOf(KeptWhy why, const Status& status) {
  switch (why) {
    case KeptWhy::kStale:
      return {403, "kept_stale", false};
    case KeptWhy::kSignIn:
      return {403, "kept_sign_in", false};
    case KeptWhy::kReady:
      return {200, "kept_ready", false};
    case KeptWhy::kFailed:
      break;
  }
  return FailureOf(status);
}

}  // namespace

KeptForm KeptForm::Of(const HttpRequest& request, Query fields) {
  fields.Remove(kFormTokenField);
  KeptForm kept{.path = request.Target()};
  for (const auto& [name, value] : fields.pairs()) {
    if (!name.ends_with("password")) {
      kept.fields.Add(name, value);
    }
  }
  return kept;
}

std::optional<KeptForm> KeptForm::CarriedBy(const Query& sign_in) {
  const std::string_view path = sign_in.Get(kPathField).value_or("");
  const auto encoded = Base64UrlDecode(sign_in.Get(kFormField).value_or(""));
  if (!IsOwnPath(path) || !encoded.has_value()) {
    return std::nullopt;
  }
  StatusOr<Query> fields = Query::Parse(*encoded, Query::kFormPairsMax);
  if (!fields.ok()) {
    return std::nullopt;
  }
  return KeptForm{.path = std::string(path), .fields = *std::move(fields)};
}

void SetCarried(View& view, const std::optional<KeptForm>& kept) {
  view.Text("kept_path", kept.has_value() ? kept->path : "")
      .Text("kept_form", kept.has_value() ? Base64UrlEncode(kept->fields.Encode()) : "");
}

HttpResponse KeptFormPage(const PageContext& context, const KeptForm& kept, KeptWhy why,
                          const Status& status) {
  const Words& words = context.words;
  const Failure failure = FailureOf(why, status);
  std::vector<View> fields;
  std::vector<std::string> typed;
  for (const auto& [name, value] : kept.fields.pairs()) {
    fields.emplace_back().Text("name", name).Text("value", value);
    if (value.size() >= kTextBytesMin && value.find(' ') != std::string::npos) {
      typed.push_back(value);
    }
  }
  View view;
  view.Say("why", words.Get(failure.message))
      .Say("detail", failure.tells ? Phrase{std::string(Message(status)), words.language() != "en"}
                                   : Phrase{})
      .Flag("sign_in", why == KeptWhy::kSignIn)
      .Text("path", kept.path)
      .List("fields", std::move(fields))
      .Flag("has_typed", !typed.empty())
      .Texts("typed", typed)
      .Text("user_name", "")
      .Text("next", "");
  SetCarried(view, kept);
  return PrintPrivate(context, "kept", {.title = "kept_title", .status = failure.status},
                      std::move(view));
}

}  // namespace cledi
