#include "federation/rpc_grpc/connection_guard.h"

#include <utility>

#include <fcntl.h>
#include <sys/socket.h>

#include "absl/strings/str_format.h"

#include "federation/base/log_line.h"

namespace cledi {
namespace {

constexpr std::chrono::milliseconds kRateWindow{1000};
// A flood of connections must not become a flood of lines.
constexpr std::chrono::milliseconds kRefusalLogInterval{10000};

// Ends the connection for both sides now. When the last descriptor of the socket is closed the
// kernel resets it, instead of keeping what a peer sent and nobody read.
void Abort(int fd) {
  const linger at_once = {.l_onoff = 1, .l_linger = 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  shutdown(fd, SHUT_RDWR);
}

}  // namespace

StatusOr<ConnectionGuard::Admitted> ConnectionGuard::Admit(int fd, PeerAddress address) {
  absl::MutexLock lock(&mutex_);
  if (connections_.size() >= limits_.connections_max) {
    return Refuse(absl::StrFormat("%d connections are open", connections_.size()));
  }
  const auto host = per_host_.find(address.host);
  const size_t of_host = host == per_host_.end() ? 0 : host->second;
  if (!address.host.empty() && of_host >= limits_.connections_per_host_max) {
    return Refuse(absl::StrFormat("%s has %d connections open", address.host, of_host));
  }
  UniqueFd duplicate(fcntl(fd, F_DUPFD_CLOEXEC, 0));
  if (!duplicate.valid()) {
    return Refuse("the process has no file descriptors left");
  }

  const Admitted admitted{.id = next_id_++, .watch_fd = duplicate.get()};
  ++figures_.admitted;
  if (!address.host.empty()) {
    ++per_host_[address.host];
    by_endpoint_.insert_or_assign(address.endpoint, admitted.id);
  }
  connections_.emplace(
      admitted.id,
      Connection{.duplicate = std::move(duplicate), .address = std::move(address), .node_id = {}});
  return admitted;
}

Status ConnectionGuard::Refuse(std::string why) {
  ++figures_.refused;
  const std::chrono::milliseconds now = clock_->Monotonic();
  if (now >= log_again_at_) {
    LogLine(Severity::kWarning, "connection_refused",
            {{"why", why}, {"refused", absl::StrFormat("%d", figures_.refused - refused_in_log_)}});
    refused_in_log_ = figures_.refused;
    log_again_at_ = now + kRefusalLogInterval;
  }
  return absl::ResourceExhaustedError(why);
}

UniqueFd ConnectionGuard::Forget(ConnectionId id) {
  absl::MutexLock lock(&mutex_);
  const auto found = connections_.find(id);
  if (found == connections_.end()) {
    return UniqueFd();
  }
  const PeerAddress& address = found->second.address;
  const auto host = per_host_.find(address.host);
  if (host != per_host_.end() && --host->second == 0) {
    per_host_.erase(host);
  }
  // The endpoint may already be that of a newer connection.
  const auto endpoint = by_endpoint_.find(address.endpoint);
  if (endpoint != by_endpoint_.end() && endpoint->second == id) {
    by_endpoint_.erase(endpoint);
  }
  UniqueFd duplicate = std::move(found->second.duplicate);
  connections_.erase(found);
  return duplicate;
}

Status ConnectionGuard::CountCall(std::string_view node_id, std::string_view endpoint) {
  absl::MutexLock lock(&mutex_);
  NoteCaller(node_id, endpoint);
  const std::chrono::milliseconds now = clock_->Monotonic();
  const auto known = rates_.find(node_id);
  Rate& rate = known != rates_.end() ? known->second : rates_[std::string(node_id)];
  if (now >= rate.window_start + kRateWindow) {
    rate.window_start = now;
    rate.calls = 0;
  }
  const bool was_banned = now < rate.banned_until;
  if (!was_banned && ++rate.calls <= limits_.calls_per_second_max) {
    return absl::OkStatus();
  }
  if (!was_banned) {
    rate.banned_until = now + limits_.ban;
    LogLine(Severity::kError, "peer_banned",
            {{"peer", std::string(node_id)},
             {"calls_per_second_max", absl::StrFormat("%d", limits_.calls_per_second_max)},
             {"ban_ms", absl::StrFormat("%d", limits_.ban.count())}});
  }
  CutLocked(node_id);
  return absl::ResourceExhaustedError(
      absl::StrFormat("%s made more than %d calls in a second; it is shut out for %d s", node_id,
                      limits_.calls_per_second_max,
                      std::chrono::ceil<std::chrono::seconds>(rate.banned_until - now).count()));
}

void ConnectionGuard::NoteCaller(std::string_view node_id, std::string_view endpoint) {
  const auto found = by_endpoint_.find(endpoint);
  if (found == by_endpoint_.end()) {
    return;
  }
  Connection& connection = connections_.at(found->second);
  if (connection.node_id.empty()) {
    connection.node_id = node_id;
  }
}

bool ConnectionGuard::Banned(std::string_view node_id) const {
  absl::MutexLock lock(&mutex_);
  const auto rate = rates_.find(node_id);
  return rate != rates_.end() && clock_->Monotonic() < rate->second.banned_until;
}

size_t ConnectionGuard::Cut(std::string_view node_id) {
  absl::MutexLock lock(&mutex_);
  return CutLocked(node_id);
}

size_t ConnectionGuard::CutSilent() {
  absl::MutexLock lock(&mutex_);
  return CutLocked("");
}

size_t ConnectionGuard::CutLocked(std::string_view node_id) {
  size_t cut = 0;
  for (auto& [id, connection] : connections_) {
    if (connection.node_id == node_id && !connection.address.endpoint.empty() && !connection.cut) {
      Abort(connection.duplicate.get());
      connection.cut = true;
      ++cut;
    }
  }
  figures_.cut += cut;
  return cut;
}

ConnectionGuard::Figures ConnectionGuard::figures() const {
  absl::MutexLock lock(&mutex_);
  Figures figures = figures_;
  figures.open = connections_.size();
  return figures;
}

}  // namespace cledi
