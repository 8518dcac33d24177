#include "node/web/pages/account_controls.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"

#include "node/web/forms/form_field.h"

namespace cledi {
namespace {

using Strings = google::protobuf::RepeatedPtrField<std::string>;

void Assign(const std::vector<std::string>& values, Strings& field) {
  field.Assign(values.begin(), values.end());
}

std::string Typed(const Query& form, std::string_view name) {
  return std::string(form.Get(name).value_or(""));
}

std::vector<std::string> ValuesOf(const Strings& field) { return {field.begin(), field.end()}; }

}  // namespace

community::v1::Settings ReadSettings(const Query& form) {
  community::v1::Settings settings;
  settings.set_interface_language(Typed(form, "interface_language"));
  Assign(form.GetAll("reading"), *settings.mutable_reading_languages());
  return settings;
}

void SetSettingsControls(View& view, FormView& form, const community::v1::Settings& settings,
                         const Words& words) {
  std::vector<ControlOption> interface = PageLanguageOptions();
  interface.insert(interface.begin(), {.value = "", .label = words.Get("settings_as_browser")});
  const std::vector<std::string> reading = ValuesOf(settings.reading_languages());
  view.Put("interface_language", form.Select({.id = "interface_language",
                                              .label = "control_interface_language",
                                              .paths = {"settings.interface_language"}},
                                             interface, settings.interface_language()));
  view.Put("reading", form.Boxes({.id = "reading",
                                  .label = "control_reading",
                                  .hint = "control_reading_hint",
                                  .paths = {"settings.reading_languages"}},
                                 LanguageOptions(reading), reading));
}

void ReadProfileHead(const Query& form, event::v1::Profile& profile) {
  profile.set_name(Typed(form, "name"));
  profile.set_occupation(Typed(form, "occupation"));
}

void SetProfileHead(View& view, FormView& form, const event::v1::Profile& profile) {
  view.Put("name", form.Input({.id = "name",
                               .label = "control_name",
                               .hint = "control_name_hint",
                               .paths = {"profile.name"}},
                              profile.name(), "text", "name"));
  view.Put("occupation", form.Input({.id = "occupation",
                                     .label = "control_occupation",
                                     .hint = "control_occupation_hint",
                                     .paths = {"profile.occupation"}},
                                    profile.occupation()));
}

void ReadProfile(const Query& form, event::v1::Profile& profile) {
  ReadProfileHead(form, profile);
  profile.set_about(Typed(form, "about"));
  profile.set_language(Typed(form, "written_in"));
  Assign(form.GetAll("knows"), *profile.mutable_languages());
  Assign(LinesOf(Typed(form, "subjects")), *profile.mutable_subjects());
  Assign(LinesOf(Typed(form, "interests")), *profile.mutable_interests());
}

void SetProfileControls(View& view, FormView& form, const event::v1::Profile& profile) {
  SetProfileHead(view, form, profile);
  const std::vector<std::string> knows = ValuesOf(profile.languages());
  view.Put("knows",
           form.Boxes({.id = "knows", .label = "control_knows", .paths = {"profile.languages"}},
                      LanguageOptions(knows), knows));
  view.Put("subjects", form.Area({.id = "subjects",
                                  .label = "control_subjects",
                                  .hint = "control_lines_hint",
                                  .paths = {"profile.subjects"}},
                                 absl::StrJoin(profile.subjects(), "\n")));
  view.Put("interests", form.Area({.id = "interests",
                                   .label = "control_interests",
                                   .hint = "control_lines_hint",
                                   .paths = {"profile.interests"}},
                                  absl::StrJoin(profile.interests(), "\n")));
  view.Put("about", form.Area({.id = "about", .label = "control_about", .paths = {"profile.about"}},
                              profile.about()));
  std::vector<std::string> also;
  if (!profile.language().empty()) {
    also.push_back(profile.language());
  }
  view.Put("written_in",
           form.Select(
               {.id = "written_in", .label = "control_written_in", .paths = {"profile.language"}},
               LanguageOptions(also), profile.language()));
}

View NewPassword(FormView& form, const Control& control) {
  return form.Input(control, "", "password", "new-password");
}

}  // namespace cledi
