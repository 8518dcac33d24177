#!/bin/bash
# What the scripts of deploy/ say to wrong use: exit status 2, and nothing done.

set -euo pipefail

cd "$(dirname "$0")/../.."
failures=0

refuses() {
  local output status=0
  output=$("$@" 2>&1) || status=$?
  if ((status != 2)) || [[ $output != *--help* ]]; then
    echo "FAILED: \"$*\" ended with $status and said: $output"
    failures=$((failures + 1))
  fi
}

explains() {
  local output
  output=$("$1" --help)
  if [[ $output != *"$1"* ]]; then
    echo "FAILED: $1 --help says: $output"
    failures=$((failures + 1))
  fi
}

refuses deploy/install-packages nonsense
refuses deploy/install-packages --dance
refuses deploy/build --preset
refuses deploy/build --preset nonsense
refuses deploy/build --dance
refuses deploy/test now
refuses deploy/check --dance
for script in quickstart test install-packages build check; do
  explains "deploy/$script"
done

((failures == 0))
