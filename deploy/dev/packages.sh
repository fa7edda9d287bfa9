# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What the work needs from Debian 12, in groups, and how it gets there. Sourced by ./dev.
# "package@command": only when the command is missing, since it may come from elsewhere.
# shellcheck disable=SC2034  # the lists are read by name, in ensure

build_packages=(
  g++ cmake ninja-build ccache lld pkg-config
  libgrpc++-dev protobuf-compiler protobuf-compiler-grpc libprotobuf-dev libabsl-dev libre2-dev
  libc-ares-dev zlib1g-dev libssl-dev libboost1.81-dev libsqlite3-dev libcurl4-openssl-dev
  prometheus-cpp-dev libspdlog-dev libcli11-dev libyaml-cpp-dev libxxhash-dev nlohmann-json3-dev
  libsodium-dev libcsv-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libzip-dev libbrotli-dev
  libgecode49 tzdata
)
test_packages=(libgtest-dev libgmock-dev libbenchmark-dev jq@jq python3-aiosmtpd curl@curl unzip@unzip)
# The client library for browsers, and a browser to test it in.
wasm_packages=(
  clang-19 lld-19 wasi-libc libc++-19-dev-wasm32 libclang-rt-19-dev-wasm32
  dpkg-dev patch tcl make npm@npm chromium
)
fuzz_packages=(clang libclang-rt-dev)
coverage_packages=(clang libclang-rt-dev llvm jq@jq)
check_packages=(
  git@git clang clang-format clang-tidy shellcheck@shellcheck jq@jq
  caddy@caddy systemd@systemd-analyze npm@npm
)

# ensure GROUP...: the packages of these groups are there, or the script ends.
ensure() {
  local group
  local -a wanted=() missing
  for group in "$@"; do
    local -n packages="${group}_packages"
    wanted+=("${packages[@]}")
  done
  mapfile -t missing < <(missing_of "${wanted[@]}")
  if ((${#missing[@]})); then
    install_packages "${missing[@]}"
  fi
  if [[ " $* " == *" build "* ]]; then
    ensure_gecode_headers
  fi
}

# Gecode's headers, for the libraries of libgecode49. Their package, libgecode-dev, also has a visualiser and so wants
# Qt, and it wants Debian's first Boost, which cannot be installed beside ours. What we use needs neither: it is
# unpacked into /usr/local instead of installed.
ensure_gecode_headers() {
  local header
  for header in /usr/include/gecode/int.hh /usr/local/include/gecode/int.hh; do
    [[ ! -e $header ]] || return 0
  done
  local -a as_root=()
  ((EUID == 0)) || as_root=(sudo)
  local work link
  work=$(mktemp -d)
  say "unpacking the headers of Gecode"
  (cd "$work" && apt-get -q download libgecode-dev) ||
    { "${as_root[@]}" apt-get -q update && (cd "$work" && apt-get -q download libgecode-dev); } ||
    die "could not get libgecode-dev; see above"
  dpkg-deb -x "$work"/libgecode-dev_*.deb "$work" || die "could not unpack libgecode-dev; see above"
  "${as_root[@]}" cp -r "$work/usr/include/gecode" /usr/local/include/
  for link in "$work"/usr/lib/*/libgecode{search,int,kernel,support}.so; do
    "${as_root[@]}" ln -sf "$(dirname "${link#"$work"}")/$(readlink "$link")" "/usr/local/lib/$(basename "$link")"
  done
  rm -rf "$work"
}

missing_of() {
  local entry
  local -a named=()
  for entry in "$@"; do
    if [[ $entry != *@* ]]; then
      named+=("$entry")
    elif ! command -v "${entry#*@}" >/dev/null; then
      echo "${entry%@*}"
    fi
  done
  if ((${#named[@]})); then
    comm -23 <(printf '%s\n' "${named[@]}" | sort -u) <(installed_of "${named[@]}" | sort -u)
  fi
}

installed_of() {
  dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^.i *//p'
}

install_packages() {
  local -a as_root=()
  if ! command -v apt-get >/dev/null; then
    die "this script installs on Debian 12 only. Please install the like of: $*"
  fi
  if ((EUID != 0)); then
    command -v sudo >/dev/null || die "not root and no sudo. Please install: $*"
    as_root=(sudo)
  fi
  say "installing $# Debian packages: $*"
  local -a apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
    apt-get -q -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
  "${apt[@]}" update || die "apt-get update failed; see above"
  "${apt[@]}" install -y --no-install-recommends "$@" || die "could not install: $*"
  # Debian starts Caddy as a web server on port 80; here it only reads deploy/Caddyfile.
  if [[ " $* " == *" caddy "* && -d /run/systemd/system ]]; then
    "${as_root[@]}" systemctl disable --now caddy
  fi
}

# What package-lock.json pins: buf, and all that the browser's parts are built and tested with.
ensure_npm() {
  if [[ ! -x node_modules/.bin/buf || package-lock.json -nt node_modules/.package-lock.json ]]; then
    say "npm ci"
    npm ci --loglevel=error --no-audit --no-fund >/dev/null || die "npm ci failed; see above"
  fi
}

dev_setup() {
  local group
  (($#)) || set -- build test wasm fuzz check
  for group in "$@"; do
    [[ $group =~ ^(build|test|wasm|fuzz|check)$ ]] || die "no such group: $group (build, test, wasm, fuzz, check)"
  done
  ensure "$@"
  if [[ " $* " == *" wasm "* ]]; then
    ensure_wasm
  fi
  say "all packages are there: $*"
}
