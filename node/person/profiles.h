#ifndef CLEDI_NODE_PERSON_PROFILES_H_
#define CLEDI_NODE_PERSON_PROFILES_H_

#include <string>

#include "cledi/event/v1/person.pb.h"
#include "node/fold/event_writer.h"
#include "node/fold/view_reader.h"
#include "node/person/account_book.h"
#include "node/person/local_rows.h"

namespace cledi {

// The profiles of this node's accounts, as they are published. Safe from any thread.
class Profiles {
 public:
  // All outlive it.
  Profiles(std::string node_id, const ViewReader* views, EventWriter* writer, LocalRows* rows)
      : node_id_(std::move(node_id)), views_(views), writer_(writer), rows_(rows) {}

  // How the account's owner is named in addresses.
  std::string PersonIdOf(const StoredAccount& account) const;
  // As it is published, or waits to be; empty: neither.
  StatusOr<event::v1::Profile> Of(const StoredAccount& account) const;

  // Publishes a profile that keeps the rules; nothing where it says the same already. What
  // waits is dropped. Errors: those of EventWriter::Append.
  Status Publish(const StoredAccount& account, const event::v1::Profile& profile) const;
  // Publishes what waits, if anything. Where that fails it waits on, and the log says why:
  // the account is there all the same, and its next opening tries again.
  void PublishWaiting(const StoredAccount& account) const;

 private:
  Status Append(const StoredAccount& account, const event::v1::Profile& profile) const;
  Status DropWaiting(const StoredAccount& account) const;

  const std::string node_id_;
  const ViewReader* const views_;
  EventWriter* const writer_;
  LocalRows* const rows_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_PROFILES_H_
