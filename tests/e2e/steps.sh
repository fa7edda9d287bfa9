# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# A story told in steps, one line each, for main_job.sh and cli_mistakes.sh. Sourced after lib.sh; $WORK is the
# story's folder, removed at its end if all went well.

steps=0
failed=0

finish() {
  stop_server KILL
  if ((failed > 0)) || ((steps == 0)); then
    echo "kept: $WORK" >&2
  else
    rm -rf "$WORK"
  fi
}
trap finish EXIT
trap 'exit 130' INT TERM

# step WORDS COMMAND...: one line, and why when it failed. WHY is set by the checks below.
step() {
  local words=$1
  shift
  ((++steps))
  WHY=
  if "$@" >"$WORK/step.out" 2>"$WORK/step.err"; then
    echo "ok  $words"
  else
    ((++failed))
    [[ -n $WHY ]] || WHY=$(tr -s '\n ' ' ' <"$WORK/step.err" | cut -c 1-300)
    echo "FAILED $words: ${WHY:-no reason told}"
  fi
}

# run NAME ARG...: samstig --json as NAME; the document is then in $DOC, an error in $ERR, the code in CODE_WAS.
DOC=$WORK/doc.json
ERR=$WORK/err.json
run() {
  local name=$1
  shift
  samstig_as "$name" --json "$@" >"$DOC" 2>"$ERR" </dev/null
  CODE_WAS=$?
}

because() {
  WHY="$*"
  return 1
}

# told FILTER: the last document has it.
told() { jq -e "$1" "$DOC" >/dev/null 2>&1 || because "expected $1 in: $(jq -c . "$DOC" 2>/dev/null | cut -c 1-200) $(jq -c .error "$ERR" 2>/dev/null)"; }

# can NAME ARG...: exit code 0.
can() {
  run "$@"
  ((CODE_WAS == 0)) || because "exit code $CODE_WAS: $(jq -c .error "$ERR" 2>/dev/null || head -c 200 "$ERR")"
}
# confirmed NAME ARG...: a write that the server has taken.
confirmed() { can "$@" && told '.state == "CONFIRMED"'; }
# kept NAME ARG...: a write that stays on this machine for now.
kept() { can "$@" && told '.state == "KEPT"'; }
# refused CODE REASON NAME ARG...
refused() {
  local code=$1 reason=$2
  shift 2
  run "$@"
  ((CODE_WAS == code)) || { because "exit code $CODE_WAS instead of $code"; return; }
  [[ $(jq -r .error.reason "$ERR") == "$reason" ]] || because "another reason: $(jq -c .error "$ERR")"
}
