// The controls with which a person describes themselves, as two pages ask for them.

#ifndef CLEDI_NODE_WEB_PAGES_ACCOUNT_CONTROLS_H_
#define CLEDI_NODE_WEB_PAGES_ACCOUNT_CONTROLS_H_

#include "cledi/community/v1/person_service.pb.h"
#include "cledi/event/v1/person.pb.h"
#include "node/http/query.h"
#include "node/web/pages/form_view.h"
#include "node/web/pages/view.h"

namespace cledi {

// Controls "interface_language" and "reading".
community::v1::Settings ReadSettings(const Query& form);
void SetSettingsControls(View& view, FormView& form, const community::v1::Settings& settings,
                         const Words& words);

// Controls "name" and "occupation".
void ReadProfileHead(const Query& form, event::v1::Profile& profile);
void SetProfileHead(View& view, FormView& form, const event::v1::Profile& profile);

// Controls "knows", "subjects", "interests", "about" and "written_in" too. What a profile says
// beside these stays as it is.
void ReadProfile(const Query& form, event::v1::Profile& profile);
void SetProfileControls(View& view, FormView& form, const event::v1::Profile& profile);

// A password that is chosen: never printed.
View NewPassword(FormView& form, const Control& control);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_ACCOUNT_CONTROLS_H_
