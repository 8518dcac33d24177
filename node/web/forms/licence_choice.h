#ifndef CLEDI_NODE_WEB_FORMS_LICENCE_CHOICE_H_
#define CLEDI_NODE_WEB_FORMS_LICENCE_CHOICE_H_

#include <string>
#include <string_view>
#include <vector>

namespace cledi {

// The licences that a form offers: Creative Commons addresses, the most open in use first.
const std::vector<std::string_view>& OfferedLicences();

// Under which licences somebody who adapts or translates a practice may publish the result.
struct DerivedLicences {
  // Not empty unless it is refused; the first is what a form suggests.
  std::vector<std::string> allowed;
  // The authors allow no changed versions.
  bool refused = false;

  bool Allows(std::string_view licence) const;
};

// `source`: the licence of what is adapted, as in Description. What asks for the same licence
// gets the same; what forbids trade goes on forbidding it; where we do not know a licence,
// the same one is the safe choice.
DerivedLicences LicencesFor(std::string_view source);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_FORMS_LICENCE_CHOICE_H_
