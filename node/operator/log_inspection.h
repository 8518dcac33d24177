#ifndef CLEDI_NODE_OPERATOR_LOG_INSPECTION_H_
#define CLEDI_NODE_OPERATOR_LOG_INSPECTION_H_

#include <functional>
#include <memory>
#include <string>

#include "cledi/admin/v1/node_service.pb.h"
#include "federation/log/log_set.h"
#include "federation/roster/roster.h"
#include "federation/sync/acknowledgement_book.h"

namespace cledi {

// Shows an operator what is in the logs, and checks it against the disk. Thread-safe.
class LogInspection {
 public:
  // All outlive this.
  LogInspection(const LogSet* logs, const AcknowledgementBook* acknowledgements,
                std::function<std::shared_ptr<const Roster>()> roster)
      : logs_(logs), acknowledgements_(acknowledgements), roster_(std::move(roster)) {}

  admin::v1::ListEpochsResponse ListEpochs(const admin::v1::ListEpochsRequest& request) const;

  // NotFound: no such variant. InvalidArgument: too many at once.
  StatusOr<admin::v1::ListEventsResponse> ListEvents(
      const admin::v1::ListEventsRequest& request) const;

  // Reads the next part from the disk and computes every commitment, leaf, root and signature
  // again. The token carries where it stands, so that nothing is kept between calls.
  // InvalidArgument: the token is not one of this method's.
  StatusOr<admin::v1::VerifyLogsResponse> Verify(const admin::v1::VerifyLogsRequest& request) const;

 private:
  struct Place {
    VariantNo variant = 0;
    RightEdge edge;
    uint64_t done = 0;
  };
  static std::string ToToken(const Place& place);
  static StatusOr<Place> FromToken(const std::string& token);

  // Checks events from the place on, and the variant's checkpoints where they end.
  // True: the variant is finished.
  bool VerifySome(const LogSet::EpochInfo& epoch, Place& place,
                  admin::v1::VerifyLogsResponse& response) const;
  void VerifySignatures(const VariantState& state, admin::v1::VerifyLogsResponse& response) const;
  std::optional<LogIdentity> IdentityOf(const VariantState& state) const;

  const LogSet* const logs_;
  const AcknowledgementBook* const acknowledgements_;
  const std::function<std::shared_ptr<const Roster>()> roster_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_OPERATOR_LOG_INSPECTION_H_
