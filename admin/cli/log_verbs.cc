#include "admin/cli/log_verbs.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "admin/cli/display_text.h"
#include "admin/cli/table.h"
#include "cledi/admin/v1/node_service.pb.h"

namespace cledi {
namespace {

using admin::v1::EpochInfo;
using admin::v1::EventInfo;
using admin::v1::ListEpochsResponse;
using admin::v1::ListEventsResponse;
using admin::v1::VerifyLogsResponse;

// As many digits of a tag as tell epochs apart in practice.
constexpr size_t kTagDigits = 12;

void PrintEpochs(const ListEpochsResponse& response, std::ostream& out) {
  Table table({{"LOG OF"},
               {"SPACE"},
               {"EPOCH"},
               {"EVENTS", Table::Align::kRight},
               {"ROOT"},
               {"STATE"},
               {"HELD BY"}});
  for (const EpochInfo& epoch : response.epochs()) {
    const std::string state =
        absl::StrCat(epoch.open() ? "open" : "closed", epoch.forked() ? ", two histories" : "");
    table.AddRow({epoch.owner(), epoch.space(), epoch.tag().substr(0, kTagDigits),
                  WithThousands(epoch.events()), epoch.root().substr(0, kTagDigits), state,
                  absl::StrJoin(epoch.held_by(), ", ")});
  }
  table.Print(out);
}

StatusOr<EpochInfo> FindEpoch(const ListEpochsResponse& response, std::string_view digits) {
  const EpochInfo* found = nullptr;
  for (const EpochInfo& epoch : response.epochs()) {
    if (!epoch.tag().starts_with(digits)) {
      continue;
    }
    // Two histories of one epoch share its tag; the first stands for both.
    if (found != nullptr && found->tag() != epoch.tag()) {
      return Invalid(
          absl::StrFormat("several epochs begin with %s: give more of its digits", digits));
    }
    found = found == nullptr ? &epoch : found;
  }
  if (found == nullptr) {
    return NotFound(
        absl::StrFormat("no epoch here begins with %s. \"cledi log show\" lists them", digits));
  }
  return *found;
}

void PrintEvents(const ListEventsResponse& response, std::ostream& out) {
  Table table({{"PLACE", Table::Align::kRight},
               {"TIME"},
               {"TYPE"},
               {"BYTES", Table::Align::kRight},
               {"ROSTER", Table::Align::kRight},
               {"EVENT"}});
  for (const EventInfo& event : response.events()) {
    table.AddRow({WithThousands(event.index()), AbsoluteTime(event.time_unix_ms()), event.type(),
                  absl::StrCat(WithThousands(event.payload_bytes()),
                               event.payload_here() ? "" : " (not here)"),
                  absl::StrCat(event.roster_number()), event.event_id()});
  }
  table.Print(out);
}

}  // namespace

Status VerifyLogs(Session& session) {
  Progress progress = session.StartProgress("Verifying events");
  admin::v1::VerifyLogsRequest request;
  VerifyLogsResponse all;
  do {
    ASSIGN_OR_RETURN(const auto part,
                     session.Ask<VerifyLogsResponse>("cledi.admin.v1.NodeService/VerifyLogs",
                                                     request, std::chrono::minutes(10)));
    all.set_events_done(part.events_done());
    all.set_events_total(part.events_total());
    all.mutable_problems()->MergeFrom(part.problems());
    request.set_token(part.next_token());
    progress.Show(part.events_done(), part.events_total());
  } while (!request.token().empty());
  progress.Clear();
  if (session.json) {
    session.PrintJson(all);
  } else {
    for (const std::string& problem : all.problems()) {
      session.out() << OnOneLine(problem) << '\n';
    }
    if (all.problems().empty()) {
      session.out() << absl::StrFormat(
          "%s events are what their checkpoints say; every signature holds.\n",
          WithThousands(all.events_done()));
    }
  }
  if (!all.problems().empty()) {
    return Corrupt(absl::StrFormat(
        "%d problems in the logs. Partners hold copies: restore this node's data folder from a "
        "backup and start it; what is missing is fetched again",
        all.problems_size()));
  }
  return absl::OkStatus();
}

Status ShowLog(Session& session, const ShowLogOptions& options) {
  admin::v1::ListEpochsRequest list;
  list.set_owner(options.owner);
  ASSIGN_OR_RETURN(const auto epochs,
                   session.Ask<ListEpochsResponse>("cledi.admin.v1.NodeService/ListEpochs", list));
  if (options.epoch.empty()) {
    if (session.json) {
      session.PrintJson(epochs);
    } else {
      PrintEpochs(epochs, session.out());
    }
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const EpochInfo epoch, FindEpoch(epochs, options.epoch));
  admin::v1::ListEventsRequest range;
  range.set_variant(epoch.variant());
  range.set_from(options.from);
  range.set_count(options.count);
  ASSIGN_OR_RETURN(const auto events,
                   session.Ask<ListEventsResponse>("cledi.admin.v1.NodeService/ListEvents", range));
  if (session.json) {
    session.PrintJson({{"epoch", &epoch}, {"events", &events}});
    return absl::OkStatus();
  }
  session.out() << OnManyLines(epoch.statement_note()) << '\n'
                << OnManyLines(epoch.checkpoint_note()) << '\n';
  PrintEvents(events, session.out());
  if (const uint64_t next = options.from + static_cast<uint64_t>(events.events_size());
      next < epoch.events()) {
    session.out() << absl::StrFormat("%s of %s events; go on with --from %d\n", WithThousands(next),
                                     WithThousands(epoch.events()), next);
  }
  return absl::OkStatus();
}

}  // namespace cledi
