#ifndef CLEDI_NODE_WEB_FORMS_LIST_LINES_H_
#define CLEDI_NODE_WEB_FORMS_LIST_LINES_H_

#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/message.h"

namespace cledi {

// Members of lists as lines that people type:
//   Outcome                compare two shares of a population
//   Credit                 Ada Yılmaz
//   GlossaryEntry          share | it: quota | es: cuota
//   CurriculumLink         Indicazioni nazionali 2012 | Scienze, classe terza | https://…
//   DigCompEduCompetence   2.1 B1
//
// Other messages are a mistake of ours.
std::string LineOf(const google::protobuf::Message& member);

// False: `line` is not of this form; `member` is then whatever.
bool ReadLine(std::string_view line, google::protobuf::Message& member);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_FORMS_LIST_LINES_H_
