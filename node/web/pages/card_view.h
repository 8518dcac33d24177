#ifndef CLEDI_NODE_WEB_PAGES_CARD_VIEW_H_
#define CLEDI_NODE_WEB_PAGES_CARD_VIEW_H_

#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/repeated_field.h"

#include "cledi/community/v1/practice.pb.h"
#include "node/web/pages/directory.h"
#include "node/web/pages/view.h"
#include "node/web/words/words.h"

namespace cledi {

// Fills the piece _card. `folder`: "plans" or "resources".
View CardView(const community::v1::PracticeCard& card, std::string_view folder, const Words& words,
              const Directory& directory);

std::vector<View> CardViews(
    const google::protobuf::RepeatedPtrField<community::v1::PracticeCard>& cards,
    std::string_view folder, const Words& words, const Directory& directory);

// Sets what the piece _country shows: the name and the stitch.
void SetCountry(View& view, std::string_view code, const Words& words);

// Sets "name" and "iso" of a date, for the piece _date.
View DateView(int64_t unix_ms, const Words& words);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_CARD_VIEW_H_
