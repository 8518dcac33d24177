#ifndef CLEDI_NODE_WEB_PAGES_PERSON_VIEW_H_
#define CLEDI_NODE_WEB_PAGES_PERSON_VIEW_H_

#include <vector>

#include "google/protobuf/repeated_field.h"

#include "cledi/community/v1/person_service.pb.h"
#include "node/web/pages/directory.h"
#include "node/web/pages/view.h"
#include "node/web/words/words.h"

namespace cledi {

// Fills the piece _person, and the head of a person's page.
View PersonCard(const community::v1::PersonView& person, const Words& words,
                const Directory& directory);

std::vector<View> PersonCards(
    const google::protobuf::RepeatedPtrField<community::v1::PersonView>& people, const Words& words,
    const Directory& directory);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_PERSON_VIEW_H_
