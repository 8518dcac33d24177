# Node processes that outlive the script that started them. Source it; it only defines.
# Needs lib.sh, and $data: the folder that holds a data folder for each node.
# shellcheck shell=bash disable=SC2154

pid_file_of() { printf '%s/%s.pid' "$data" "$1"; }
log_file_of() { printf '%s/%s.log' "$data" "$1"; }

# Prints the process id of node $1 while it runs. A number left over from an earlier run may
# belong to somebody else by now, so the process must be this very node, or a child of this
# shell that is about to become it.
running_pid() {
  local file pid
  file=$(pid_file_of "$1")
  [[ -s $file ]] || return 1
  pid=$(<"$file")
  [[ $pid =~ ^[0-9]+$ && -r /proc/$pid/cmdline ]] || return 1
  grep -qzxF -- "$data/$1" "/proc/$pid/cmdline" 2>/dev/null ||
    grep -qx "PPid:[[:space:]]*$$" "/proc/$pid/status" 2>/dev/null || return 1
  printf '%s' "$pid"
}

# Nodes of $data that have ever been started, in no order.
started_nodes() {
  local file
  for file in "$data"/*.pid; do
    if [[ -e $file ]]; then
      basename "$file" .pid
    fi
  done
}

# In a session of its own, so that Ctrl-C reaches the script alone, which then stops the
# nodes in order. (Descriptor 9 is the script's lock.)
start_node() {
  setsid "$project/build/bin/cledi-node" --data "$data/$1" \
    </dev/null >>"$(log_file_of "$1")" 2>&1 9>&- &
  printf '%s\n' "$!" >"$(pid_file_of "$1")"
}

# Waits until node $1, a child of this shell, answers. Returns 1 when it ended, or did not
# answer for a minute.
wait_until_ready() {
  local pid deadline=$((SECONDS + 60))
  pid=$(<"$(pid_file_of "$1")")
  until "$project/build/bin/cledi" --data "$data/$1" status --json >/dev/null 2>&1; do
    kill -0 "$pid" 2>/dev/null || return 1
    ((SECONDS < deadline)) || return 1
    sleep 0.2
  done
}

# Stops the nodes $@ and waits for their ends.
stop_nodes() {
  local id pid deadline=$((SECONDS + 60))
  for id in "$@"; do
    if pid=$(running_pid "$id"); then
      kill -TERM "$pid" 2>/dev/null || true
    fi
  done
  for id in "$@"; do
    while pid=$(running_pid "$id") && ((SECONDS < deadline)); do
      sleep 0.1
    done
    if pid=$(running_pid "$id"); then
      say "$id did not stop in a minute and is ended."
      kill -KILL "$pid" 2>/dev/null || true
    fi
    rm -f "$(pid_file_of "$id")"
  done
}
