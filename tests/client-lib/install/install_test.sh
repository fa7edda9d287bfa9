#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the client library into a folder, builds the examples from what is installed there (CMake, and
# plain cc with pkg-config), and runs them against a real server. Nothing of the source tree is on their way.
#
# SAMSTIG_BUILD: the build tree. SAMSTIG_BIN: the folder of samstig and samstig-server.
set -eu
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
source "$ROOT/tests/e2e/lib.sh"
find_programs
WORK=$(mktemp -d "${TMPDIR:-/tmp}/samstig-install.XXXXXX")
PEOPLE=$WORK/people
NETWORK=prov
mkdir -p "$PEOPLE"
trap 'stop_server KILL || true; rm -rf "$WORK"' EXIT

cmake --install "$SAMSTIG_BUILD" --prefix "$WORK/installed" >"$WORK/install.log"
if grep -rqF "$ROOT" "$WORK/installed/include" "$WORK/installed/lib/cmake" --include='*.cmake' --include='*.h'; then
  die "what is installed names the source tree"
fi
cp -r "$ROOT/client-lib/examples" "$WORK/examples"
cmake -S "$WORK/examples" -B "$WORK/build" -DCMAKE_PREFIX_PATH="$WORK/installed" -DCMAKE_BUILD_TYPE=Debug >"$WORK/cmake.log"
cmake --build "$WORK/build" >"$WORK/build.log" || { tail -n 30 "$WORK/build.log" >&2; exit 1; }

PKG_CONFIG_PATH=$(dirname "$(find "$WORK/installed" -name samstig.pc)")
export PKG_CONFIG_PATH
# shellcheck disable=SC2046  # several words are meant
cc -std=c99 -Wall -Wextra -Werror -Wno-parentheses "$WORK/examples/first_steps.c" -o "$WORK/plain" $(pkg-config --cflags --libs samstig)
LD_LIBRARY_PATH=$(pkg-config --variable=libdir samstig)
export LD_LIBRARY_PATH
if nm -D --defined-only "$LD_LIBRARY_PATH/libsamstig.so" | awk '{print $3}' | grep -v '^samstig_'; then
  die "the shared library shows more than the C ABI"
fi

start_server "$WORK/server"
"$BIN/samstig" --quiet init "$NETWORK" --name "Prov" --organiser-name "Olle Organisatör" --organiser-email olle@example.org
for example in build/first_steps_cpp build/first_steps_c plain; do
  file=$WORK/$(basename "$example").samstig
  mails_to olle@example.org | xargs -r -d '\n' rm -f
  "$WORK/$example" "$file" "$SAMSTIG_SERVER" "$NETWORK" olle@example.org
  eventually 10 take_code olle@example.org
  "$WORK/$example" "$file" "$SAMSTIG_SERVER" "$NETWORK" olle@example.org "$CODE"
  echo "ok  $example"
done
