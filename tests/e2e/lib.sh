# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# A real server and real people at their command lines, for main_job.sh and demo.sh. Sourced.
#
#   start_server DIR         a samstig-server on free ports with its data in DIR; sets SERVER_PID, SAMSTIG_SERVER;
#                            backups are kept for $BACKUP_DAYS days, if that is set
#   stop_server [SIGNAL]     ends it
#   samstig_as NAME ARG...   samstig with NAME's copy in $PEOPLE
#   sign_in NAME EMAIL       NAME signs in with the code that the server mailed
#
# What the functions need is in variables: BIN (folder of the programs), PEOPLE (folder of the copies),
# NETWORK. They end no process but those they started.

# The caller's own settings are not part of the story.
unset SAMSTIG_SERVER SAMSTIG_DATA SAMSTIG_NETWORK SAMSTIG_OPERATOR_TOKEN_FILE

die() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 2
}

# The folder with samstig and samstig-server.
find_programs() {
  BIN=${SAMSTIG_BIN:-$ROOT/build/dev/bin}
  [[ -x $BIN/samstig && -x $BIN/samstig-server ]] || die "no samstig and samstig-server in $BIN (set SAMSTIG_BIN)"
  command -v jq >/dev/null || die "jq is missing"
}

# eventually SECONDS COMMAND...: tries every 50 ms until it works.
eventually() {
  local until=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < until)) || return 1
    sleep 0.05
  done
}

# ---- The server

SERVER_PID=
SERVER_DIR=

start_server() {
  SERVER_DIR=$1
  mkdir -p "$SERVER_DIR"
  rm -f "$SERVER_DIR/data/ports.json"
  cat >"$SERVER_DIR/server.yaml" <<YAML
data_dir: "$SERVER_DIR/data"
grpc: {listen: "127.0.0.1:${GRPC_PORT:-0}"}
http: {listen: "127.0.0.1:${HTTP_PORT:-0}"}
mail: {mode: files, directory: "$SERVER_DIR/mail"}
backup_days: ${BACKUP_DAYS:-0}
YAML
  "$BIN/samstig-server" --config "$SERVER_DIR/server.yaml" >>"$SERVER_DIR/server.log" 2>&1 &
  SERVER_PID=$!
  if ! eventually 20 server_is_ready_or_gone || ! server_is_ready; then
    tail -n 5 "$SERVER_DIR/server.log" >&2
    return 1
  fi
  SAMSTIG_SERVER=127.0.0.1:$(jq -r .grpc "$SERVER_DIR/data/ports.json")
  export SAMSTIG_SERVER
  export SAMSTIG_OPERATOR_TOKEN_FILE=$SERVER_DIR/data/operator.token
}

server_is_ready_or_gone() { server_is_ready || ! kill -0 "$SERVER_PID" 2>/dev/null; }

server_is_ready() {
  [[ -s $SERVER_DIR/data/ports.json && $(jq -r .pid "$SERVER_DIR/data/ports.json") == "$SERVER_PID" ]]
}

# Ends the server and waits; its exit code is returned.
stop_server() {
  [[ -n $SERVER_PID ]] || return 0
  local pid=$SERVER_PID code=0
  SERVER_PID=
  kill "-${1:-TERM}" "$pid" 2>/dev/null
  # The shell's own word on a killed child is of no use to anybody.
  { wait "$pid"; } 2>/dev/null || code=$?
  return "$code"
}

# ---- People

samstig_as() {
  local name=$1
  shift
  "$BIN/samstig" --data "$PEOPLE/$name.samstig" "$@"
}

# The files of mails to an address.
mails_to() { grep -lix --include='*.eml' -r "To: $1"$'\r*' "$SERVER_DIR/mail" 2>/dev/null; }

# The code in the one mail to an address. The mail speaks Swedish, Finnish or English; the code is a line of
# eight digits.
CODE=
take_code() {
  local mail
  mail=$(mails_to "$1") && CODE=$(tr -d '\r' <"$mail" | sed -n 's/^ *\([0-9]\{8\}\)$/\1/p') && [[ -n $CODE ]]
}

# Asks for a code and waits for the mail; the code is then in CODE. An earlier mail must not be mistaken for it.
request_code() {
  local name=$1 email=$2
  mails_to "$email" | xargs -r -d '\n' rm -f
  samstig_as "$name" --quiet sign-in "$NETWORK" "$email" --request-only && eventually 10 take_code "$email"
}

sign_in() {
  local name=$1 email=$2
  request_code "$name" "$email" || return
  samstig_as "$name" --quiet sign-in "$NETWORK" "$email" --code "$CODE" --device "${3:-$name}"
}

# ---- The invented people of programmes/demo/people.yaml, as JSON

read_people() { "$BIN/samstig" import --check --json "$ROOT/programmes/demo/people.yaml" | jq '.files[0]'; }

# person FILTER: from the people read before, raw.
person() { jq -r "$1" <<<"$ALL_PEOPLE"; }

# The part of an address before the @, as the name of the copy.
copy_of() { printf '%s' "${1%%@*}"; }
