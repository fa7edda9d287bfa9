# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Building and running: run, test, bench, simulate, crash, fuzz, clean. Sourced by ./dev.

labels=(unit contract rights scenario simulation e2e wasm fuzz-corpus style)

# Presets are not among the things Ninja watches, so they are compared with a stamp of our own.
configure() {
  local stamp="build/$1/.configured"
  if [[ ! -f build/$1/build.ninja || ! $stamp -nt CMakePresets.json ]]; then
    say "configuring build/$1"
    cmake --preset "$1"
    touch "$stamp"
  fi
}

# build PRESET [TARGET...]: all targets when none is named.
build() {
  local preset=$1
  shift
  configure "$preset"
  say "building ${*:-everything} in build/$preset"
  cmake --build --preset "$preset" -j "$JOBS" ${1:+--target "$@"}
}

has_target() {
  ninja -C "build/$1" build.ninja >/dev/null && ninja -C "build/$1" -t query "$2" >/dev/null 2>&1
}

# run_program PROGRAM [ARG...]: builds and becomes one program of the release.
run_program() {
  local program=$1
  shift
  configure release
  has_target release "$program" || die "this tree has no target $program"
  build release "$program"
  exec "build/release/bin/$program" "$@"
}

dev_run() {
  local script=tests/e2e/demo.sh
  if [[ ${1:-} == --check ]]; then
    script=tests/e2e/main_job.sh
    shift
  fi
  ensure build
  local -a targets=(samstig-server samstig)
  # The main job is played at command lines; whoever walks about in the demonstration wants the app.
  if [[ $script == */demo.sh ]]; then
    ensure_wasm
    targets+=(samstig_app)
    export SAMSTIG_HTTP_APP_DIR=$PWD/build/release/app
  fi
  build release "${targets[@]}"
  SAMSTIG_BIN=$PWD/build/release/bin exec "$script" "$@"
}

dev_test() {
  local label=${1:-}
  (($# <= 1)) || die "one label at a time, please: ${labels[*]}"
  if [[ -n $label && " ${labels[*]} " != *" $label "* ]]; then
    die "no such label: $label. Labels: ${labels[*]}"
  fi
  ensure build test
  local -a targets=()
  # No other label needs a browser or node, and their group is the largest; nor does wasm need the others' programs.
  if [[ -z $label || $label == wasm || $label == e2e ]]; then
    ensure_wasm
  fi
  if [[ $label == wasm ]]; then
    targets=(samstig_wasm samstig samstig-server)
  fi
  build dev "${targets[@]}"
  local -a only=(${label:+-L "^$label\$"})
  local -a ctest=(ctest --test-dir build/dev "${only[@]}")
  # A run of nothing must not look like a success.
  if [[ $("${ctest[@]}" -N) == *"Total Tests: 0"* ]]; then
    die "this build has no tests${label:+ with label $label}"
  fi
  say "testing${label:+ $label}"
  exec "${ctest[@]}" --output-on-failure -j "$JOBS"
}

# The app's figures, in a browser. What it is compared with is in a package of its own: nobody else needs it.
bench_app() {
  local here=tests/bench/app
  # On standard output there are figures and nothing else.
  {
    ensure build test
    ensure_wasm
    build release samstig-server samstig samstig_app
  } >&2
  if [[ $here/package-lock.json -nt $here/node_modules/.package-lock.json ]]; then
    say "npm ci in $here" >&2
    npm ci --prefix "$here" --omit=optional --loglevel=error --no-audit --no-fund >/dev/null || die "npm ci failed; see above"
  fi
  export SAMSTIG_BIN=$PWD/build/release/bin SAMSTIG_APP=$PWD/build/release/app
  export SAMSTIG_WASM=$PWD/build/release/wasm/samstig.wasm
  exec node node_modules/vite-node/vite-node.mjs "$here/main.ts" -- "$@"
}

dev_bench() {
  if [[ ${1:-} == app ]]; then
    shift
    bench_app "$@"
  fi
  ensure build test
  run_program samstig_bench "$@"
}

dev_simulate() {
  ensure build test
  run_program samstig_simulate "$@"
}

# dev_crash [--rounds N] [--seed S]: what it finds it finds with the release's programs.
dev_crash() {
  local rounds=100
  while (($#)); do
    case $1 in
      --rounds) rounds=${2:?--rounds takes a number} ;;
      --seed) export SAMSTIG_SEED=${2:?--seed takes a number} ;;
      *) die "crash takes --rounds N and --seed S" ;;
    esac
    shift 2
  done
  [[ $rounds =~ ^[0-9]+$ ]] || die "--rounds takes a number"
  ensure build test
  configure release
  build release crash_rounds_test samstig-server writing_device
  SAMSTIG_CRASH_ROUNDS=$rounds TEST_TMPDIR=$PWD/build/release/test-tmp/crash exec build/release/bin/crash_rounds_test
}

# dev_fuzz [NAME...] [--minutes M]: M minutes for each fuzzer, one minute when nothing is said. What is new and
# interesting is left in build/fuzz/found/NAME; a fault ends the run, and its input is named.
dev_fuzz() {
  local minutes=1 name
  local -a names=()
  while (($#)); do
    case $1 in
      --minutes)
        minutes=${2:?--minutes takes a number}
        shift
        ;;
      *) names+=("$1") ;;
    esac
    shift
  done
  ((${#names[@]})) || mapfile -t names < <(cd tests/fuzz/corpus && printf '%s\n' *)
  ensure build test fuzz
  build fuzz "${names[@]/#/fuzz_}"
  for name in "${names[@]}"; do
    say "fuzzing $name for $minutes min"
    mkdir -p "build/fuzz/found/$name" "build/fuzz/test-tmp/$name"
    TEST_TMPDIR=$PWD/build/fuzz/test-tmp/$name "build/fuzz/bin/fuzz_$name" \
      -max_total_time=$((minutes * 60)) -max_len=16384 -timeout=20 -print_final_stats=1 \
      -artifact_prefix="build/fuzz/found/$name-" "build/fuzz/found/$name" "tests/fuzz/corpus/$name"
  done
}

dev_clean() {
  rm -rf build
  say "removed build/"
}
