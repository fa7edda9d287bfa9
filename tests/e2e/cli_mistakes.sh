#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every verb of the command line, given what is wrong: each mistake is refused with its reason and exit code,
# changes nothing at the server, and the next command works. With the real programs.
#
# SAMSTIG_BIN: the folder of samstig and samstig-server.
set -u
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "$ROOT/tests/e2e/lib.sh"
find_programs

WORK=$(mktemp -d "${TMPDIR:-/tmp}/samstig-mistakes.XXXXXX")
PEOPLE=$WORK/people
NETWORK=byn
mkdir -p "$PEOPLE"
source "$ROOT/tests/e2e/steps.sh"

COHORT=kommunens-ledarstig/3
PLAN=(cohort plan kommunens-ledarstig --enrolment-closes +20d --starts +21d)

network_with_a_running_cohort() {
  start_server "$WORK/server" || return
  "$BIN/samstig" --quiet init byn --name Byn --organiser-name Olle --organiser-email olle@example.org || return
  sign_in olle olle@example.org || return
  can olle import "$ROOT/programmes/municipalities/finland-swedish.yaml" || return
  can olle import "$ROOT/programmes/kommunens-ledarstig/programme.yaml" || return
  can olle "${PLAN[@]}" --round 3 --ends +120d || return
  can olle cohort move $COHORT announced && can olle cohort move $COHORT enrolling || return
  can olle invite maria@example.org --name Maria --role admin --at Pargas || return
  can olle invite carin@example.org --name Carin --role coach --at $COHORT || return
  sign_in maria maria@example.org && can maria seats request 2 && can olle seats answer Pargas || return
  can maria enrol Anna anna@example.org || return
  can olle cohort move $COHORT confirmed && can olle cohort move $COHORT running || return
  sign_in carin carin@example.org && can carin assign prova-tjansten --due +14d || return
  sign_in anna anna@example.org && can anna thread start "Hur går det?" "Bra."
}

# What is there, as the operator counts it: every change takes a new seq.
counts() { "$BIN/samstig" --json status | jq -c '[.networks[] | del(.bytes_on_disk, .live_streams)]'; }

# wrong CODE REASON NAME ARG...: a step of its own.
wrong() { step "$(printf '%s' "$4${5:+ $5}" | tr -c '[:print:]\n' '?' | cut -c 1-40): $2" refused "$@"; }

long_title=$(printf 'x%.0s' {1..300})

step "a network with a running cohort, four people and a thread" network_with_a_running_cohort
before=$(counts)

# ---- Words that are no command
wrong 2 MALFORMED anna nosuchverb
wrong 2 MALFORMED anna --nosuchflag today
wrong 2 MALFORMED anna --wait=x today
wrong 2 MALFORMED anna --server nowhere today
for verb in read versions fetch edit take-back react reply write submit close feedback enrol invite import \
  revoke export sign-in init backup restore verify attach "thread start" "cohort plan" "cohort move" "seats request" \
  "thread pin" "thread unpin" "thread invite-coaches" flag level share remove put-back "moderation uphold" \
  "moderation dismiss" "moderation nosuch" progress nudge announce "announcements edit" "announcements take-down" publish revise \
  "seats answer" manager "group form" "group form Grupp" "group change" "group dissolve" \
  transfer "transfer x" replace "replace x" "replace x y" correct-email "correct-email x" terms "terms publish" \
  tool "tool save" "tool drop" "team save" "team drop" "cohort edit" "outbox show" "outbox resend" "outbox move" "outbox discard" report "report nosuch" "retention set" "retention nosuch"; do
  # shellcheck disable=SC2086  # two words are two words
  wrong 2 MALFORMED anna $verb
done

# ---- Not signed in
for verb in today notices "notices settings" "read 1" "write x --tried y" threads moderation outbox sync why whoami devices "revoke 1" enrolments review "report enrolment" "sign-out" "progress x" "nudge x --silent" announcements "announce x y z" "publish x" "revise x"; do
  # shellcheck disable=SC2086
  wrong 4 NOT_SIGNED_IN nobody $verb
done

# ---- Things that are not there
for verb in read versions fetch "edit 99 x" take-back "react 99 heart" "reply 99 x" "write 99 --tried x" "submit 99 --tried x" \
  "flag 99 hurtful" "level 99 muted" "share 99 99" "remove 99 hurtful" "put-back" "thread pin" "thread unpin" \
  "thread invite-coaches" "moderation uphold" "moderation dismiss" "tool drop" "team drop" "transfer 99 Pargas" \
  "replace 99 x y" "correct-email 99 x" "cohort edit" \
  close "feedback 99 x" "withdraw" "group dissolve" "group change" revoke "outbox show" "outbox discard" "outbox resend 99 --as-it-is" "outbox move 99 99"; do
  [[ $verb == *99* ]] || verb="$verb 99"
  # shellcheck disable=SC2086
  wrong 1 NOT_FOUND anna $verb
done
wrong 1 NOT_FOUND anna read ""
wrong 1 NOT_FOUND anna read finns-inte
wrong 1 NOT_FOUND anna read 00000000-0000-0000-0000-000000000000
wrong 1 NOT_FOUND anna library finns-inte
wrong 1 NOT_FOUND anna library --theme finns-inte
wrong 1 NOT_FOUND carin assign prova-tjansten --to Ingen --due +14d
wrong 1 NOT_FOUND carin nudge prova-tjansten --person Ingen
wrong 1 NOT_FOUND carin announce kommunens-ledarstig/9 Hej Hej
wrong 1 NOT_FOUND carin announce $COHORT Hej --file "$WORK/nowhere.md"
wrong 1 NOT_FOUND carin assign finns-inte --due +14d
wrong 1 NOT_FOUND carin assign --file "$WORK/nowhere.md" --due +14d
wrong 1 NOT_FOUND olle "${PLAN[@]/kommunens-ledarstig/finns-inte}" --round 4 --ends +120d
wrong 1 NOT_FOUND olle cohort move kommunens-ledarstig/9 running
wrong 1 NOT_FOUND anna terms show
wrong 1 NOT_FOUND maria terms accept
wrong 1 NOT_FOUND olle terms status
wrong 1 NOT_FOUND olle terms publish "$WORK/nowhere.md" --language sv
wrong 1 NOT_FOUND olle transfer Anna Ingenstans
wrong 1 NOT_FOUND anna tool save Knep Ord --from finns-inte
wrong 2 MALFORMED anna tool save Knep Ord --file "$WORK/nowhere.txt"
wrong 1 NOT_FOUND olle seats answer Ingenstans
wrong 1 NOT_FOUND olle invite x@example.org --name X --role admin --at Ingenstans
wrong 1 NOT_FOUND anna export "$WORK/nowhere/work.json"
wrong 2 MALFORMED olle import "$WORK/nowhere.yaml"

# ---- Words that cannot be
wrong 1 TEXT_EMPTY anna thread start "" "Hej"
wrong 2 MISSING_FIELD anna thread start "Titel" ""
wrong 1 TEXT_TOO_LONG anna thread start "$long_title" "Hej"
wrong 1 TEXT_TOO_LONG anna reply "Hur går det?" "$(printf 'x%.0s' {1..30000})"
wrong 1 TEXT_INVALID anna reply "Hur går det?" $'\x01'
wrong 1 TEXT_INVALID anna reply "Hur går det?" $'\xff\xfe'
wrong 1 TEXT_EMPTY anna submit prova-tjansten
wrong 1 TEXT_EMPTY carin announce $COHORT "" "Hej"
wrong 1 TEXT_TOO_LONG carin announce $COHORT "$long_title" "Hej"
wrong 2 MALFORMED carin announce $COHORT Hej Hej --file "$WORK/nowhere.md"
wrong 2 MISSING_FIELD carin announce $COHORT Hej
wrong 1 TEXT_TOO_LONG carin nudge prova-tjansten --silent --say "$(printf 'x%.0s' {1..3000})"
wrong 2 MALFORMED carin nudge prova-tjansten
wrong 2 MALFORMED carin nudge prova-tjansten --silent --person Anna
wrong 1 TEXT_TOO_LONG carin revise prova-tjansten --note "$(printf 'x%.0s' {1..3000})"
wrong 2 MALFORMED anna react "Hur går det?" nosuch
wrong 2 MALFORMED anna flag 1 nosuch
wrong 2 MALFORMED carin remove 1 nosuch
wrong 2 MALFORMED anna level "Hur går det?" loud
wrong 1 NOT_FOUND anna reply "Hur går det?" "Hej" --mention Ingen
wrong 1 NOT_FOUND anna reply "Hur går det?" "Hej" --mention Maria
wrong 1 NOT_FOUND anna thread start "Titel" "Hej" --group nosuch
wrong 1 NOT_FOUND anna thread start "Titel" "Hej" --group 00000000-0000-4000-8000-000000000001
wrong 2 MALFORMED anna thread start "Titel" "Hej" --internal --group x
wrong 1 NOT_FOUND carin thread start "Titel" "Hej" --internal
wrong 1 TEXT_EMPTY anna tool save "" Ord
wrong 1 TEXT_TOO_LONG anna tool save "$long_title" Ord
wrong 1 TEXT_TOO_LONG anna team save Lag "$(printf 'x%.0s' {1..30000})" --size 3
wrong 1 TEXT_INVALID anna tool save Knep $'\x01'
printf ' \n' >"$WORK/blank.md"
wrong 1 TEXT_EMPTY olle terms publish "$WORK/blank.md" --language sv
wrong 2 MALFORMED olle terms publish "$WORK/blank.md" --language sv --language "fi"
wrong 2 MALFORMED olle terms publish "$WORK/blank.md" "$WORK/blank.md" --language sv --language sv
wrong 2 MALFORMED olle correct-email Anna not-an-address
wrong 2 MALFORMED maria replace Anna Bo not-an-address
for wish in "--rhythm hourly" "--at 7:30" "--day someday" "--quiet 20-07" "--off everything" "--on nothing" "--zone /etc/passwd"; do
  # shellcheck disable=SC2086
  wrong 2 MALFORMED anna notices settings $wish
done
wrong 1 TEXT_EMPTY maria enrol "" b@example.org
wrong 2 MALFORMED maria enrol Bo not-an-address


# ---- Lists that cannot be
printf 'namn;epost\n' >"$WORK/nobody.csv"
printf 'namn;epost\nBo;bo\n' >"$WORK/mistake.csv"
printf 'namn;epost\nBo;bo@pargas.example\n' >"$WORK/good.csv"
head -c 6000000 /dev/zero | tr '\0' x >"$WORK/large.csv"
for list in nowhere.csv . nobody.csv mistake.csv large.csv; do
  wrong 2 MALFORMED maria enrol --file "$WORK/$list"
  wrong 2 MALFORMED maria enrol --file "$WORK/$list" --check
done
wrong 2 MALFORMED maria enrol --file "$WORK/good.csv" Bo bo@pargas.example
wrong 2 MALFORMED maria enrol --file "$WORK/good.csv" --position Chef
wrong 2 MALFORMED maria enrol --file "$WORK/good.csv" --person-language '?'
wrong 2 MALFORMED maria enrol --check
wrong 2 MALFORMED maria enrol Bo
wrong 1 NOT_ALLOWED anna retention set work 730
wrong 1 NOT_ALLOWED carin retention set talk keep
wrong 1 OUT_OF_RANGE olle retention set work 29
wrong 1 OUT_OF_RANGE olle retention set work 40000
wrong 2 MALFORMED olle retention set work
wrong 2 MALFORMED olle retention set work soon
wrong 2 MALFORMED olle retention set posts 30
wrong 1 NOT_ALLOWED anna enrol --file "$WORK/good.csv"
wrong 1 NO_SEATS olle enrol --file "$WORK/good.csv" --municipality Raseborg
wrong 4 NOT_SIGNED_IN nobody enrol --file "$WORK/good.csv"

# ---- Groups and managers that cannot be
wrong 1 NOT_FOUND carin group form Grupp Anna Nobody
wrong 1 OUT_OF_RANGE carin group form Grupp Anna
wrong 2 MALFORMED carin group form Grupp Anna Anna
wrong 1 TEXT_EMPTY carin group form "" Anna Anna
wrong 1 NOT_FOUND anna group form Grupp Anna Carin
wrong 1 OUT_OF_RANGE carin groups $COHORT --propose
wrong 1 OUT_OF_RANGE carin groups $COHORT --propose --size 1
wrong 1 OUT_OF_RANGE carin groups $COHORT --propose --size 41
wrong 2 MALFORMED carin groups $COHORT --propose --size many
wrong 2 MALFORMED carin groups $COHORT --size 5
wrong 2 MALFORMED carin groups $COHORT --propose --yes
wrong 1 NOT_FOUND carin groups kommunens-ledarstig/9
wrong 1 NOT_ALLOWED anna groups $COHORT --propose
wrong 1 NOT_ALLOWED maria groups $COHORT --propose
wrong 3 UNAVAILABLE carin --offline groups $COHORT --propose
wrong 1 NOT_FOUND maria manager Nobody Anna
wrong 1 NOT_FOUND maria manager Anna Nobody
wrong 1 ILLEGAL_MOVE maria manager Anna Anna
wrong 2 MALFORMED maria manager Anna
wrong 2 MALFORMED maria manager Anna Maria --nobody
wrong 1 NOT_ALLOWED carin manager Anna Anna
wrong 2 MALFORMED maria enrol Bo bo@example.org --manager chefen

# ---- Numbers and dates that cannot be
wrong 2 MALFORMED carin assign prova-tjansten
wrong 2 MALFORMED carin assign prova-tjansten --due yesterday
wrong 1 DATES_OUT_OF_ORDER carin assign prova-tjansten --due 2001-01-01
wrong 1 DATES_OUT_OF_ORDER carin assign prova-tjansten --publish +5d --opens +2d --due +14d
wrong 1 DATES_OUT_OF_ORDER carin revise prova-tjansten --due 2001-01-01
wrong 2 MALFORMED carin revise prova-tjansten --due yesterday
wrong 1 ILLEGAL_MOVE carin revise prova-tjansten --publish +3d --opens +4d --due +14d
wrong 1 ILLEGAL_MOVE carin publish prova-tjansten
wrong 1 OUT_OF_RANGE maria seats request 0
wrong 1 OUT_OF_RANGE maria seats request 99999
wrong 2 MALFORMED maria seats request many
wrong 1 OUT_OF_RANGE olle seats answer Pargas --agree 9
wrong 2 MALFORMED anna team save Lag
wrong 2 MALFORMED anna team save Lag --size många
wrong 1 OUT_OF_RANGE anna team save Lag --size 0
wrong 1 OUT_OF_RANGE anna team save Lag --size 1001
wrong 2 MALFORMED olle cohort edit $COHORT --price gratis
wrong 2 MALFORMED olle cohort edit $COHORT --currency EUR
wrong 2 MALFORMED olle cohort edit $COHORT --price 150 --currency euro
wrong 2 MALFORMED olle cohort edit $COHORT --vat mycket
wrong 1 OUT_OF_RANGE olle cohort edit $COHORT --vat 99
wrong 1 OUT_OF_RANGE olle cohort edit $COHORT --seats 99999
wrong 1 DATES_OUT_OF_ORDER olle cohort edit $COHORT --ends +1d
wrong 1 DATES_OUT_OF_ORDER olle "${PLAN[@]}" --round 4 --ends +10d
wrong 1 OUT_OF_RANGE olle "${PLAN[@]}" --round 0 --ends +120d
wrong 2 MALFORMED olle cohort move $COHORT nosuch
wrong 2 MALFORMED olle invite x@example.org --name X --role king --at Pargas
wrong 2 MALFORMED olle invite x --name X --role admin --at Pargas

# ---- Figures for whom they are not, and where they cannot go
for report in enrolment progress activity; do
  wrong 1 NOT_ALLOWED anna report $report
  wrong 1 NOT_ALLOWED anna report $report --cohort $COHORT
  wrong 1 NOT_FOUND carin report $report --cohort kommunens-ledarstig/9
  wrong 1 NOT_FOUND carin report $report --csv "$WORK/nowhere/figures.csv"
  wrong 5 READ_ONLY carin report $report --csv "$WORK"
  wrong 2 MALFORMED carin report $report --csv -
  wrong 2 MALFORMED carin report $report --csv
done
wrong 1 NOT_ALLOWED maria report enrolment
wrong 1 NOT_ALLOWED olle report progress
wrong 1 NOT_ALLOWED olle report activity --cohort $COHORT

# ---- Signing in and the operator
wrong 1 NO_SUCH_NETWORK nobody sign-in nosuch x@example.org --code 12345678
wrong 2 MALFORMED nobody sign-in byn not-an-address --request-only
wrong 1 WRONG_CODE nobody sign-in byn anna@example.org --code 1
wrong 1 NO_SUCH_NETWORK nobody catalogue nosuch
wrong 2 MALFORMED nobody init "Å Ä" --name X --organiser-name X --organiser-email x@example.org
wrong 2 MALFORMED nobody init nya --name X --organiser-name X --organiser-email x
wrong 1 ALREADY_EXISTS nobody init byn --name X --organiser-name X --organiser-email x@example.org
wrong 1 NO_SUCH_NETWORK nobody backup nosuch
wrong 1 NO_SUCH_NETWORK nobody verify nosuch
wrong 1 NOT_FOUND nobody restore byn nosuch
wrong 1 NOT_OPERATOR nobody status --token-file /dev/null

# ---- Erasing
wrong 2 MALFORMED anna erase-me --posts everything --work delete --code 12345678
wrong 2 MALFORMED anna erase-me --posts delete --work keep-role --code 12345678
wrong 2 MALFORMED anna erase-me --posts delete --code 12345678
wrong 2 MALFORMED anna erase-me --posts delete --work delete --thread 1 --code 12345678
wrong 1 NOT_FOUND anna erase-me --posts delete --work delete --thread nosuch=delete --code 12345678
wrong 1 NO_SUCH_NETWORK anna erase-me --posts delete --work delete --in nosuch --code 12345678
wrong 2 MISSING_FIELD anna erase-me --posts delete --work delete
wrong 1 WRONG_CODE anna erase-me --posts delete --work delete --code 12345678
wrong 1 LAST_ORGANISER olle erase-me --posts delete --work delete --code 12345678
wrong 1 NOT_OPERATOR nobody erase-person byn anna@example.org --posts delete --work delete --token-file /dev/null
wrong 1 NO_SUCH_NETWORK nobody erase-person nosuch anna@example.org --posts delete --work delete
wrong 1 NOT_FOUND nobody erase-person byn nobody@example.org --posts delete --work delete
wrong 1 LAST_ORGANISER nobody erase-person byn olle@example.org --posts delete --work delete
wrong 2 MALFORMED nobody erase-person byn anna@example.org --posts delete --work delete --thread 1=delete
wrong 2 MALFORMED nobody erase-person byn anna@example.org --posts delete

# ---- What was not allowed is kept; all else has left nothing behind
is_kept_with_its_reason() {
  refused 1 NOT_ALLOWED anna assign prova-tjansten --due +14d || return
  can anna outbox && told 'length == 1 and .[0].state == "PARKED" and .[0].reason == "NOT_ALLOWED"' || return
  confirmed anna outbox discard 1
}
# Bo was listed with a number before; by the address alone only the server knows him.
refuses_one_row_and_takes_the_other() {
  printf 'namn;epost;id\nBo;bo@pargas.example;17\n' >"$WORK/first.csv"
  printf 'namn;epost\nBo;bo@pargas.example\nCia;cia@pargas.example\n' >"$WORK/second.csv"
  confirmed maria enrol --file "$WORK/first.csv" && told '.enrolled == 1' || return
  refused 1 ALREADY_ENROLLED maria enrol --file "$WORK/second.csv" || return
  told '.state == "PARKED" and .refused == 1 and .waiting_list == 1 and .enrolled == 0' || return
  told '[.rows[] | [.line, .enrolment_state]] == [[2, null], [3, "WAITLISTED"]]' || return
  can maria outbox && told 'length == 1 and .[0].reason == "ALREADY_ENROLLED"' && confirmed maria outbox discard 1
}
nothing_has_changed() {
  local now
  now=$(counts)
  [[ $now == "$before" ]] || because "before: $before; now: $now"
}
step "nothing of all that has changed the network" nothing_has_changed
step "what a role does not allow is kept with its reason until its author lets go of it" is_kept_with_its_reason
step "a row that the server refuses is told and kept, the others take effect" refuses_one_row_and_takes_the_other
step "and everybody can go on" confirmed anna reply "Hur går det?" "Bra, trots allt."

echo "mistakes: $steps steps, $failed failed"
((failed == 0))
