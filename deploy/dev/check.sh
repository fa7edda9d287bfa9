# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Everything a reviewer should not have to say: check and format. Sourced by ./dev.
# A step is a function; its output is kept in build/check/STEP.log and shown when it fails.
# Descriptor 3 is the line on the screen, for progress. Return code 77 means skipped.

dev_check() {
  local scope=all
  case "${1:-}" in
    '') ;;
    --fast) scope=changed ;;
    *) die "check takes --fast or nothing" ;;
  esac
  ensure build test check
  ensure_wasm
  mkdir -p build/check
  local steps=0 failed=0
  exec 3>&1
  step cpp-format check_cpp_format
  step shell check_shell
  step proto-format check_proto_format
  step proto-lint node_modules/.bin/buf lint proto
  step proto-breaking check_proto_breaking
  step unit-file check_unit_file
  step caddyfile check_caddyfile
  step build check_build
  step server-config build/dev/bin/samstig-server --check-config --config deploy/server.yaml --http-app-dir ""
  step style-tests ctest --test-dir build/dev -L '^style$' --no-tests=error --output-on-failure
  step wasm check_wasm
  step tidy check_tidy "$scope"
  echo "check: $steps steps, $failed failed"
  ((failed == 0))
}

dev_format() {
  ensure check
  ensure_npm
  own_files '*.cc' '*.h' | xargs -r -d '\n' clang-format -i
  node_modules/.bin/buf format -w proto
  say "formatted"
}

# step NAME COMMAND...
step() {
  local name=$1 log="build/check/$1.log" start=$SECONDS code
  shift
  ((++steps))
  printf '%-16s' "$name" >&3
  set +e
  (
    set -e
    "$@"
  ) >"$log" 2>&1 </dev/null
  code=$?
  set -e
  case $code in
    0) echo "ok ($((SECONDS - start)) s)" ;;
    77) echo "skipped: $(tail -n 1 "$log")" ;;
    *)
      ((++failed))
      echo "FAILED ($((SECONDS - start)) s); the end of $log:"
      tail -n 40 "$log" | sed 's/^/    /'
      ;;
  esac
}

# Copies its input; every Nth counter, as in "[20/73]", also goes to the screen.
show_progress() {
  local every=$1 line
  while IFS= read -r line; do
    printf '%s\n' "$line"
    if [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] && ((BASH_REMATCH[1] > 0 && BASH_REMATCH[1] % every == 0)); then
      printf '%s ' "${BASH_REMATCH[0]}" >&3
    fi
  done
}

# own_files PATTERN...: what git knows or would add, and what is there.
own_files() {
  local file
  git ls-files --cached --others --exclude-standard -- "$@" | sort -u | while IFS= read -r file; do
    [[ ! -f $file ]] || printf '%s\n' "$file"
  done
}

check_cpp_format() {
  own_files '*.cc' '*.h' | xargs -r -d '\n' clang-format --dry-run -Werror
}

check_shell() {
  own_files dev .ci/run '*.sh' | xargs -r -d '\n' shellcheck -x
}

check_proto_format() { node_modules/.bin/buf format --diff --exit-code proto; }

check_proto_breaking() {
  if [[ ! -f proto/base.binpb ]]; then
    echo "no proto/base.binpb yet: nothing is promised to anyone"
    return 77
  fi
  node_modules/.bin/buf breaking proto --against proto/base.binpb
}

# The program is not installed here, so a copy of the unit starts something that is. The verifier
# returns 0 for a misspelt key and only speaks of it, so its words count too.
check_unit_file() {
  local copy words
  copy=$(mktemp -d)/samstig-server.service
  sed 's|^ExecStart=/usr/bin/samstig-server|ExecStart=/bin/true|' \
    deploy/samstig-server.service >"$copy"
  words=$(systemd-analyze verify --man=no "$copy" 2>&1)
  if grep -F samstig-server.service <<<"$words"; then
    return 1
  fi
  # 0 is a sealed box, 100 an open house.
  systemd-analyze security --offline=true --threshold=15 --no-pager "$copy"
  rm -r "$(dirname "$copy")"
}

check_caddyfile() {
  diff <(caddy fmt deploy/Caddyfile) deploy/Caddyfile
  caddy validate --config deploy/Caddyfile --adapter caddyfile
}

check_build() { build dev | show_progress 50; }

check_wasm() {
  has_target dev wasm_check || { echo "build/dev has no target wasm_check"; return 1; }
  cmake --build --preset dev -j "$JOBS" --target wasm_check | show_progress 20
}

check_tidy() {
  local -a files
  configure tidy
  build_generated_headers tidy
  mapfile -t files < <(tidy_files "$1")
  echo "${#files[@]} files"
  ((${#files[@]})) || return 0
  # Gently, so that work can go on beside it. Lines of one source may come among another's: each finding
  # names its file.
  printf '%s\n' "${files[@]}" | nice xargs -r -d '\n' -P "$JOBS" -n 1 deploy/dev/tidy_one.sh |
    sed -u '/warnings\{0,1\} generated\.$/d; /^$/d' |
    count_done "${#files[@]}" | show_progress 10
}

# "[done]" becomes "[20/73]".
count_done() {
  local line done=0
  while IFS= read -r line; do
    [[ $line != '[done]'* ]] || line="[$((++done))/$1]${line#'[done]'}"
    printf '%s\n' "$line"
  done
}

# Headers made by protoc must exist before a tool reads the sources; nothing else need be built.
build_generated_headers() {
  ninja -C "build/$1" build.ninja
  ninja -C "build/$1" -t targets all | sed -n 's/^\(.*\.pb\.h\): CUSTOM_COMMAND$/\1/p' |
    xargs -r -d '\n' ninja -C "build/$1"
}

# Our own sources that the build knows; with "changed", only those touched by this branch or by a
# header that it changed.
tidy_files() {
  local wanted=build/check/tidy-files
  if [[ $1 == changed ]]; then
    changed_sources
  else
    own_files '*.cc'
  fi | sort -u >"$wanted"
  jq -r --arg root "$PWD/" '.[].file | ltrimstr($root)' build/tidy/compile_commands.json |
    sort -u | comm -12 - "$wanted"
}

changed_sources() {
  local base file
  base=$(git merge-base HEAD origin/main 2>/dev/null) || base=HEAD
  { git diff --name-only "$base"; git ls-files --others --exclude-standard; } |
    while IFS= read -r file; do
      case $file in
        *.cc) echo "$file" ;;
        *.h) git grep --untracked -lF "#include \"$file\"" -- '*.cc' || true ;;
      esac
    done
}
