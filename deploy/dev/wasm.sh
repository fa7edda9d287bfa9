# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# The libraries that the client core is linked with in a browser, from Debian's source packages with Debian's
# patches: SQLite, protobuf and cmark-gfm. Unpacked once into .cache/, for all presets. Sourced by ./dev.

wasm_sources=.cache/wasm-sources

ensure_wasm() {
  local stamp
  ensure wasm
  ensure_npm
  if [[ ! -e $wasm_sources/complete || deploy/dev/wasm.sh -nt $wasm_sources/complete ]]; then
    fetch_wasm_sources
    # What was configured before did without them.
    for stamp in build/*/.configured; do
      [[ ! -e $stamp ]] || rm "$stamp"
    done
  fi
}

fetch_wasm_sources() {
  local work
  mkdir -p .cache
  work=$(mktemp -d .cache/fetching.XXXXXX)
  say "fetching the sources of SQLite, protobuf and cmark-gfm from Debian"
  (cd "$work" && unpack_wasm_sources) >"$work/log" 2>&1 || { cat "$work/log" >&2; die "could not get the sources; see above"; }
  rm -rf "$wasm_sources"
  mkdir "$wasm_sources"
  mkdir "$wasm_sources/sqlite3" "$wasm_sources/protobuf"
  mv "$work/amalgamation/sqlite3.c" "$work/amalgamation/sqlite3.h" "$wasm_sources/sqlite3/"
  mv "$work/protobuf/src" "$work/protobuf/LICENSE" "$wasm_sources/protobuf/"
  mv "$work/cmark-gfm" "$wasm_sources/cmark-gfm"
  touch "$wasm_sources/complete"
  rm -rf "$work"
}

# In an empty folder. apt is told of the sources by files here: /etc stays as it is.
unpack_wasm_sources() {
  local package here=$PWD
  mkdir -p parts lists/partial cache
  if [[ -e /etc/apt/sources.list ]]; then
    sed -n 's/^deb /deb-src /p' /etc/apt/sources.list >parts/sources.list
  fi
  if [[ -e /etc/apt/sources.list.d/debian.sources ]]; then
    sed 's/^Types: deb$/Types: deb-src/' /etc/apt/sources.list.d/debian.sources >parts/debian.sources
  fi
  local -a apt=(apt-get -q -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$here/parts"
    -o "Dir::State::Lists=$here/lists" -o "Dir::Cache=$here/cache")
  ((EUID != 0)) || apt+=(-o APT::Sandbox::User=root)
  "${apt[@]}" update && "${apt[@]}" source --download-only sqlite3 protobuf cmark-gfm || return
  for package in sqlite3 protobuf cmark-gfm; do
    # apt has checked what it downloaded; this applies Debian's patches.
    dpkg-source --no-check -x "$package"_*.dsc "$package" || return
  done
  # SQLite as one file: its own makefile makes it.
  mkdir amalgamation && cd amalgamation && ../sqlite3/configure && make sqlite3.c sqlite3.h
}
