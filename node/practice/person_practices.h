#ifndef CLEDI_NODE_PRACTICE_PERSON_PRACTICES_H_
#define CLEDI_NODE_PRACTICE_PERSON_PRACTICES_H_

#include <string_view>
#include <vector>

#include "cledi/community/v1/practice.pb.h"
#include "federation/base/status.h"
#include "node/practice/card_index.h"
#include "node/practice/practice_lists.h"

namespace cledi {

// What people published, of both kinds. Safe from any thread.
class PersonPractices {
 public:
  static constexpr size_t kShownMax = 100;

  // The indexes, of kPlanViews and kResourceViews, outlive it.
  PersonPractices(PracticeSources sources, const CardIndex* plans, const CardIndex* resources)
      : sources_(sources), plans_(plans), resources_(resources) {}

  // Those that they did not withdraw, the newest first, at most kShownMax.
  StatusOr<std::vector<community::v1::PracticeCard>> Of(std::string_view person_id) const;

 private:
  const PracticeSources sources_;
  const CardIndex* const plans_;
  const CardIndex* const resources_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_PRACTICE_PERSON_PRACTICES_H_
