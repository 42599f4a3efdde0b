#!/bin/bash
# Prints what was tried to break the store, and what broke: points, losses, silent wrong answers.
#   scripts/trust.sh [BUILD_FOLDER] [--full]    --full: 200,000 power losses, 2,000 kills, 20,000 flipped bits (an hour)
set -euo pipefail
cd "$(dirname "$0")/.."

build=build/dev
slow='--test-case-exclude=*[slow]*'
for word in "$@"; do
  if [ "$word" = --full ]; then slow=''; else build=$word; fi
done

# The figures that a test binary tells, without the place in its source; what failed, whole.
figures() {
  local code=0
  "$build/tests/$1" --no-colors=true "--test-case=$2" ${slow:+"$slow"} >"$log" 2>&1 || code=$?
  sed -n 's/.*MESSAGE: //p' "$log"
  [ $code = 0 ] || { cat "$log"; failed=1; }
  grep '^\[doctest\] test cases' "$log" || true
}

failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "== power, disks, memory, bits, processes, older schemas, backups"
figures test_store '*power*,*disk*,*leaves state*,*poisons*,*memory*,*flipped*,*killed*,*processes*,*child*,*reader that stays*,*schema*,*backup*,*restored*,*scrubbed*,*planted*'
echo "== erasure, order of events"
figures test_view '*eras*,*backup*,*same events*,*late correction*,*planted*'
exit $failed
