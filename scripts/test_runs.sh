# Sourced by test.sh and .ci/run: what the runs consist of.

# Properties are tried on the same cases in every run, so that a change is judged by what it changes.
fix_cases() {
  export RC_PARAMS=${RC_PARAMS-seed=20261122}
}

configure_dev() {
  if compgen -G "bindings/python/*.cpp" >/dev/null; then
    cmake --preset dev -DSTAYSAIL_PYTHON=ON -DPython_EXECUTABLE="$PWD/build/venv/bin/python"
  else
    cmake --preset dev
  fi
}

configure_and_build() {
  needed "configure $1" cmake --preset "$1" && needed "build $1" cmake --build --preset "$1" --parallel "$(nproc)"
}

# Every test but the slow ones.
run_normal() {
  [ "${new_cases:-}" ] || fix_cases
  needed "install packages" scripts/install_packages.sh --python || return
  step "install Prism" scripts/install_packages.sh --prism || true
  needed "configure dev" configure_dev || return
  needed "build dev" cmake --build --preset dev --parallel "$(nproc)" || return
  tests dev
}

run_fast() {
  fix_cases
  needed "install packages" scripts/install_packages.sh || return
  configure_and_build dev && tests dev --label-regex '^fast$'
}

run_slow() {
  step "slow tests" ctest --test-dir build/dev --parallel "$(nproc)" --label-regex '^slow$' --timeout 3600 \
    --output-on-failure --output-junit "$PWD/$results/slow.xml" --test-output-size-passed 10000000 || true
  told "slow tests" "$results/slow.xml"
}

# The other compiler.
run_clang() {
  configure_and_build clang && tests clang
}

run_sanitizers() {
  [ "${new_cases:-}" ] || fix_cases
  needed "install packages" scripts/install_packages.sh || return
  configure_and_build asan-ubsan && tests asan-ubsan
  configure_and_build tsan && tests tsan
}

# 60 seconds for each fuzz target; what it finds interesting is kept under build/ for the next run.
run_fuzzers() {
  local target name
  configure_and_build fuzz || return
  compgen -G "build/fuzz/fuzz/fuzz_*" >/dev/null || note failed "fuzzers" "none was built"
  for target in build/fuzz/fuzz/fuzz_*; do
    [ -x "$target" ] || continue
    name=${target##*/fuzz_}
    mkdir -p "build/fuzz_corpus/$name" "fuzz/corpus/$name"
    checked "fuzz $name" "$target" -max_total_time=60 -timeout=20 -rss_limit_mb=3072 -print_final_stats=1 \
      -artifact_prefix="$PWD/$results/${name}_" "build/fuzz_corpus/$name" "fuzz/corpus/$name"
  done
}

# The module as a stranger gets it: pip install in an environment of its own.
run_pip_install() {
  compgen -G "bindings/python/*.cpp" >/dev/null || return 0
  checked "pip install" scripts/check_pip_install.sh
}

run_fresh_root() {
  checked "fresh Debian root" scripts/check_fresh_root.sh
}
