// Where practices and what belongs to them are found on this site.

#ifndef CLEDI_NODE_WEB_PAGES_PRACTICE_ADDRESS_H_
#define CLEDI_NODE_WEB_PAGES_PRACTICE_ADDRESS_H_

#include <string>
#include <string_view>

namespace cledi {

// `folder`: "plans" or "resources". `revision`: an event id in hex; empty: the shown one.
std::string PracticeHref(std::string_view folder, std::string_view id,
                         std::string_view revision = "");
std::string HistoryHref(std::string_view folder, std::string_view id);
// What the later of two practices, or of two versions of one, changed of the earlier.
std::string CompareHref(std::string_view folder, std::string_view later, std::string_view earlier,
                        std::string_view later_revision = "",
                        std::string_view earlier_revision = "");

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_PRACTICE_ADDRESS_H_
