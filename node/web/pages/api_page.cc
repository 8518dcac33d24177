#include "node/web/pages/api_page.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "node/web/pages/layout.h"
#include "node/web/pages/markdown.h"
#include "node/web/pages/practice_words.h"

namespace cledi {
namespace {

// A shell takes what stands between single quotes as it is; no example holds one.
std::string CurlCall(std::string_view address, const ApiMethod& method, bool with_token) {
  const std::string url = absl::StrCat(ToAbsl(address), "/", method.full_name);
  const std::string_view token = with_token ? "-H \"Authorization: Bearer $TOKEN\" \\\n  " : "";
  return absl::StrCat("curl ", ToAbsl(token), "-H 'Content-Type: application/json' \\\n  -d '",
                      method.example, "' \\\n  ", url);
}

View TypeLink(std::string_view id, std::string_view name) {
  View link;
  link.Text("id", id).Text("name", name);
  return link;
}

View MethodView(const PageContext& context, const ApiMethod& method, Role role) {
  const std::string role_message = absl::StrCat("api_role_", ToAbsl(RoleName(role)));
  View view;
  view.Text("id", method.full_name)
      .Text("name", method.name)
      .Text("comment", method.comment)
      .Flag("may_get", method.may_get)
      .Say("role", context.words.Get(role_message))
      .Put("request", TypeLink(method.request_id, method.request_name))
      .Put("response", TypeLink(method.response_id, method.response_name))
      .Text("call", CurlCall(context.layout.site().address, method, role != Role::kVisitor));
  return view;
}

std::vector<View> ServiceViews(const PageContext& context, const ApiCatalogue& catalogue) {
  std::vector<View> services;
  for (const ApiService& service : catalogue.services) {
    std::vector<View> methods;
    for (const ApiMethod& method : service.methods) {
      if (const std::optional<Role> role = context.community.RoleFor(method.full_name)) {
        methods.push_back(MethodView(context, method, *role));
      }
    }
    if (!methods.empty()) {
      services.emplace_back()
          .Text("id", service.id)
          .Text("name", service.name)
          .Text("comment", service.comment)
          .List("methods", std::move(methods));
    }
  }
  return services;
}

std::vector<View> TypeViews(const ApiCatalogue& catalogue) {
  std::vector<View> types;
  for (const ApiType& type : catalogue.types) {
    std::vector<View> fields;
    for (const ApiField& field : type.fields) {
      fields.emplace_back()
          .Text("name", field.name)
          .Text("type", field.type)
          .Text("type_id", field.type_id)
          .Text("comment", field.comment);
    }
    types.emplace_back()
        .Text("id", type.id)
        .Text("name", type.name)
        .Text("comment", type.comment)
        .Flag("has_fields", !fields.empty())
        .List("fields", std::move(fields));
  }
  return types;
}

}  // namespace

HttpResponse ApiPage(const PageContext& context, const ApiCatalogue& catalogue) {
  const Words& words = context.words;
  const Phrase& lead = words.Get("api_lead");
  Frame frame;
  frame.title = words.Get("api_title").text;
  frame.description = words.Get("api_description").text;
  View view;
  SetLanguage(view, lead.english ? "en" : words.language());
  view.Insert("lead_html", RenderMarkdown(lead.text, 2, MarkdownTrust::kOurs))
      .List("services", ServiceViews(context, catalogue))
      .List("types", TypeViews(catalogue));
  return context.layout.Print("api", frame, std::move(view), words, context.request,
                              context.reader);
}

}  // namespace cledi
