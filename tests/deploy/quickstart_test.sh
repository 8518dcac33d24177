#!/bin/bash
# deploy/quickstart itself: its arguments, its order of work, and that nothing is left running.
# The programs are stubs; the real ones run in tests/process.

set -euo pipefail

source_folder=$(cd "$(dirname "$0")/../.." && pwd)
world=$(mktemp -d)
failures=0

stop_and_clean() {
  "$world/deploy/quickstart" --stop >/dev/null 2>&1 || true
  rm -rf "$world"
}
trap stop_and_clean EXIT

mkdir -p "$world/build/bin"
cp -r "$source_folder/deploy" "$world/deploy"
cp "$source_folder/tests/deploy/stubs/"* "$world/build/bin/"
for step in install-packages build; do
  printf '#!/bin/bash\n' >"$world/deploy/$step"
done
chmod +x "$world"/deploy/{install-packages,build} "$world"/build/bin/*
cd "$world"
nodes_folder=$world/build/quickstart

# Ports of which nobody else on this machine uses one.
while true; do
  base_port=$((20000 + RANDOM % 20000))
  for ((port = base_port + 1; port < base_port + 30; ++port)); do
    ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || continue 2
  done
  break
done

# Runs the quickstart; its output and exit status are in $output and $status.
quickstart() {
  status=0
  output=$(deploy/quickstart "$@" 2>&1) || status=$?
}

expect() {
  local what=$1
  shift
  if "$@"; then
    echo "ok: $what"
  else
    echo "FAILED: $what (exit status $status); the quickstart said:" "$output"
    failures=$((failures + 1))
  fi
}

exited_with() { ((status == $1)); }
said() { [[ $output == *"$1"* ]]; }
ran() { grep -qxF -- "$1" "$nodes_folder/commands"; }
ran_nothing() { [[ ! -e $nodes_folder/commands ]]; }
ran_no() { ! grep -q -- "$1" "$nodes_folder/commands"; }
# Whether there was a command like $1, later one like $2, and later than that one like $3.
ran_in_order() {
  awk -v first="$1" -v then="$2" -v last="$3" '
    b && $0 ~ last { c = NR }
    a && !b && $0 ~ then { b = NR }
    !a && $0 ~ first { a = NR }
    END { exit !c }' "$nodes_folder/commands"
}
# The pattern comes from a file, else grep would find itself.
running_nodes() { grep -lazF -f <(printf '%s/' "$nodes_folder") /proc/[0-9]*/cmdline 2>/dev/null | wc -l; }
nothing_runs() { (($(running_nodes) == 0)); }
# A process that was just started shows its own command line a moment later.
three_nodes_run() {
  local _
  for _ in {1..100}; do
    (($(running_nodes) != 3)) || return 0
    sleep 0.05
  done
  return 1
}
start_afresh() { rm -rf "$nodes_folder"; }

for wrong in '--nodes 2' '--nodes 10' '--nodes x' '--nodes' '--base-port 80' '--base-port 0900' '--base-port 70000' '--dance' 'x'; do
  # shellcheck disable=SC2086  # Several words.
  quickstart $wrong
  expect "\"$wrong\" is no use" exited_with 2
done
expect "and nothing was done" ran_nothing

quickstart --stop
expect "stopping nothing is no failure" exited_with 0
expect "and it is said" said "No node of"

perl -MIO::Socket::INET -e '
  my $socket = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => $ARGV[0], Listen => 1) or die;
  print "listening\n"; close STDOUT; sleep 60;' $((base_port + 12)) >listening &
listener=$!
until [[ -s listening ]]; do sleep 0.05; done
quickstart --base-port "$base_port" --detach
kill "$listener"
expect "a taken port is a failure" exited_with 1
expect "and named with the node that needs it" said "port $((base_port + 12)), which es-granada needs, is taken"
expect "and nothing was done" ran_nothing

quickstart --base-port "$base_port" --data "/tmp/$(printf 'x%.0s' {1..100})" --detach
expect "a path that no socket fits into is refused" said "is too long"

quickstart --base-port "$base_port" --detach
expect "a first start succeeds" exited_with 0
expect "and three nodes run" three_nodes_run
expect "the second is invited" ran "it-bicocca node invite --json --id es-granada --institution Universidad de Granada --country ES"
expect "a hosted institution's practices go to its host" ran "es-granada practice import $world/deploy/samples/practices/es-cartuja.jsonl --keys $nodes_folder/sample-keys"
expect "adaptations wait until everybody has what they came from" ran_in_order 'tr-metu practice import .*/practices/' 'tr-metu views digest' 'it-bicocca practice import .*/adaptations/'
expect "people are there before what they publish" ran_in_order 'es-granada user import' 'es-granada practice import' 'es-granada thread import'
expect "discussions are gone through until nobody waits" ran_in_order 'tr-metu thread import' 'it-bicocca thread import' 'tr-metu thread import'
expect "somebody to sign in as is named, with the password" said "educator       elena.carmona        secret of elena.carmona"
expect "the coordinator too" said "coordinator    marco.delpiano       secret of marco.delpiano"
expect "the addresses are said" said "http://metu.localhost:$((base_port + 21))"

quickstart --base-port "$base_port" --detach
expect "a second start meets the first" said "is running already"
expect "which goes on" three_nodes_run

quickstart --stop
expect "stopping stops" exited_with 0
expect "and nothing runs" nothing_runs

: >"$nodes_folder/commands"
quickstart --detach
expect "a start with the same data needs no arguments" exited_with 0
expect "and enrols nobody" ran_no 'join\|create'
expect "and loads nothing" ran_no import
expect "and says again how to sign in" said "secret of elena.carmona"
quickstart --stop
quickstart --nodes 4 --detach
expect "another number of nodes is refused" said "holds a federation of 3 nodes"

touch "$nodes_folder/tr-metu/crash"
quickstart --detach
expect "a node that does not start is a failure" exited_with 1
expect "its own words are shown" said "cannot open the store"
expect "and the others are stopped" nothing_runs

start_afresh
mkdir -p "$nodes_folder"
touch "$nodes_folder/refuse-create"
quickstart --nodes 4 --base-port "$base_port" --detach
expect "a federation that cannot be created is a failure" exited_with 1
rm "$nodes_folder/refuse-create"
touch "$nodes_folder/refuse-join"
quickstart --base-port "$base_port" --detach
expect "a partner that cannot join is a failure" exited_with 1
expect "and named" said "es-granada could not join"
expect "and nothing runs" nothing_runs

start_afresh
: >foreground
deploy/quickstart --base-port "$base_port" >foreground 2>&1 &
foreground=$!
until grep -q 'Ctrl-C stops' foreground || ! kill -0 "$foreground" 2>/dev/null; do sleep 0.05; done
output=$(<foreground)
expect "in the foreground it stays" three_nodes_run
kill -TERM "$foreground"
status=0
wait "$foreground" || status=$?
expect "until it is told to stop" exited_with 0
expect "and takes everything along" nothing_runs

((failures == 0))
