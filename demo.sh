#!/bin/bash
# The retention cycle for three months of a simulated operator that answers to what was done, and two real data sets.
#   ./demo.sh [--subscribers N] [--out DIR]      (100000 subscriptions, out/demo)
# Progress goes to stderr; stdout ends with a summary. DIR is only ever rebuilt if an earlier demo made it.
set -euo pipefail
cd "$(dirname "$0")"

subscribers=100000
out=out/demo
playbook=examples/playbook
seed=20261122

usage() {
  sed -n '2,4s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

while [ $# -gt 0 ]; do
  case $1 in
    --subscribers) subscribers=${2:?--subscribers needs a number} ;;
    --out) out=${2:?--out needs a folder} ;;
    *) usage ;;
  esac
  shift 2
done

say() {
  printf '%4d s  %s\n' "$SECONDS" "$*" >&2
}

build_program() {
  say "packages and build"
  mkdir -p build
  scripts/install_packages.sh
  { cmake --preset release && cmake --build --preset release --parallel "$(nproc)" --target example_staysail; } \
    >build/release.log 2>&1 || { tail -n 30 build/release.log >&2; exit 1; }
  program=$PWD/build/release/bin/staysail
}

# A folder that no earlier demo made is left alone.
refuse_foreign_out() {
  [ ! -e "$out" ] || [ -f "$out/.staysail-demo" ] || [ -z "$(ls -A "$out")" ] ||
    { echo "$out is not empty and no demo made it: choose another --out" >&2; exit 2; }
}

prepare_out() {
  rm -rf "$out"
  mkdir -p "$out"
  touch "$out/.staysail-demo"
}

# cycle NAME BOSS MAPPING AS_OF [STORE]: one night; tables, report and receipt in $out/NAME.
cycle() {
  local name=$1 boss=$2 mapping=$3 as_of=$4 store=${5:-$1}
  "$program" run --boss "$boss" --mapping "$mapping" --playbook "$playbook" --store "sqlite:$out/$store.db" \
    --as-of "$as_of" --out "$out/$name" --outbox "$out/$store/outbox" --threads "$(nproc)" --language en --format json >"$out/$name.json"
}

operator_months() {
  local months=(2026-01-01 2026-02-01 2026-03-01) i
  say "simulating 12 months of $subscribers subscriptions"
  "$program" simulate --subscribers "$subscribers" --seed "$seed" --out "$out/operator" --dirt 0.002
  "$program" knowledge add --store "sqlite:$out/operator.db" --file examples/knowledge/playbook_zh.json >&2
  for i in 0 1 2; do
    say "month $((i + 1)), as of ${months[i]}"
    cycle "month_$((i + 1))" "$out/operator" "$out/operator/mapping.toml" "${months[i]}" operator
    [ "$i" = 2 ] && break
    "$program" simulate --resume "$out/operator" --actions "$out/month_$((i + 1))/actions.csv"
  done
  cp "$out"/month_3/*.csv "$out"/month_3/report.html "$out"/month_3/receipt.json "$out/"
}

real_sets() {
  say "UCI Iranian churn"
  cycle iranian examples/iranian examples/iranian/mapping.toml 2020-01-01
  say "IBM Telco, UTF-8 and GB18030"
  cycle telco_utf8 examples/telco_ibm examples/telco_ibm/mapping.toml 2020-01-01
  cycle telco_gb18030 examples/telco_ibm examples/telco_ibm/mapping_gb18030.toml 2020-01-01
}

refuse_foreign_out
build_program
prepare_out
operator_months
real_sets
say "done"
python3 -B scripts/demo_summary.py "$out"
