# Shared by the scripts of this folder. Source it; it only defines.
# shellcheck shell=bash disable=SC2034  # Variables are for the scripts that source this.

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=${0##*/}
log_folder=$project/build/log

say() { printf '%s\n' "$*"; }

# A plain message, then the end. What was started is cleaned up by the caller's traps.
fail() {
  progress_clear
  printf '%s: %s\n' "$program" "$*" >&2
  exit 1
}

# Wrong use of the script itself.
usage_error() {
  printf '%s: %s\nTry: %s --help\n' "$program" "$*" "$0" >&2
  exit 2
}

# Prints the comment at the top of the calling script.
print_help() { sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; }

# "40 s", "3 min", "1 h 5 min".
duration() {
  local seconds=$1
  if ((seconds < 90)); then
    printf '%d s' "$seconds"
  elif ((seconds < 5400)); then
    printf '%d min' $(((seconds + 30) / 60))
  else
    printf '%d h %d min' $((seconds / 3600)) $((seconds % 3600 / 60))
  fi
}

# Progress with an estimate: progress_begin LABEL, then progress_show DONE TOTAL as often as
# one likes, then progress_end. On a terminal one line is rewritten; elsewhere a line is
# printed at most every 15 seconds.
progress_begin() {
  progress_label=$1
  progress_started=$SECONDS
  progress_printed=$((SECONDS - 10))
}

progress_show() {
  local finished=$1 total=$2
  local elapsed=$((SECONDS - progress_started)) left='' line
  if [[ ! -t 1 ]] && ((SECONDS - progress_printed < 15)); then
    return
  fi
  progress_printed=$SECONDS
  if ((elapsed >= 3 && finished > 0 && finished < total)); then
    left=", about $(duration $((elapsed * (total - finished) / finished + 1))) left"
  fi
  line="$progress_label: $((finished * 100 / (total > 0 ? total : 1))) %$left"
  if [[ -t 1 ]]; then
    printf '\r\e[K%s' "$line"
  else
    say "$line"
  fi
}

progress_clear() {
  [[ ! -t 1 ]] || printf '\r\e[K'
}

progress_end() {
  progress_clear
  say "$progress_label: done in $(duration $((SECONDS - progress_started)))"
}

# Refuses to start work that a nearly full disk would break halfway.
require_free_disk() {
  local folder=$1 needed_mb=$2 what=$3 free_mb
  free_mb=$(df --output=avail -BM "$folder" | tail -n 1 | tr -dc '0-9')
  if ((free_mb < needed_mb)); then
    fail "$what needs about $needed_mb MB free on the disk of $folder; $free_mb MB are free. Make room and start again."
  fi
}
