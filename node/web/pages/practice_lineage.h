#ifndef CLEDI_NODE_WEB_PAGES_PRACTICE_LINEAGE_H_
#define CLEDI_NODE_WEB_PAGES_PRACTICE_LINEAGE_H_

#include "node/web/pages/directory.h"
#include "node/web/pages/network_summary.h"
#include "node/web/pages/practice_parts.h"
#include "node/web/pages/view.h"
#include "node/web/words/words.h"

namespace cledi {

// Sets what the piece _practice_foot shows of where a practice comes from, what grew out of
// it, its versions, and who holds it.
void SetLineage(View& view, const PracticeRecord& practice, const NetworkSummary& network,
                const Words& words, const Directory& directory);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_PRACTICE_LINEAGE_H_
