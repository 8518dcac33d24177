#include "tests/sim/world.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"

#include "federation/base/check.h"
#include "federation/roster/roster_update.h"

namespace cledi::sim {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds kHealTime = std::chrono::minutes(20);
constexpr milliseconds kLook = std::chrono::seconds(5);

std::string ShortHex(const EventId& id) { return HexEncode(id.view().substr(0, 4)); }

}  // namespace

World::World(const Plan& plan) : plan_(plan), random_(plan.seed), network_(&queue_, &random_) {
  MakeFederation();
}

void World::Note(std::string line) {
  outcome_.history.push_back(
      absl::StrFormat("%8.1fs  %s", static_cast<double>(queue_.now().count()) / 1000.0, line));
}

void World::Fail(std::string why) {
  Note("FAILED: " + why);
  if (outcome_.ok) {
    outcome_.ok = false;
    outcome_.failure = std::move(why);
  }
}

void World::MakeFederation() {
  std::vector<SigningKey> recovery;
  federation::v1::TrustRoot contents;
  contents.set_version(1);
  contents.set_trust_domain("sim.example");
  contents.set_name("Simulated");
  contents.set_federation_id(random_.Draw<FederationId>().str());
  const SigningKey roster_key = SigningKey::Generate(random_);
  contents.set_roster_key(roster_key.public_key().str());
  contents.add_tls_authorities("not used here");
  contents.set_coordinator("node-0");
  contents.set_created_unix_ms(1790000000000);
  for (int i = 0; i < 3; ++i) {
    recovery.push_back(SigningKey::Generate(random_));
    contents.add_recovery_keys(recovery.back().public_key().str());
  }
  const std::vector<std::reference_wrapper<const SigningKey>> signers(recovery.begin(),
                                                                      recovery.end());
  auto root = MakeTrustRoot(contents, signers);
  CHECK(root.ok());
  // The last node of some runs can only dial out.
  const bool behind_nat = random_.Below(3) == 0;
  std::vector<federation::v1::RosterChange> changes;
  for (int i = 0; i < plan_.nodes; ++i) {
    const std::string id = absl::StrFormat("node-%d", i);
    const bool dialable = !(behind_nat && i + 1 == plan_.nodes);
    const SigningKey& key = keys_.emplace(id, SigningKey::Generate(random_)).first->second;
    federation::v1::Member member;
    member.set_node_id(id);
    member.set_institution(id);
    member.set_country("IT");
    member.set_log_key(key.public_key().str());
    if (dialable) {
      member.add_addresses("127.0.0.1:1");
    }
    changes.push_back(AdmitChange(std::move(member)));
    Machine& machine = machines_.emplace_back();
    machine.node_id = id;
    machine.disk = std::make_shared<MemoryStore>();
    machine.dialable = dialable;
    machine.backups.push_back({machine.disk->CopyDisk(), {}});
  }
  auto step =
      SignRosterUpdate(Roster(*std::move(root)), changes, roster_key, FromUnixMs(1790000000000));
  CHECK(step.ok());
  roster_ = std::make_shared<const Roster>(std::move(step->after));
}

Outcome World::Run() {
  for (Machine& machine : machines_) {
    StartAgain(machine);
  }
  for (int i = 0; i < plan_.steps && outcome_.ok; ++i) {
    Step();
    queue_.RunUntil(queue_.now() + milliseconds(static_cast<int64_t>(random_.Below(1500))));
  }
  if (outcome_.ok) {
    Heal();
  }
  outcome_.counters["calls"] = static_cast<int>(network_.calls());
  return std::move(outcome_);
}

void World::Step() {
  const uint64_t dice = random_.Below(1000);
  Machine& machine = AnyMachine();
  if (dice < 600) {
    Write(machine);
  } else if (dice < 660) {
    machine.backups.push_back({machine.disk->CopyDisk(), machine.confirmed});
    Note(machine.node_id + " is backed up");
  } else if (dice < 760) {
    if (machine.process != nullptr) {
      Kill(machine);
    } else {
      StartAgain(machine);
    }
  } else if (dice < 800) {
    Restore(machine);
  } else if (dice < 815) {
    if (machines_.size() < static_cast<size_t>(plan_.nodes) + 2 && machine.process != nullptr) {
      CloneMachine(machine);
    }
  } else if (dice < 850) {
    Partition();
  } else if (dice < 890) {
    network_.HealCuts();
    Note("all connections are back");
  } else if (dice < 930) {
    network_.SetFaults({.loss = random_.Below(200),
                        .duplication = random_.Below(100),
                        .bit_flips = random_.Below(4) == 0 ? random_.Below(100) : 0,
                        .delay_max = milliseconds(static_cast<int64_t>(10 + random_.Below(800)))});
  } else if (dice < 960) {
    machine.disk->FillUpAfter(random_.Below(10));
    Note("the disk of " + machine.node_id + " fills up");
  } else if (dice < 985) {
    machine.disk->Repair();
    Note("there is room on the disk of " + machine.node_id);
  } else {
    machine.clock_error = milliseconds(static_cast<int64_t>(random_.Below(7'200'000)) - 3'600'000);
    if (machine.process != nullptr) {
      machine.process->clock().SetError(machine.clock_error);
    }
    Note("the clock of " + machine.node_id + " jumps");
  }
}

void World::Write(Machine& machine) {
  if (machine.process == nullptr) {
    return;
  }
  const int burst = random_.Below(10) == 0 ? 40 : 1;
  for (int i = 0; i < burst; ++i) {
    const auto id =
        machine.process->Append(absl::StrFormat("%d by %s", written_++, machine.node_id) +
                                std::string(random_.Below(300), 'x'));
    if (id.ok()) {
      machine.confirmed.insert(*id);
      ++outcome_.counters["events"];
      Note(absl::StrFormat("%s writes %s", machine.node_id, ShortHex(*id)));
    } else {
      ++outcome_.counters["refused writes"];
    }
  }
}

void World::Kill(Machine& machine) {
  machine.process.reset();
  ListProcesses();
  machine.disk->Crash(random_);
  ++outcome_.counters["kills"];
  Note(machine.node_id + " is killed");
}

void World::StartAgain(Machine& machine) {
  const Shared shared{&queue_, &network_, roster_, &keys_, &random_};
  auto started = Process::Start(shared, machine.node_id, machine.disk, machine.dialable);
  if (!started.ok()) {
    // Only a full disk may keep it from starting.
    if (!absl::IsResourceExhausted(started.status())) {
      Fail(absl::StrFormat("%s cannot start: %s", machine.node_id, Message(started.status())));
    }
    Note(machine.node_id + " cannot start: its disk is full");
    return;
  }
  machine.process = *std::move(started);
  machine.process->clock().SetError(machine.clock_error);
  ListProcesses();
  Note(machine.node_id + " starts");
  CheckConfirmed(machine);
}

void World::Restore(Machine& machine) {
  const Backup& backup = machine.backups[random_.Below(machine.backups.size())];
  machine.process.reset();
  machine.disk = std::make_shared<MemoryStore>(backup.disk);
  machine.confirmed = backup.confirmed;
  ++outcome_.counters["restores"];
  Note(machine.node_id + " is restored from a backup");
  StartAgain(machine);
}

void World::CloneMachine(const Machine& machine) {
  std::unique_ptr<Process> process = machine.process->CloneMachine();
  Machine& clone = machines_.emplace_back();
  clone.node_id = machine.node_id;
  clone.disk = process->shared_disk();
  clone.process = std::move(process);
  clone.dialable = machine.dialable;
  clone.confirmed = machine.confirmed;
  clone.backups.push_back({clone.disk->CopyDisk(), clone.confirmed});
  cloned_.insert(clone.node_id);
  ++outcome_.counters["clones"];
  Note(clone.node_id + " is cloned while it runs");
  ListProcesses();
}

void World::Partition() {
  network_.HealCuts();
  const bool one_way = random_.Below(3) == 0;
  std::map<std::string, uint64_t> side;
  for (const auto& [id, key] : keys_) {
    side[id] = random_.Below(2);
  }
  for (const auto& [a, side_a] : side) {
    for (const auto& [b, side_b] : side) {
      if (side_a != side_b && (!one_way || side_a < side_b)) {
        network_.Cut(a, b);
      }
    }
  }
  ++outcome_.counters["partitions"];
  Note(one_way ? "the network parts, one way" : "the network parts");
}

void World::CheckConfirmed(const Machine& machine) {
  const std::map<EventId, int> events = machine.process->Events();
  for (const EventId& id : machine.confirmed) {
    if (!events.contains(id)) {
      Fail(absl::StrFormat("%s confirmed %s and does not have it", machine.node_id, ShortHex(id)));
      return;
    }
  }
}

void World::Heal() {
  Note("everything heals");
  network_.HealCuts();
  network_.SetFaults({});
  std::set<EventId> expected;
  for (Machine& machine : machines_) {
    machine.disk->Repair();
    machine.clock_error = milliseconds(0);
    if (machine.process == nullptr) {
      StartAgain(machine);
    }
    if (machine.process == nullptr) {
      return;
    }
    machine.process->clock().SetError(milliseconds(0));
    for (const auto& [id, count] : machine.process->Events()) {
      expected.insert(id);
    }
  }
  WriteEverywhere();
  for (const Machine& machine : machines_) {
    expected.insert(machine.confirmed.begin(), machine.confirmed.end());
  }
  const milliseconds deadline = queue_.now() + kHealTime;
  while (!InStep() && queue_.now() < deadline) {
    queue_.RunUntil(queue_.now() + kLook);
  }
  Note("asking the oracles");
  CheckEquality();
  CheckEpochs();
  if (!outcome_.ok) {
    NoteState();
  }
  const std::map<EventId, int> final_events = machines_.front().process->Events();
  for (const EventId& id : expected) {
    if (!final_events.contains(id)) {
      Fail("an event that was on a surviving disk is gone: " + ShortHex(id));
      return;
    }
  }
  for (const Machine& machine : machines_) {
    outcome_.counters["forked epochs"] =
        std::max(outcome_.counters["forked epochs"],
                 static_cast<int>(machine.process->logs().ForkProofs().size()));
  }
}

void World::WriteEverywhere() {
  for (Machine& machine : machines_) {
    const auto id = machine.process->Append("after all, by " + machine.node_id);
    if (!id.ok()) {
      Fail(machine.node_id +
           " cannot write after everything healed: " + std::string(Message(id.status())));
      return;
    }
    machine.confirmed.insert(*id);
  }
}

bool World::InStep() const {
  const Hash digest = machines_.front().process->logs().SpaceDigest(CommonsSpace());
  return std::ranges::all_of(machines_, [&](const Machine& machine) {
    return machine.process->logs().SpaceDigest(CommonsSpace()) == digest;
  });
}

void World::CheckEquality() {
  const std::map<EventId, int> reference = machines_.front().process->Events();
  for (const auto& [id, count] : reference) {
    if (count != 1) {
      Fail(absl::StrFormat("%s stands %d times", ShortHex(id), count));
      return;
    }
  }
  for (const Machine& machine : machines_) {
    if (machine.process->Events() != reference) {
      Fail(absl::StrFormat("%s and %s do not hold the same events", machines_.front().node_id,
                           machine.node_id));
      return;
    }
  }
  if (!InStep()) {
    Fail("equal events, unequal digests");
  }
}

void World::CheckEpochs() {
  std::set<EpochTag> open;
  for (const Machine& machine : machines_) {
    for (const LogSet::EpochInfo& epoch : machine.process->logs().Epochs()) {
      const VariantState& state = epoch.state;
      if (epoch.forked && !cloned_.contains(state.node_id)) {
        Fail(absl::StrFormat("%s sees a fork of %s, which was never cloned", machine.node_id,
                             state.node_id));
      }
      if (epoch.open && !open.insert(state.tag).second) {
        Fail(absl::StrFormat("an epoch of %s is open in two processes", state.node_id));
      }
    }
  }
}

void World::NoteState() {
  for (const Machine& machine : machines_) {
    const LogSet& logs = machine.process->logs();
    Note(absl::StrFormat("%s holds, digest %s:", machine.node_id,
                         HexEncode(logs.SpaceDigest(CommonsSpace()).view().substr(0, 4))));
    for (const LogSet::EpochInfo& epoch : logs.Epochs()) {
      const VariantState& state = epoch.state;
      Note(absl::StrFormat("    %s epoch %s: %d events, signed to %d%s", state.node_id,
                           HexEncode(state.tag.view().substr(0, 4)), state.edge.size(),
                           state.checkpoints.empty() ? 0 : state.checkpoints.back().size(),
                           epoch.forked ? ", forked" : ""));
    }
    for (const auto& [id, peer] : machine.process->replicator().peers()) {
      Note(absl::StrFormat("    sees %s: phase %d, awaiting %d, pulls %d, error '%s'", id,
                           static_cast<int>(peer.phase), peer.awaiting, peer.pulls,
                           peer.last_error));
    }
    for (const auto& [key, entry] : machine.process->refusals().Snapshot()) {
      Note(absl::StrFormat("    refused %s %s %d times: %s", key.first, key.second, entry.count,
                           entry.last_detail));
    }
    for (const auto& [key, want] : machine.process->replicator().wants()) {
      Note(absl::StrFormat(
          "    wants epoch %s from '%s': %d targets, next %d, pulling %d, storing "
          "%d, restart %d",
          HexEncode(key.tag.view().substr(0, 4)), want.from_peer, want.holders.size(),
          want.next_from, want.pulling, want.storing, want.restart));
    }
  }
}

void World::ListProcesses() {
  std::vector<Process*> processes;
  for (Machine& machine : machines_) {
    if (machine.process != nullptr) {
      processes.push_back(machine.process.get());
    }
  }
  network_.SetProcesses(std::move(processes));
}

}  // namespace cledi::sim
