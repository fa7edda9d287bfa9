#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what a server's machine needs into a folder, as deploy/README.md says, and runs from there: the program
# serves the app that lies beside it, and a person signs in with the command line.
#
# SAMSTIG_BUILD: the build tree. SAMSTIG_BIN: its folder of programs.
set -eu
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "$ROOT/tests/e2e/lib.sh"
find_programs
WORK=$(mktemp -d "${TMPDIR:-/tmp}/samstig-installed.XXXXXX")
PEOPLE=$WORK/people
NETWORK=prov
mkdir -p "$PEOPLE"
trap 'stop_server KILL || true; rm -rf "$WORK"' EXIT

cmake --install "$SAMSTIG_BUILD" --component server --prefix "$WORK/usr" >"$WORK/install.log"
for file in bin/samstig bin/samstig-server lib/systemd/system/samstig-server.service lib/sysusers.d/samstig.conf \
  share/samstig/app/index.html share/doc/samstig/server.yaml; do
  [[ -s $WORK/usr/$file ]] || die "$file is not installed"
done
[[ ! -e $WORK/usr/include ]] || die "the library is installed as well"
echo "ok  installed"

# The file of settings that is shipped, but for where the app is: this is not /usr.
BIN=$WORK/usr/bin
"$BIN/samstig-server" --check-config --config "$WORK/usr/share/doc/samstig/server.yaml" --http-app-dir "$WORK/usr/share/samstig/app"
echo "ok  the settings that come with it"

export SAMSTIG_HTTP_APP_DIR=$WORK/usr/share/samstig/app
start_server "$WORK/server"
page=$(curl -sS --fail "http://127.0.0.1:$(jq -r .http "$SERVER_DIR/data/ports.json")/")
cmp -s <(printf '%s\n' "$page") "$SAMSTIG_HTTP_APP_DIR/index.html" || die "the server does not serve the app"
echo "ok  it serves the app"

samstig_as olle --quiet init "$NETWORK" --name "Prov" --organiser-name "Olle Organisatör" --organiser-email olle@example.org
sign_in olle olle@example.org
samstig_as olle today >"$WORK/today"
[[ -s $WORK/today ]] || die "nothing to see"
echo "ok  a person signs in"
