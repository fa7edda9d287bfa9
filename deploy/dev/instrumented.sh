# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# The tests again, in builds that watch: sanitize and coverage. Sourced by ./dev.
# Neither looks at the app: it is another program, compiled for another machine.

# dev_sanitize [address|thread]: address is AddressSanitizer, LeakSanitizer and UBSan on all tests; thread is
# ThreadSanitizer on those of the preset's labels.
dev_sanitize() {
  local preset
  case ${1:-address} in
    address) preset=asan ;;
    thread) preset=tsan ;;
    *) die "sanitize takes address or thread" ;;
  esac
  ensure build test
  configure "$preset"
  if [[ $preset == tsan ]]; then
    build_tested tsan ctest --preset tsan
  else
    build "$preset"
  fi
  export UBSAN_OPTIONS=print_stacktrace=1 TSAN_OPTIONS=suppressions=$PWD/tests/tsan.supp
  exec ctest --preset "$preset" -j "$JOBS"
}

# build_tested PRESET CTEST...: what those tests run, and nothing else. Most are called as their program is; what is not
# built yet, ctest knows no command of.
build_tested() {
  local preset=$1 name
  shift
  local -a names targets=(samstig_simulate)
  ninja -C "build/$preset" build.ninja >/dev/null  # Else ctest tells of the tests that there were.
  mapfile -t names < <("$@" --show-only=json-v1 | jq -r '.tests[].name')
  for name in "${names[@]}"; do
    if has_target "$preset" "$name"; then
      targets+=("$name")
    fi
  done
  if [[ " ${names[*]} " == *" simulation_finds_planted_bugs "* ]]; then
    targets+=(samstig_simulate_planted)
  fi
  build "$preset" "${targets[@]}"
}

# What coverage is asked of.
measured_rooms=(domain client-lib/core server/decide server/sync server/store)

# dev_coverage [--html]: a line for each room; with --html also each line of each file, in build/coverage/html.
dev_coverage() {
  local html=
  case "${1:-}" in
    '') ;;
    --html) html=yes ;;
    *) die "coverage takes --html or nothing" ;;
  esac
  ensure build test coverage
  local here=build/coverage
  # The self-test runs changed copies of the files, which say nothing about them. The command line has no code in these
  # rooms, and clang 14 does not link it: it leaves out a template that only a generic lambda uses (cli/read.cc).
  local -a ctest=(ctest --test-dir "$here" -L '^(unit|contract|rights|scenario|simulation|fuzz-corpus)$'
    -E '^(simulation_finds_planted_bugs|cli_.*|main_job.*)$')
  # The app's and the end-to-end ones look at other rooms.
  configure coverage
  build_tested coverage "${ctest[@]}"
  local -a programs
  mapfile -t programs < <("${ctest[@]}" --show-only=json-v1 |
    jq -r --arg bin "$PWD/$here/bin/" '.tests[].command[0] // "" | select(startswith($bin)) | ltrimstr($bin)' | sort -u)
  rm -rf "$here/profiles"
  mkdir -p "$here/profiles"
  say "testing"
  LLVM_PROFILE_FILE=$PWD/$here/profiles/%4m.profraw "${ctest[@]}" --output-on-failure -j "$JOBS" ||
    die "a test failed; see above"
  llvm-profdata merge --sparse "$here"/profiles/*.profraw -o "$here/all.profdata"
  local -a objects=("$here/bin/${programs[0]}")
  local program
  for program in "${programs[@]:1}"; do
    objects+=(--object "$here/bin/$program")
  done
  llvm-cov export --summary-only "--instr-profile=$here/all.profdata" "${objects[@]}" "${measured_rooms[@]}" \
    >"$here/summary.json"
  coverage_table <"$here/summary.json"
  if [[ $html ]]; then
    llvm-cov show --format=html --show-branches=count "--output-dir=$here/html" "--instr-profile=$here/all.profdata" \
      "${objects[@]}" "${measured_rooms[@]}"
    say "each line: $here/html/index.html"
  fi
}

# Sums llvm-cov's figures by room, from standard input.
coverage_table() {
  jq -r --arg top "$PWD/" --argjson rooms "$(printf '%s\n' "${measured_rooms[@]}" | jq -R . | jq -s .)" '
    def share(of): (map(of | .covered) | add) as $c | (map(of | .count) | add) as $n
      | "\($c) of \($n) (\($c * 1000 / $n | round / 10) %)";
    [.data[0].files[] | .filename |= ltrimstr($top)] as $files
    | ($rooms + [""])[] as $room
    | [$files[] | select(.filename | startswith($room + (if $room == "" then "" else "/" end)))
       | .summary]
    | select(length > 0)
    | "coverage: \(if $room == "" then "all" else $room end): lines \(share(.lines)), branches \(share(.branches))"'
}
