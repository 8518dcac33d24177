// A form in which a practice is written: what the pages of both kinds of practice share.

#ifndef CLEDI_NODE_WEB_PAGES_PRACTICE_SHEET_H_
#define CLEDI_NODE_WEB_PAGES_PRACTICE_SHEET_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cledi/community/v1/draft_service.pb.h"
#include "node/web/forms/form_merge.h"
#include "node/web/forms/practice_forms.h"
#include "node/web/pages/page_context.h"
#include "node/web/pages/view.h"

namespace cledi {

// What a form is for. The last two are for lesson plans.
enum class SheetPurpose { kNew, kRevise, kAdapt, kTranslate };

// The practice that a form revises or starts from, for a note and a link.
struct SheetSource {
  std::string title;
  std::string language;
  std::string href;
};

struct PracticeSheet {
  SheetPurpose purpose = SheetPurpose::kNew;
  std::string_view draft_kind;  // "plan" or "resource".
  std::string path;             // Where it is printed and sent.
  std::string draft_key;        // Under which it is kept.
  const std::vector<FormSection>* sections = nullptr;
  std::vector<std::string> licences;  // That may be chosen.
  std::optional<SheetSource> source;
  // The revision that is shown now; set with kRevise.
  std::string newest;

  // What is in it, and what is wrong with that: paths below the practice.
  Form form;
  FieldProblemList problems;
  // Drafts that the reader may go on with instead.
  std::vector<community::v1::Draft> drafts;
  // Whether `form` is a draft that was opened, and whether it was kept just now.
  bool opened = false;
  bool kept = false;
  // What another person published meanwhile, and how it was brought together with what was
  // typed, which then is `form`.
  std::optional<MergedForm> merged;
  Form theirs;

  bool is_plan() const { return draft_kind == "plan"; }
};

// Controls beside those of the practice.
inline constexpr std::string_view kButtonControl = "do";         // Which button was pressed.
inline constexpr std::string_view kKeyControl = "key";           // Names the form; drawn once.
inline constexpr std::string_view kBasedOnControl = "based_on";  // The revision it was begun from.
inline constexpr std::string_view kSeenControl = "seen";  // A newer one that was shown since.
inline constexpr std::string_view kChangeNoteControl = "change_note";
inline constexpr std::string_view kWhyControl = "why";

// The page with the form.
HttpResponse PrintSheet(const PageContext& context, const PracticeSheet& sheet, int status);

// The key under which the node publishes what is in the form: sending the same again publishes
// once; what was changed since is something else.
std::string PublishKey(const Form& form);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_PRACTICE_SHEET_H_
