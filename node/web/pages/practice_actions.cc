#include "node/web/pages/practice_actions.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "node/web/forms/practice_forms.h"
#include "node/web/pages/form_field_view.h"
#include "node/web/pages/practice_address.h"

namespace cledi {
namespace {

// What both kinds have. `practice`: its view, as its service gave it.
template <class PracticeView>
void SetActions(View& view, const PageContext& context, std::string_view folder,
                const std::vector<FormSection>& sections, const PracticeView& practice) {
  const std::string path = absl::StrCat("/", ToAbsl(folder), "/", PercentEncode(practice.id()));
  std::vector<View> missing;
  std::string_view before;
  for (const std::string& field_path : practice.missing()) {
    const FormField* field = FindField(sections, field_path);
    if (field != nullptr && field->name != before) {
      before = field->name;
      missing.emplace_back()
          .Text("href", absl::StrCat(path, "/edit?open=", ToAbsl(before), "#", ToAbsl(before)))
          .Say("text", FieldLabel(context.words, *field));
    }
  }
  const bool may = practice.may_revise();
  view.Flag("published", may && context.request.query.Get("published").has_value())
      .Flag("has_missing", may && !missing.empty())
      .List("missing", std::move(missing))
      .Text("edit_href", may ? path + "/edit" : "")
      .Text("withdraw_href", may ? path + "/withdraw" : "");
}

}  // namespace

void SetPracticeActions(View& view, const PageContext& context,
                        const community::v1::PlanView& plan) {
  const std::string path = PracticeHref("plans", plan.id());
  SetActions(view, context, "plans", PlanSections(), plan);
  view.Text("adapt_href", path + "/adapt").Text("translate_href", path + "/translate");
}

void SetPracticeActions(View& view, const PageContext& context,
                        const community::v1::ResourceView& resource) {
  SetActions(view, context, "resources", ResourceSections(), resource);
  view.Text("adapt_href", "").Text("translate_href", "");
}

}  // namespace cledi
