#ifndef CLEDI_NODE_AUDIT_LOG_PAGES_H_
#define CLEDI_NODE_AUDIT_LOG_PAGES_H_

#include <functional>
#include <memory>
#include <string>

#include "federation/log/log_set.h"
#include "federation/roster/roster.h"
#include "federation/sync/acknowledgement_book.h"
#include "node/http/router.h"

namespace cledi {

// The logs of the `commons` and `roster` spaces over HTTP, for auditors: whoever wants to can
// check with any C2SP tool that nothing in them was changed or taken away (formats.md, "Served
// over HTTP"). Payloads are not served, only their commitments.
//
//   /log/<log id>/epochs                     the epochs' statements, each a signed note
//   /log/<log id>/<tag>/checkpoint           the newest checkpoint, with the partners' cosignatures
//   /log/<log id>/<tag>/tile/<L>/<N>[.p/<W>]
//   /log/<log id>/<tag>/tile/entries/<N>[.p/<W>]
//
// Of a forked epoch the longest history is served.
class LogPages {
 public:
  // All outlive the router.
  LogPages(const LogSet* logs, const AcknowledgementBook* acknowledgements,
           std::function<std::shared_ptr<const Roster>()> roster)
      : logs_(logs), acknowledgements_(acknowledgements), roster_(std::move(roster)) {}

  void RegisterWith(Router& router) const;

 private:
  HttpResponse Epochs(const HttpRequest& request, const PathParams& params) const;
  HttpResponse NewestCheckpoint(const HttpRequest& request, const PathParams& params) const;
  HttpResponse Tile(const HttpRequest& request, const PathParams& params) const;

  // The owner of a log that anybody may see. Null: there is no such log.
  const LogOwner* PublicLog(const Roster& roster, std::string_view hex) const;
  // The epoch's longest variant. Nothing: not held.
  std::optional<VariantState> FindEpoch(const PathParams& params) const;

  const LogSet* const logs_;
  const AcknowledgementBook* const acknowledgements_;
  const std::function<std::shared_ptr<const Roster>()> roster_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_AUDIT_LOG_PAGES_H_
