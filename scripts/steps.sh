# Sourced. Timed steps of a run whose results are added up: each step is a function or command; what it says goes to a
# log, shown when it fails.

results=build/results
skip_code=77  # what a step returns that could not run here; its last line says why

start_results() {
  rm -rf "$results"
  mkdir -p "$results"
}

# note passed|failed|skipped NAME [REASON]
note() {
  printf '%s\t%s\t%s\n' "$1" "$2" "${3:-}" >>"$results/steps.tsv"
}

log_of() {
  echo "$results/$(echo "$1" | tr -c 'a-zA-Z0-9\n' _).log"
}

# step NAME COMMAND...: runs it, prints its time, returns what it returned.
step() {
  local name=$1 log started=$SECONDS code=0
  shift
  log=$(log_of "$name")
  "$@" >"$log" 2>&1 </dev/null || code=$?
  printf '%-48s %5d s  %s\n' "$name" $((SECONDS - started)) "$(outcome $code)"
  [ $code = 0 ] || [ $code = $skip_code ] || tail -n 60 "$log"
  return $code
}

outcome() {
  case $1 in 0) echo ok ;; "$skip_code") echo skipped ;; *) echo FAILED ;; esac
}

# needed NAME COMMAND...: a step without which nothing further makes sense; it counts as a failed test.
needed() {
  step "$@" && return
  note failed "$1" "see $results"
  return 1
}

# checked NAME COMMAND...: a step that is a test itself.
checked() {
  local code=0
  step "$@" || code=$?
  case $code in
    0) note passed "$1" ;;
    "$skip_code") note skipped "$1" "$(tail -n 1 "$(log_of "$1")")" ;;
    *) note failed "$1" "see $results" ;;
  esac
}

# tests PRESET [CTEST ARGUMENT...]: runs what is registered; its results are counted test case by test case.
tests() {
  local preset=$1
  shift
  step "tests of $preset $*" ctest --preset "$preset" --parallel "$(nproc)" --output-junit "$PWD/$results/$preset.xml" \
    --test-output-size-passed 10000000 --test-output-size-failed 10000000 "$@" || true
  told "tests of $preset" "$results/$preset.xml"
}

# told NAME FILE: tests that left no results did not run, and that is a failure.
told() {
  [ -s "$2" ] || note failed "$1" "no results in $2"
}

# Prints the closing line; succeeds if nothing failed.
finish_results() {
  python3 -B scripts/add_up_results.py "$results"
}
