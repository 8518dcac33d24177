#include "node/operator/log_inspection.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"

#include "cledi/event/v1/type.pb.h"
#include "federation/log/epoch_statement.h"

namespace cledi {

using admin::v1::EpochInfo;
using admin::v1::EventInfo;
using admin::v1::ListEpochsRequest;
using admin::v1::ListEpochsResponse;
using admin::v1::ListEventsRequest;
using admin::v1::ListEventsResponse;
using admin::v1::VerifyLogsRequest;
using admin::v1::VerifyLogsResponse;

namespace {

constexpr uint32_t kEventsDefault = 100;
constexpr uint32_t kEventsMax = 1000;
constexpr uint64_t kVerifyEvents = 20'000;
constexpr uint64_t kVerifyEventsPerRead = 1000;
constexpr size_t kVerifyBytesPerRead = 4 * 1024 * 1024;
constexpr int kProblemsMax = 100;

std::string SpaceName(const SpaceId& space) {
  if (space == RosterSpace()) {
    return "roster";
  }
  return space == CommonsSpace() ? "commons" : "institution";
}

std::string TypeName(uint16_t type) {
  if (!event::v1::EventType_IsValid(type)) {
    return absl::StrFormat("type %d", type);
  }
  std::string name = event::v1::EventType_Name(static_cast<event::v1::EventType>(type));
  name.erase(0, std::string_view("EVENT_TYPE_").size());
  std::ranges::transform(name, name.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name;
}

std::string PlaceOf(const VariantState& state, uint64_t index) {
  return absl::StrFormat("%s's %s log, epoch %s, event %d", state.node_id, SpaceName(state.space),
                         HexEncode(state.tag.view()), index);
}

void AddProblem(VerifyLogsResponse& response, std::string problem) {
  if (response.problems_size() < kProblemsMax) {
    response.add_problems(std::move(problem));
  }
}

uint64_t RowsOf(const VariantState& state) { return state.edge.size() - state.shared; }

}  // namespace

std::optional<LogIdentity> LogInspection::IdentityOf(const VariantState& state) const {
  return logs_->IdentityOf(state.log);
}

ListEpochsResponse LogInspection::ListEpochs(const ListEpochsRequest& request) const {
  std::vector<LogSet::EpochInfo> epochs = logs_->Epochs();
  std::ranges::sort(epochs, {}, [](const LogSet::EpochInfo& epoch) {
    return std::tuple(epoch.state.node_id, SpaceName(epoch.state.space), epoch.state.variant);
  });
  ListEpochsResponse response;
  for (const LogSet::EpochInfo& epoch : epochs) {
    const VariantState& state = epoch.state;
    if (!request.owner().empty() && request.owner() != state.node_id) {
      continue;
    }
    EpochInfo& info = *response.add_epochs();
    info.set_log_id(HexEncode(state.log.view()));
    info.set_tag(HexEncode(state.tag.view()));
    info.set_owner(state.node_id);
    info.set_space(SpaceName(state.space));
    info.set_events(state.edge.size());
    info.set_root(HexEncode(state.edge.Root().view()));
    info.set_statement_note(state.statement);
    info.set_open(epoch.open);
    info.set_forked(epoch.forked);
    info.set_variant(state.variant);
    const std::optional<LogIdentity> identity = IdentityOf(state);
    if (identity.has_value() && !state.checkpoints.empty()) {
      info.set_checkpoint_note(
          CheckpointNote(logs_->options().trust_domain, state.checkpoints.back(), identity->key));
    }
    for (const Acknowledgement& one : acknowledgements_->ForEpoch(state.log, state.tag)) {
      if (!state.checkpoints.empty() && one.checkpoint.size >= state.checkpoints.back().size()) {
        info.add_held_by(one.node_id);
      }
    }
  }
  return response;
}

StatusOr<ListEventsResponse> LogInspection::ListEvents(const ListEventsRequest& request) const {
  const uint32_t count = request.count() == 0 ? kEventsDefault : request.count();
  if (count > kEventsMax) {
    return Invalid(absl::StrFormat("count: at most %d events at once", kEventsMax));
  }
  const std::vector<LogSet::EpochInfo> epochs = logs_->Epochs();
  const auto epoch = std::ranges::find(
      epochs, request.variant(), [](const LogSet::EpochInfo& one) { return one.state.variant; });
  if (epoch == epochs.end()) {
    return NotFound(
        absl::StrFormat("there is no epoch numbered %d on this disk: `cledi log show` lists them",
                        request.variant()));
  }
  ListEventsResponse response;
  const uint64_t size = epoch->state.edge.size();
  if (request.from() >= size) {
    return response;
  }
  const uint64_t to = std::min<uint64_t>(size, request.from() + count);
  ASSIGN_OR_RETURN(const std::vector<Record> records,
                   logs_->ReadAllRecords(request.variant(), request.from(), to - request.from(),
                                         kVerifyBytesPerRead));
  uint64_t index = request.from();
  for (const Record& record : records) {
    const Header header = HeaderOf(record.leaf);
    EventInfo& info = *response.add_events();
    info.set_index(index++);
    info.set_event_id(HexEncode(EventIdOf(epoch->state.log, record.leaf).view()));
    info.set_type(TypeName(header.type));
    info.set_time_unix_ms(ToUnixMs(HlcTime(header.hlc)));
    info.set_counter(static_cast<uint32_t>(header.hlc & 0xffff));
    info.set_payload_bytes(header.payload_bytes);
    info.set_payload_here(record.body.has_value());
    info.set_roster_number(header.roster_number);
  }
  return response;
}

std::string LogInspection::ToToken(const Place& place) {
  std::string bytes;
  PutLittleEndian(bytes, place.variant);
  PutLittleEndian(bytes, place.done);
  PutLittleEndian(bytes, place.edge.size());
  for (const Hash& subtree : place.edge.subtrees()) {
    bytes.append(subtree.view());
  }
  return Base64UrlEncode(bytes);
}

StatusOr<LogInspection::Place> LogInspection::FromToken(const std::string& token) {
  constexpr size_t kFixed = 24;
  const std::string bytes = Base64UrlDecode(token).value_or("");
  if (bytes.size() < kFixed || (bytes.size() - kFixed) % Hash::kSize != 0) {
    return Invalid("the token is not one that this method gave");
  }
  Place place;
  place.variant = GetLittleEndian<uint64_t>(AsBytes(bytes).data());
  place.done = GetLittleEndian<uint64_t>(AsBytes(bytes).data() + 8);
  std::vector<Hash> subtrees;
  for (size_t at = kFixed; at < bytes.size(); at += Hash::kSize) {
    subtrees.push_back(*Hash::From(std::string_view(bytes).substr(at, Hash::kSize)));
  }
  ASSIGN_OR_RETURN(place.edge,
                   RightEdge::Restore(GetLittleEndian<uint64_t>(AsBytes(bytes).data() + 16),
                                      std::move(subtrees)));
  return place;
}

StatusOr<VerifyLogsResponse> LogInspection::Verify(const VerifyLogsRequest& request) const {
  Place place;
  if (!request.token().empty()) {
    ASSIGN_OR_RETURN(place, FromToken(request.token()));
  }
  std::vector<LogSet::EpochInfo> epochs = logs_->Epochs();
  std::ranges::sort(epochs, {}, [](const LogSet::EpochInfo& epoch) { return epoch.state.variant; });
  VerifyLogsResponse response;
  for (const LogSet::EpochInfo& epoch : epochs) {
    response.set_events_total(response.events_total() + RowsOf(epoch.state));
  }
  const uint64_t stop = place.done + kVerifyEvents;
  for (const LogSet::EpochInfo& epoch : epochs) {
    if (epoch.state.variant < place.variant) {
      continue;
    }
    if (epoch.state.variant != place.variant || place.edge.size() == 0) {
      place.variant = epoch.state.variant;
      place.edge = RightEdge();
      VerifySignatures(epoch.state, response);
    }
    while (place.done < stop && !VerifySome(epoch, place, response)) {
    }
    if (place.done >= stop) {
      response.set_next_token(ToToken(place));
      break;
    }
    // Finished: the next variant begins with an empty edge.
    place.variant = epoch.state.variant + 1;
    place.edge = RightEdge();
  }
  response.set_events_done(place.done);
  return response;
}

bool LogInspection::VerifySome(const LogSet::EpochInfo& epoch, Place& place,
                               VerifyLogsResponse& response) const {
  const VariantState& state = epoch.state;
  const uint64_t from = place.edge.size();
  if (from >= state.edge.size()) {
    return true;
  }
  // Up to the next checkpoint, so that its root can be compared.
  const SignedCheckpoint* next = NextBoundary(state, from);
  const uint64_t end =
      std::min(next == nullptr ? state.edge.size() : next->size(), from + kVerifyEventsPerRead);
  const auto records = logs_->ReadAllRecords(state.variant, from, end - from, kVerifyBytesPerRead);
  if (!records.ok() || records->empty()) {
    AddProblem(response, absl::StrFormat("%s cannot be read: %s", PlaceOf(state, from),
                                         Message(records.status())));
    place.done += state.edge.size() - from;
    place.edge = state.edge;
    return true;
  }
  for (const Record& record : *records) {
    const uint64_t index = place.edge.size();
    if (record.body.has_value() &&
        Commitment(record.body->salt, record.body->payload) != CommitmentOf(record.leaf)) {
      AddProblem(response, PlaceOf(state, index) + ": its payload is not what was committed to");
    }
    place.edge.Append(MerkleLeafHash(state.log, record.leaf));
    place.done += index >= state.shared ? 1 : 0;
  }
  if (next != nullptr && next->size() == place.edge.size() && next->root() != place.edge.Root()) {
    AddProblem(response, PlaceOf(state, place.edge.size() - 1) +
                             ": the events up to here do not have the root that was signed");
  }
  return place.edge.size() >= state.edge.size();
}

void LogInspection::VerifySignatures(const VariantState& state,
                                     VerifyLogsResponse& response) const {
  const std::optional<LogIdentity> identity = IdentityOf(state);
  if (!identity.has_value()) {
    AddProblem(response, PlaceOf(state, 0) + ": the roster does not know whose log this is");
    return;
  }
  const LogSet::Options& node = logs_->options();
  if (const auto statement =
          VerifyStatement(node.trust_domain, node.federation, state.statement, identity->key);
      !statement.ok() || statement->tag != state.tag) {
    AddProblem(response, PlaceOf(state, 0) + ": the epoch's statement is not valid");
  }
  for (const SignedCheckpoint& checkpoint : state.checkpoints) {
    if (!VerifyCheckpoint(node.trust_domain, checkpoint.checkpoint(), checkpoint.signature(),
                          identity->key)
             .ok()) {
      AddProblem(response, PlaceOf(state, checkpoint.size() - 1) +
                               ": the checkpoint behind it is not signed by the log's key");
    }
  }
}

}  // namespace cledi
