#ifndef CLEDI_NODE_PERSON_PERSON_READER_H_
#define CLEDI_NODE_PERSON_PERSON_READER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "cledi/event/v1/person.pb.h"
#include "federation/base/status.h"
#include "node/fold/view_reader.h"

namespace cledi {

// Somebody who described themselves, as the views show them.
struct DescribedPerson {
  std::string id;  // PersonIdOf.
  event::v1::Profile profile;
  std::string home_node;
  int64_t first_described_unix_ms = 0;
  int64_t described_unix_ms = 0;  // As `profile` says.

  // Where they say that they work.
  const std::string& institution() const {
    return profile.institution_id().empty() ? home_node : profile.institution_id();
  }
};

// DataLoss: not the row of a person.
StatusOr<DescribedPerson> ReadPerson(std::string_view id, std::string_view row);

// People in the views at one moment. Safe from any thread.
class PersonReader {
 public:
  explicit PersonReader(ViewSnapshot views) : views_(std::move(views)) {}

  // `id`: as PersonIdOf makes it of a fact's node and author. Nothing: nobody of this id
  // described themselves, or it has not arrived yet. DataLoss: rebuild the views.
  StatusOr<std::optional<DescribedPerson>> Find(std::string_view id) const;

 private:
  const ViewSnapshot views_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_PERSON_READER_H_
