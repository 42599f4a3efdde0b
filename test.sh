#!/bin/bash
# Installs what is missing, builds and runs the tests. The last line reads `N passed, N failed, N skipped`.
#   ./test.sh             everything but the slow tests
#   ./test.sh --fast      the tests of the rooms only
#   ./test.sh --full      on new random cases, and also the slow tests, clang, 60 s of each fuzzer, pip install, a fresh Debian root
#   ./test.sh --sanitize  address, undefined behaviour and thread sanitizers
set -uo pipefail
cd "$(dirname "$0")"
. scripts/steps.sh
. scripts/test_runs.sh

usage() {
  sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

[ $# -le 1 ] || usage
case "${1:-}" in
  "" | --fast | --full | --sanitize) ;;
  *) usage ;;
esac

start_results
case "${1:-}" in
  "") run_normal ;;
  --fast) run_fast ;;
  --sanitize) run_sanitizers ;;
  --full) new_cases=yes; run_normal && run_slow; run_clang; run_sanitizers; run_fuzzers; run_pip_install; run_fresh_root ;;
esac
finish_results
