#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The main job, played with the real programs: a network from its making to a leader who reads what the coach
# answered, with a server that dies on the way. One line for each step; exit 0 when all of them went well.
#
# SAMSTIG_BIN: the folder of samstig and samstig-server.
set -u
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "$ROOT/tests/e2e/lib.sh"
find_programs

WORK=$(mktemp -d "${TMPDIR:-/tmp}/samstig-main-job.XXXXXX")
PEOPLE=$WORK/people
NETWORK=svenskfinland
# shellcheck disable=SC2034  # read in lib.sh
BACKUP_DAYS=35
mkdir -p "$PEOPLE"
# shellcheck disable=SC2034  # read in lib.sh
ALL_PEOPLE=$(read_people) || die "the people of the demo cannot be read"

source "$ROOT/tests/e2e/steps.sh"
source "$ROOT/tests/e2e/guests.sh"

# ---- The people and places of this story

municipalities=(445 710 499)
names=(Pargas Raseborg Korsholm)
admin_of() { copy_of "$(person ".municipalities[] | select(.code == \"$1\") | .admin.email")"; }
leader_of() { copy_of "$(person ".municipalities[] | select(.code == \"$1\") | .leaders[$2].email")"; }
field_of_leader() { person ".municipalities[] | select(.code == \"$1\") | .leaders[$2].$3"; }

ordna=$(copy_of "$(person .organiser.email)")
coach=$(copy_of "$(person '.coaches[0].email')")
anna=$(leader_of 445 0)   # hands in from a place without a network
bo=$(leader_of 710 0)     # so does he
cia=$(leader_of 499 0)    # hands in, and the server dies at once
dan=$(leader_of 445 1)    # a colleague of Anna's, who must not see her report
COHORT=kommunens-ledarstig/3

# Words that are nowhere else, to be searched for.
SECRET_REPORT=blåbärsdagbok
SECRET_THREAD=lingonmöte
SECRET_ANSWER=hjortronsvar
SECRET_INTERNAL=tranbärsring
SECRET_OWN=åkerbärsord     # Dan's, who is not erased

# ---- What takes more than one command

id_of_assignment() { samstig_as "$1" --json assignments | jq -r ".[] | select(.template_code == \"$2\") | .id"; }
library_is_filtered() {
  can "$coach" library && told 'length > 1' || return
  can "$coach" library --theme "$(jq -r '.[1].code' "$DOC")" --language "fi" && told 'length == 1' || return
  can "$coach" library --language xx && told 'length == 0'
}
# Neither in the list nor in the file of the copy.
knows_nothing_of() {
  can "$1" sync && can "$1" assignments && told "all(.template_code != \"$2\")"
}
plans_for_one() {
  confirmed "$coach" assign --template klarsprak --to "$(field_of_leader 445 0 name)" --publish +3d --due +20d || return
  told '.publish == .opens' && can "$coach" assignments || return
  told '[.[] | select(.template_code == "klarsprak") | .state] == ["SCHEDULED"]' || return
  knows_nothing_of "$anna" klarsprak && knows_nothing_of "$dan" klarsprak
}
publishes_now() {
  confirmed "$coach" publish klarsprak || return
  can "$anna" sync && can "$anna" read klarsprak && told '.state == "OPEN"' || return
  knows_nothing_of "$dan" klarsprak && knows_nothing_of "$bo" klarsprak
}
has_come() { knows_nothing_of "$dan" tjansteresan && return 1 || return 0; }
shows_up_by_itself() {
  confirmed "$coach" assign tjansteresan --publish +3d --due +20d && knows_nothing_of "$dan" tjansteresan || return
  confirmed "$coach" revise tjansteresan --publish "$(date -u -d '+3 seconds' +%Y-%m-%dT%H:%M:%SZ)" || return
  eventually 30 has_come || because "it has not come"
}
coach_reads_who_is_silent() {
  can "$coach" progress prova-tjansten && told 'length == 9' || return
  told '[.[] | select(.state == "SILENT")] | length == 6 and all(.last == null and .submission_id == null)' || return
  told '[.[] | select(.state != "SILENT") | .state] | sort == ["ACKNOWLEDGED", "SUBMITTED", "SUBMITTED"]' || return
  can "$coach" progress klarsprak && told 'length == 1 and .[0].state == "SILENT"'
}
nudges_the_silent() {
  confirmed "$coach" nudge prova-tjansten --silent --say "Säg till om du vill prata." && told '.nudged == 6 and .too_soon == 0' || return
  can "$coach" nudge prova-tjansten --silent && told '.nudged == 0 and .too_soon == 6' || return
  refused 1 TOO_SOON "$coach" nudge prova-tjansten --person "$(field_of_leader 445 1 name)"
}
leaves_in_peace() {
  refused 1 ILLEGAL_MOVE "$coach" nudge prova-tjansten --person "$(field_of_leader 445 0 name)" && confirmed "$coach" outbox discard 1
}
can_see_the_nudge() {
  can "$dan" today && told '.nudges | length == 1 and .[0].text == "Säg till om du vill prata."' || return
  can "$anna" today && told '.nudges | length == 0'
}
revises() {
  samstig_as "$dan" read prova-tjansten >"$WORK/read.txt" || return
  confirmed "$coach" revise prova-tjansten --minutes 90 --note "Ta gärna längre tid." && told '.version == 2' || return
  can "$dan" today && told '.assignments[] | select(.template_code == "prova-tjansten") | .changed_since_read and (.work | contains("Ta gärna längre tid."))' || return
  samstig_as "$dan" read prova-tjansten >"$WORK/read.txt" || return
  grep -q 'changed since you read version 1' "$WORK/read.txt" || { because "read does not tell"; return; }
  can "$dan" today && told '.assignments[] | select(.template_code == "prova-tjansten") | .changed_since_read | not' || return
  can "$dan" versions prova-tjansten --brief && told '[.[].minutes] == [75, 90]'
}
announces() {
  confirmed "$coach" announce $COHORT "Vi ses i Pargas" "Klockan nio i åbrinken." || return
  can "$dan" today && told '.announcements | length == 1 and .[0].title == "Vi ses i Pargas"' || return
  can "$dan" search åbrinken && told 'length == 1 and .[0].kind == "announcement"' || return
  can "$dan" announcements && told 'length == 1' || return
  can "$(admin_of 445)" announcements && told 'length == 0'
}
changes_the_announcement() {
  confirmed "$ordna" announcements edit "Vi ses i Pargas" "Klockan tio." || return
  can "$dan" announcements && told '.[0].text == "Klockan tio." and .[0].version == 2' || return
  refused 1 NOT_ALLOWED "$dan" announcements take-down "Vi ses i Pargas" && confirmed "$dan" outbox discard 1 || return
  confirmed "$ordna" announcements take-down "Vi ses i Pargas" || return
  can "$dan" announcements && told 'length == 0'
}

signs_in_with_a_used_code() { refused 1 WRONG_CODE "$ordna" sign-in "$NETWORK" "$(person .organiser.email)" --code "$CODE"; }

refuses_a_broken_file() {
  sed 's/minutes: 75/minutes: 7500/; s/^currency/valuta/' "$ROOT/programmes/kommunens-ledarstig/programme.yaml" \
    >"$WORK/broken.yaml"
  refused 2 MALFORMED "$ordna" import "$ROOT/programmes/municipalities/finland-swedish.yaml" "$WORK/broken.yaml" || return
  local line
  line=$(grep -n 'minutes: 7500' "$WORK/broken.yaml" | head -n 1 | cut -d : -f 1)
  jq -e --argjson line "$line" '.error.mistakes[0] | .line == $line and (.field | endswith(".minutes"))' "$ERR" \
    >/dev/null || { because "not the right place: $(jq -c .error.mistakes "$ERR")"; return; }
  can "$ordna" read 445 && because "something was imported"
  [[ $(jq -r .error.reason "$ERR") == NOT_FOUND ]]
}

imports() { confirmed "$ordna" import "$1" && told ".imported == $2"; }

# Another version, in which an assignment has another code; the round goes on with the one it was planned with.
goes_on_with_its_version() {
  sed -e 's/^version: 1$/version: 2/' -e 's/code: prova-tjansten$/code: prova-igen/' \
    "$ROOT/programmes/kommunens-ledarstig/programme.yaml" >"$WORK/newer.yaml"
  confirmed "$ordna" import "$WORK/newer.yaml" || return
  can "$coach" library kommunens-ledarstig && told '[.[].assignments[].code] | index("prova-igen") and (index("prova-tjansten") | not)' || return
  can "$coach" library --cohort "$COHORT" && told '[.[].assignments[].code] | index("prova-tjansten") and (index("prova-igen") | not)' || return
  refused 1 NOT_FOUND "$coach" assign prova-igen --due +30d || return
  confirmed "$coach" assign prova-tjansten --due +30d || return
  can "$coach" report progress && told '[.rows[] | select(.group == "assignment") | .theme] | any(. == "") | not'
}
sets_how_long_what_is_kept() {
  can "$anna" retention && told '.rules == []' || return
  confirmed "$ordna" retention set work 730 talk 365 || return
  confirmed "$ordna" retention set talk keep traces 400 || return
  can "$anna" retention && told '.rules == [{"class": "WORK", "days": 730}, {"class": "TRACES", "days": 400}] and .cohorts == []'
}

takes_own_data_away() {
  can "$bo" my-data "$WORK/mine.zip" && told '.files == 1 and .missing_files == 0' || return
  unzip -tqq "$WORK/mine.zip" || { because "the ZIP file is broken"; return; }
  unzip -p "$WORK/mine.zip" data.json >"$WORK/mine.json"
  jq -e '["person", "enrolment", "submission", "feedback", "post", "disclosure"] - [.things[].kind] == []' "$WORK/mine.json" >/dev/null \
    || { because "kinds: $(jq -c '[.things[].kind]' "$WORK/mine.json")"; return; }
  unzip -p "$WORK/mine.zip" posts.md >"$WORK/mine.md"
  grep -q "klockan tre" "$WORK/mine.md" || { because "the own post is missing"; return; }
  ! grep -q "stänger mejlen" "$WORK/mine.md" || { because "somebody else's post is in it"; return; }
  unzip -p "$WORK/mine.zip" 'files/*' | cmp -s - "$WORK/bild.jpg" || { because "not the file"; return; }
  refused 1 ALREADY_EXISTS "$bo" my-data "$WORK/mine.zip"
}

catalogue_is_open() {
  "$BIN/samstig" --json catalogue "$NETWORK" >"$DOC" 2>"$ERR" && told ".[0].code == \"$COHORT\" and .[0].state == \"$1\""
}

enrols_leaders() {
  local code=$1 n
  for n in 0 1 2; do
    confirmed "$(admin_of "$code")" enrol "$(field_of_leader "$code" $n name)" "$(field_of_leader "$code" $n email)" \
      --position "$(field_of_leader "$code" $n position)" --sector "$(field_of_leader "$code" $n sector)" || return
    told '.enrolment_state == "ACTIVE"' || return
  done
}

# The leaders of Korsholm as its HR saves them from a spreadsheet: semicolons, CRLF, Windows-1252.
writes_a_list() {
  {
    echo "Namn;E-post;Befattning;Sektor;Anmärkning"
    person '.municipalities[] | select(.code == "499") | .leaders[] | [.name, .email, .position, .sector, ""] | join(";")'
  } | sed 's/$/\r/' | iconv -f UTF-8 -t WINDOWS-1252 >"$1"
}
LIST=$WORK/leaders.csv
shows_what_a_list_would_do() {
  can "$(admin_of 499)" enrol --file "$LIST" --check && told '.encoding == "Windows-1252" and .separator == ";"' || return
  told "[.rows[] | .would] == $1 and .mistakes == [] and (.notes | length == 1)"
}
refuses_a_broken_list() {
  sed '3s/@/ /; 4s/^[^;]*/=1+1/' "$LIST" >"$WORK/broken.csv"
  refused 2 MALFORMED "$(admin_of 499)" enrol --file "$WORK/broken.csv" || return
  jq -e '[.error.mistakes[] | [.line, .field]] == [[3, "E-post"], [4, "Namn"]]' "$ERR" >/dev/null ||
    { because "not the right places: $(jq -c .error.mistakes "$ERR")"; return; }
  refused 2 MALFORMED "$(admin_of 499)" enrol --file "$WORK/broken.csv" --check || return
  told '[.rows[] | .would] == ["IN_ORDER", "MISTAKE", "MISTAKE"]' || return
  can "$(admin_of 499)" enrolments && told 'length == 0'
}
# enrols_the_list NEW THERE
enrols_the_list() {
  confirmed "$(admin_of 499)" enrol --file "$LIST" &&
    told ".enrolled == $1 and .there_already == $2 and .waiting_list == 0 and .refused == 0 and (.rows | length == $1)"
}
does_not_enrol_one_of_the_list() {
  refused 1 ALREADY_ENROLLED "$(admin_of 499)" enrol "$(field_of_leader 499 2 name)" "$(field_of_leader 499 2 email | tr '[:lower:]' '[:upper:]')" || return
  can "$(admin_of 499)" outbox && told 'length == 0'
}
enrols_anew_who_withdrew() {
  local admin
  admin=$(admin_of 499)
  confirmed "$admin" withdraw "$(field_of_leader 499 2 name)" && shows_what_a_list_would_do '["THERE", "THERE", "AGAIN"]' || return
  without_network kept "$admin" --offline enrol --file "$LIST" && told '.to_be_sent == 1 and .there_already == 2' || return
  without_network kept "$admin" --offline enrol --file "$LIST" && told '.there_already == 3' || return
  can "$admin" sync && told '.waiting == 0 and .parked == 0' && enrols_the_list 0 3 || return
  can "$admin" enrolments && told '[.[].state] | sort == ["ACTIVE", "ACTIVE", "ACTIVE", "WITHDRAWN"]'
}

publishes_terms() {
  printf '# Villkor\n\n%s\n' "$1" >"$WORK/villkor.md"
  confirmed "$ordna" terms publish "$WORK/villkor.md" --language sv-FI && told '.version == 1'
}
organiser_sees_acceptances() {
  can "$ordna" terms status || return
  told '.version == 1 and ([.municipalities[] | select(.accepted)] | length == 3 and all(.latest.at != null and .latest.by != "somebody"))'
}

waitlists_one_more() {
  confirmed "$(admin_of 445)" enrol "Fjärde Hittepåsson" fjarde@pargas.example && told '.enrolment_state == "WAITLISTED"'
}

leaders_sign_in_and_read() {
  local code=$1 n name
  for n in 0 1 2; do
    name=$(leader_of "$code" $n)
    sign_in "$name" "$(field_of_leader "$code" $n email)" || return
    can "$name" read prova-tjansten || return
    told '.kind == "assignment" and (.brief["sv-FI"] | length > 200)' || return
  done
}

# As somebody in a train: the address leads nowhere.
without_network() { SAMSTIG_SERVER=127.0.0.1:1 "$@"; }

writes_and_submits_offline() {
  local name=$1 words=$2
  without_network kept "$name" --offline write prova-tjansten --tried "Vi bokade en sal på nätet. $words" \
    --happened "Det tog elva klick." || return
  without_network kept "$name" --offline submit prova-tjansten --insight "Vi talar kommunspråk." --next "Färre klick."
}

outbox_holds() { without_network can "$1" --offline outbox && told "length == $2 and all(.state == \"KEPT\")"; }

shows_own_report() {
  without_network can "$1" --offline read prova-tjansten || return
  told '.submission_id != null and (.draft.tried | contains("sal på nätet"))'
}

is_killed() {
  stop_server KILL
  local code=$?
  ((code == 137)) || because "the server ended with $code"
}

waits_in_vain() {
  run "$cia" --wait=1 write prova-tjansten --next "Ringa igen på måndag."
  ((CODE_WAS == 6)) || because "exit code $CODE_WAS instead of 6"
  told '.state == "KEPT"'
}

restarts() {
  start_server "$WORK/server" || { because "the server does not come back"; return; }
  "$BIN/samstig" --json status >"$DOC" 2>"$ERR" && told '.networks[0].network == "svenskfinland" and .networks[0].entities > 80'
}

# Bo's copy of a moment ago is put back after all was sent: it sends the same once more.
pushes_twice() {
  cp "$PEOPLE/$bo.samstig" "$WORK/older.samstig"
  can "$bo" sync && told '.waiting == 0' || return
  SAMSTIG_DATA='' "$BIN/samstig" --json --data "$WORK/older.samstig" sync >"$DOC" 2>"$ERR" || {
    because "the second time: $(jq -c .error "$ERR")"
    return
  }
  told '.waiting == 0 and .parked == 0'
}

coach_finds() { can "$coach" review && told "length == $1"; }
coach_reads_words() {
  can "$coach" review || return
  local id
  id=$(jq -r ".[] | select(.person.name == \"$(field_of_leader 445 0 name)\") | .id" "$DOC")
  can "$coach" read "$id" && told ".report.tried | contains(\"$SECRET_REPORT\")"
}
report_of() {
  samstig_as "$coach" --json review --all | jq -r ".[] | select(.person.name == \"$1\") | .id" | tail -n 1
}
coach_answers() { confirmed "$coach" feedback "$(report_of "$1")" "$2" "$3"; }

leader_sees_answer() {
  can "$1" today && told ".answers | length == 1 and .[0].verdict == \"$2\" and (.[0].text | contains(\"$3\"))"
}

# From the own copy, so also without a network.
sees_to_whom_it_was_sent() {
  local reader sent
  reader=$(whoami_of "$coach") || return
  sent='length == 1 and (.[0].days | length) >= 1 and .[0].reader.id == "'"$reader"'"'
  can "$1" who-read && told "$sent" && can "$1" --offline who-read && told "$sent"
}
whoami_of() { samstig_as "$1" --json whoami | jq -r .person_id; }

leader_is_told() {
  can "$1" notices && told '[.[] | select(.kind == "FEEDBACK") | .why] == ["YOUR_WORK"]'
}
nothing_is_told_of_feedback() { can "$1" notices && told 'any(.[]; .kind == "FEEDBACK") | not'; }
sets_mails() {
  can "$1" notices settings && told '.rhythm == "DAILY" and .at == "07:30" and .time_zone == "Europe/Helsinki"' || return
  confirmed "$1" notices settings --rhythm weekly --day friday --quiet 20:00-07:00 --off post || return
  can "$1" notices settings && told '[.rhythm, .weekday, .quiet_from, .off[]] == ["WEEKLY", 5, "20:00", "POST"]'
}

submits_again() {
  confirmed "$bo" submit prova-tjansten --happened "Nu tog det fyra klick." || return
  can "$bo" read "$(jq -r .submission_id "$DOC")" && told '.attempt == 2 and .state == "SUBMITTED"'
}

rows_of() { told "[.rows[] | select(.group == \"$1\")] | $2"; }
coach_reads_progress() {
  can "$coach" report progress && told '.as_of.caught_up and .as_of.seq > 0 and (.definitions | has("n") and has("handed_in"))' || return
  rows_of assignment 'length == 1 and (.[0] | .code == "prova-tjansten" and (.theme | length > 0) and .suppressed == false)' &&
    rows_of assignment '.[0] | [.n, .handed_in, .late, .answered, .acknowledged, .returned, .did_not_work] == [9, 3, 0, 2, 1, 0, 0]'
}
small_groups_are_not_told() {
  can "$coach" report progress || return
  rows_of municipality 'length == 3 and all(.n == 3 and .suppressed and .why == "FEWER_THAN_5" and has("handed_in") and .handed_in == null)' &&
    rows_of total '.[0].handed_in == 3' || return
  samstig_as "$coach" report progress --csv - >"$WORK/progress.csv" || return
  [[ $(grep -c '^municipality;.*;3;;;;;;;FEWER_THAN_5;' "$WORK/progress.csv") == 3 ]] || because "$(head -c 300 "$WORK/progress.csv")"
}
organiser_reads_enrolment() {
  can "$ordna" report enrolment || return
  rows_of municipality '[.[] | [.name, .asked, .agreed, .active, .waiting]] == [["Korsholm", 3, 3, 3, 0], ["Pargas", 4, 3, 3, 1], ["Raseborg", 3, 3, 3, 0]]' &&
    rows_of total '.[0] | [.agreed, .active, .waiting, .withdrawn] == [9, 9, 1, 1]' || return
  refused 1 NOT_ALLOWED "$ordna" report progress && [[ $(jq -r .error.detail "$ERR") == *"the coaches' to give"* ]]
}
coach_reads_activity() {
  can "$coach" report activity --csv "$WORK/activity.csv" || return
  # Four posts by leaders, and one that was taken back; the coach's is not counted.
  rows_of total '.[0] | [.n, .posts, .threads, .reports, .active] == [9, 3, 1, 4, 3]' && rows_of week 'length >= 1' || return
  [[ $(head -c 3 "$WORK/activity.csv") == $'\xef\xbb\xbf' ]] && grep -q '^week;20[0-9][0-9]-W[0-9][0-9];' "$WORK/activity.csv"
}

colleague_sees_nothing() {
  can "$dan" sync && can "$dan" assignments && told '.[0].submissions == 0' || return
  holds_no_word "$dan" "$SECRET_REPORT" "$SECRET_ANSWER"
}

THREAD="Vad gör ni på tisdagar?"
starts_thread() { confirmed "$anna" thread start "$THREAD" "Vi har ett $SECRET_THREAD varje vecka."; }
replies() { confirmed "$1" reply "$THREAD" "$2"; }
replies_to_first() {
  can "$1" read "$THREAD" || return
  confirmed "$1" reply "$THREAD" "$2" --to "$(jq -r '.posts[0].id' "$DOC")"
}
all_see_posts() {
  local name
  for name in "$anna" "$bo" "$cia" "$coach"; do
    can "$name" read "$THREAD" && told ".posts | length == $1 and .[0].author.name == \"$(field_of_leader 445 0 name)\"" || return
  done
}
edits_and_takes_back() {
  can "$cia" read "$THREAD" || return
  local own
  own=$(jq -r --arg name "$(field_of_leader 499 0 name)" '.posts[] | select(.author.name == $name) | .id' "$DOC")
  confirmed "$cia" edit "$own" "Vi stänger mejlen på tisdagar." && confirmed "$cia" reply "$THREAD" "Oj, fel tråd." || return
  confirmed "$cia" take-back "$(jq -r .post_id "$DOC")" && can "$bo" read "$THREAD" || return
  told '[.posts[] | select(.withdrawn)] | length == 1 and .[0].text == ""' && told '[.posts[] | select(.text == "Vi stänger mejlen på tisdagar.")] | length == 1'
}

all_versions_are_kept() {
  can "$cia" read "$THREAD" || return
  local own
  own=$(jq -r '.posts[] | select(.text == "Vi stänger mejlen på tisdagar.") | .id' "$DOC")
  can "$cia" versions "$own" && told '[.[].text] == ["Vi stänger mejlen.", "Vi stänger mejlen på tisdagar."]' || return
  refused 1 NOT_FOUND "$bo" versions "$own"
}
sends_a_file() {
  head -c 600000 /dev/urandom >"$WORK/bild.jpg"
  confirmed "$bo" reply "$THREAD" "Så här ser pausen ut" --attach "$WORK/bild.jpg"
}
fetches_the_file() {
  mkdir -p "$WORK/fetched"
  can "$coach" search pausen ut || return
  told 'length == 1 and .[0].kind == "post" and (.[0].snippet | contains("*pausen*"))' || return
  can "$coach" fetch 1 --to "$WORK/fetched" || return
  cmp "$WORK/bild.jpg" "$WORK/fetched/bild.jpg"
}
signs_out_with_care() {
  local pad=$cia-pad
  sign_in "$pad" "$(field_of_leader 499 0 email)" "Cias platta" || return
  without_network kept "$pad" --offline reply "$THREAD" "Skrivet på plattan" || return
  without_network run "$pad" --offline sign-out
  [[ $CODE_WAS == 1 ]] && told '.state == "CONFIRM" and .waiting == 1' || return
  local word
  word=$(jq -r .confirmation "$DOC")
  can "$pad" --offline export "$WORK/osänt.json" && grep -qF "Skrivet på plattan" "$WORK/osänt.json" || return
  can "$pad" --offline sign-out --confirm "$word" && told '.state == "SIGNED_OUT" and .revoked' || return
  ! grep -qalF plattan "$PEOPLE/$pad".samstig* && refused 4 NOT_SIGNED_IN "$pad" threads && rm -f "$PEOPLE/$pad".samstig*
}

# ---- Groups
name_of() { field_of_leader "$1" "$2" name; }
# Nine leaders of three municipalities: three groups with one of each, and Dan, who reports to Anna, not with her.
proposes_fair_groups() {
  can "$coach" groups $COHORT --propose --size 3 || return
  told '.groups | length == 3 and all(.people | length == 3)' || return
  told 'all(.groups[].people[]; any(.reasons[]; .kind == "ONLY_ONE_OF_MUNICIPALITY"))' || return
  told "[.groups[].people[] | select(.name == \"$(name_of 445 1)\") | .reasons[] | select(.kind == \"APART_FROM_LINE\") | .people[].name] == [\"$(name_of 445 0)\"]" || return
  cp "$DOC" "$WORK/first.json"
  can "$coach" groups $COHORT --propose --size 3 || return
  cmp -s "$DOC" "$WORK/first.json" || because "the same question has another answer"
}
forms_them() {
  confirmed "$coach" groups $COHORT --propose --size 3 --form --yes && told '.groups[0].name == "Grupp 1"' || return
  can "$anna" groups && told 'length == 3 and all(.people | length == 3) and all(.[]; .dissolved == false)' || return
  can "$coach" groups $COHORT --propose --size 3 --keep && because "everybody has a group"
  [[ $(jq -r .error.reason "$ERR") == OUT_OF_RANGE ]]
}
keeps_a_line_of_command_apart() {
  refused 1 LINE_OF_COMMAND "$coach" group form "Chefer" "$(name_of 445 0)" "$(name_of 445 1)" || return
  confirmed "$coach" outbox discard 1 || return
  confirmed "$coach" group form "Chefer" "$(name_of 445 0)" "$(name_of 445 1)" --across-command
}
changes_and_dissolves() {
  confirmed "$coach" group change Chefer --remove "$(name_of 445 1)" --add "$(name_of 710 0)" --name "Två öar" || return
  can "$bo" groups && told "[.[] | select(.name == \"Två öar\") | .people[].name] | sort == ([\"$(name_of 445 0)\", \"$(name_of 710 0)\"] | sort)" || return
  confirmed "$coach" group dissolve "Två öar" && refused 1 ILLEGAL_MOVE "$coach" group dissolve "Två öar"
}
groups_are_the_coachs() {
  refused 1 NOT_ALLOWED "$anna" groups $COHORT --propose && refused 1 NOT_ALLOWED "$ordna" groups $COHORT --propose || return
  can "$(admin_of 445)" groups && told 'length == 0'
}

reacts() {
  can "$cia" read "$THREAD" || return
  local first
  first=$(jq -r '.posts[0].id' "$DOC")
  confirmed "$cia" react "$first" tried-it-too && confirmed "$bo" react "$first" thanks && confirmed "$bo" react "$first" idea || return
  confirmed "$bo" react "$first" idea --take-back && can "$anna" read "$THREAD" || return
  told '[.posts[0].reactions[].symbols] | sort == [["THANKS"], ["TRIED_IT_TOO"]]' || return
  refused 2 MALFORMED "$bo" react "$first" applause
}

mentions_a_peer() {
  confirmed "$anna" reply "$THREAD" "Hur gör du, Bo?" --mention "$(field_of_leader 710 0 name)" || return
  can "$bo" threads && told '.[0] | .mentions == 1 and .unread >= 1 and .level == "TRACKING" and .level_why == "WROTE"' || return
  samstig_as "$bo" read "$THREAD" >"$WORK/read.txt" || return
  grep -q "mentions you" "$WORK/read.txt" || { because "the mention is not shown"; return; }
  can "$bo" threads && told '.[0] | .mentions == 0 and .unread == 0' || return
  refused 1 NOT_FOUND "$anna" reply "$THREAD" "Och du?" --mention "Ingen Alls"
}
pins_a_post() {
  can "$coach" read "$THREAD" || return
  local first
  first=$(jq -r '.posts[0].id' "$DOC")
  confirmed "$coach" thread pin "$first" && can "$bo" read "$THREAD" && told '.pinned == [.posts[0].id]' || return
  refused 1 NOT_ALLOWED "$cia" thread unpin "$first" && confirmed "$cia" outbox discard 1 || return
  confirmed "$anna" thread unpin "$first" && can "$bo" read "$THREAD" && told '.pinned == []'
}
chooses_a_level() {
  can "$anna" level "$THREAD" && told '.level == "WATCHING" and .level_why == "STARTED"' || return
  confirmed "$cia" level "$THREAD" muted && can "$cia" threads || return
  told '.[0] | .level == "MUTED" and .level_why == "CHOSEN" and .unread == 0 and .posts > 4' || return
  confirmed "$cia" reply "$THREAD" "Ett svar till." && can "$cia" level "$THREAD" && told '.level == "MUTED"' || return
  confirmed "$cia" level "$THREAD" normal
}
INTERNAL="Bara vi i Pargas"
talks_among_colleagues() {
  confirmed "$anna" thread start "$INTERNAL" "Vi har en egen $SECRET_INTERNAL." --internal || return
  can "$dan" read "$INTERNAL" && told ".posts[0].text | contains(\"$SECRET_INTERNAL\")" || return
  refused 1 NOT_FOUND "$bo" read "$INTERNAL" && refused 1 NOT_FOUND "$coach" read "$INTERNAL" || return
  can "$(admin_of 445)" sync && holds_no_word "$(admin_of 445)" "$SECRET_INTERNAL" && holds_no_word "$bo" "$SECRET_INTERNAL"
}
invites_the_coaches() {
  confirmed "$anna" thread invite-coaches "$INTERNAL" || return
  can "$coach" read "$INTERNAL" && told ".posts[0].text | contains(\"$SECRET_INTERNAL\")" || return
  refused 1 NOT_FOUND "$bo" read "$INTERNAL"
}
shares_an_insight() {
  local report
  report=$(report_of "$(field_of_leader 445 0 name)")
  # Dan, who reports to her, reads there: she is asked first.
  refused 2 MISSING_FIELD "$anna" share "$report" "$THREAD" --as-it-is || return
  confirmed "$anna" share "$report" "$THREAD" --as-it-is --yes && told '.people == 9 and .municipalities == 3 and .own_hr == 0' || return
  can "$bo" read "$THREAD" && told ".posts | last | .text == \"Vi talar kommunspråk.\" and .from_submission == \"$report\"" || return
  refused 1 NOT_FOUND "$bo" read "$report" && refused 1 NOT_FOUND "$bo" share "$report" "$THREAD" --as-it-is
}
flags_a_post() {
  confirmed "$cia" reply "$THREAD" "Min chef är hopplös." || return
  FLAGGED=$(jq -r .post_id "$DOC")
  can "$bo" sync && confirmed "$bo" flag "$FLAGGED" third-person "Det går att räkna ut vem." || return
  can "$coach" moderation && told 'length == 1 and .[0].cause == "THIRD_PERSON" and .[0].note == "Det går att räkna ut vem."' || return
  can "$coach" today && told '.flags | length == 1' && can "$cia" moderation --all && told 'length == 0'
}
takes_it_down() {
  can "$coach" moderation && confirmed "$coach" moderation uphold 1 "Skriv om dig själv." || return
  can "$anna" read "$THREAD" || return
  told '.posts | last | .text == "" and .heads == [] and .removal.note == "Skriv om dig själv."' || return
  can "$cia" versions "$FLAGGED" && told '.[0].text == "Min chef är hopplös." and .[1].removal.cause == "THIRD_PERSON"'
}
puts_it_back() {
  refused 1 NOT_ALLOWED "$cia" put-back "$FLAGGED" && confirmed "$cia" outbox discard 1 || return
  confirmed "$coach" put-back "$FLAGGED" && can "$anna" read "$THREAD" || return
  told '.posts | last | .text == "Min chef är hopplös." and .removal == null' || return
  confirmed "$coach" remove "$FLAGGED" third-person && refused 1 ILLEGAL_MOVE "$coach" remove "$FLAGGED" other || return
  can "$coach" moderation && told 'length == 0' && can "$coach" moderation --all || return
  told 'length == 1 and .[0].state == "UPHELD" and [.[0].history[].to] == ["OPEN", "UPHELD"]'
}

# No byte of NAME's files, and nothing it can list, has one of the words.
holds_no_word() {
  local name=$1 word found
  shift
  for word in "$@"; do
    if found=$(grep -ralF "$word" "$PEOPLE/$name".samstig*); then
      because "$word is in $found"
      return
    fi
  done
}
copy_holds_word() { grep -qaF "$2" "$PEOPLE/$1".samstig* || because "$2 is not in the copy of $1"; }

hr_sees_no_word() {
  local admin=$1 verb
  can "$admin" sync || return
  for verb in today threads assignments enrolments "review --all" outbox "seats list" "cohort show"; do
    # shellcheck disable=SC2086  # a verb of two words
    can "$admin" $verb || return
    if grep -qE "$SECRET_REPORT|$SECRET_THREAD|$SECRET_ANSWER" "$DOC"; then
      because "$verb shows it"
      return
    fi
  done
  holds_no_word "$admin" "$SECRET_REPORT" "$SECRET_THREAD" "$SECRET_ANSWER" "$THREAD"
}
hr_sees_who_is_enrolled() { can "$(admin_of 445)" enrolments && told 'length == 4 and .[0].person.name != "somebody"'; }

is_parked() {
  printf '# Skriv om dig själv\n\nEtt eget %s.\n' "$SECRET_OWN" >"$WORK/own.md"
  refused 1 NOT_ALLOWED "$dan" assign --file "$WORK/own.md" --due +14d && told '.state == "PARKED"'
}
outbox_has_the_words() {
  can "$1" outbox && told "length == 1 and .[0].state == \"PARKED\" and .[0].reason == \"NOT_ALLOWED\" and (.[0].text | contains(\"Ett eget $SECRET_OWN\"))"
}
second_device_sees_parked() {
  sign_in "$dan-phone" "$(field_of_leader 445 1 email)" "Dans telefon" && outbox_has_the_words "$dan-phone"
}
is_refused_again() { refused 1 NOT_ALLOWED "$dan" outbox resend 1 --as-it-is && outbox_has_the_words "$dan-phone"; }
moves_the_words() {
  confirmed "$dan" outbox move 1 "$THREAD" && can "$dan-phone" outbox && told 'length == 0' || return
  can "$bo" read "$THREAD" && told ".posts | last | .text | contains(\"Ett eget $SECRET_OWN\")"
}

two_devices_one_draft() {
  without_network kept "$dan" --offline write prova-tjansten --tried "Från datorn." || return
  confirmed "$dan-phone" write prova-tjansten --tried "Från telefonen." || return
  can "$dan" read prova-tjansten || return
  told '.draft_versions == 2 and (.draft.tried | contains("Från datorn.") and contains("Från telefonen."))'
}

revokes_phone() {
  confirmed_revoke "$dan" "Dans telefon" || return
  run "$dan-phone" sync
  ((CODE_WAS == 4)) || because "exit code $CODE_WAS instead of 4"
}
confirmed_revoke() { can "$1" revoke "$2" && told '.state == "REVOKED"'; }

watches() {
  # Not samstig_as: a signal must reach the program, not a shell around it.
  "$BIN/samstig" --data "$PEOPLE/$bo.samstig" watch >"$WORK/watch.out" 2>"$WORK/watch.err" &
  local pid=$! code=0
  eventually 10 grep -q Watching "$WORK/watch.err" || code=1
  # One process at a time has the copy.
  ((code == 0)) && refused 5 IN_USE "$bo" whoami || code=1
  ((code == 0)) && confirmed "$anna" reply "$THREAD" "Hör ni mig?" || code=1
  ((code == 0)) && eventually 10 grep -q "Hör ni mig" "$WORK/watch.out" || code=1
  kill -INT "$pid"
  wait "$pid" || code=1
  ((code == 0)) || because "the news did not come: ${WHY:-$(head -c 200 "$WORK/watch.err")}"
}

BACKUP=
backs_up() {
  can operator backup "$NETWORK" && told '.state == "BACKED_UP"' || return
  BACKUP=$(jq -r .backup.name "$DOC")
  can operator backups "$NETWORK" && told ".backups | length == 1 and .[0].name == \"$BACKUP\""
}

verify_both() {
  can operator verify "$NETWORK" && told '.state == "WELL" and .entities > 50 and .findings == []' &&
    can operator verify "$NETWORK" "$BACKUP" && told '.state == "WELL"' &&
    refused 1 NOT_FOUND operator verify "$NETWORK" "svenskfinland-20010101T000000Z-1.db"
}

goes_back() {
  can operator restore "$NETWORK" "$BACKUP" && told '.state == "RESTORED" and (.kept_as | test("-replaced.db$"))' &&
    can operator backups && told '.backups | length == 2'
}

TOOL="Tio minuters tystnad"
keeps_a_tool() {
  printf 'kort' >"$WORK/kort.txt"
  without_network kept "$anna" --offline tool save "$TOOL" "Alla tiger om sitt kråkbärsknep." --from prova-tjansten --file "$WORK/kort.txt" || return
  without_network can "$anna" --offline tools && told 'length == 1 and .[0].pending' || return
  can "$anna" sync && can "$anna" search kråkbärsknep && told 'length == 1 and .[0].kind == "tool"' || return
  confirmed "$anna" tool save Skräp "Tål att glömmas." && confirmed "$anna" tool drop Skräp || return
  can "$anna" tools && told 'length == 1'
}
keeps_a_team() {
  confirmed "$anna" team save Biblioteket "Två vill byta tranbärspass." --size 12 || return
  confirmed "$anna" team save Biblioteket --size 13 || return
  can "$anna" team && told 'length == 1 and .[0].size == 13 and (.[0].text | contains("tranbärspass"))'
}
other_device_has_the_notes() {
  sign_in "$anna-platta" "$(field_of_leader 445 0 email)" "Annas platta" || return
  can "$anna-platta" tools && told ".[0].title == \"$TOOL\"" && can "$anna-platta" read "$TOOL" || return
  can "$anna-platta" team && told 'length == 1' || return
  holds_no_word "$dan" kråkbärsknep tranbärspass && holds_no_word "$(admin_of 445)" kråkbärsknep tranbärspass
}
moves_to_another_municipality() {
  refused 1 NOT_ALLOWED "$(admin_of 445)" transfer "$(field_of_leader 445 1 name)" Raseborg || return
  confirmed "$(admin_of 445)" outbox discard 1 || return
  confirmed "$(admin_of 710)" seats request 4 && confirmed "$ordna" seats answer Raseborg || return
  confirmed "$ordna" transfer "$(field_of_leader 445 1 name)" Raseborg --position Kulturchef || return
  can "$(admin_of 710)" enrolments && told 'length == 4' && can "$(admin_of 445)" sync
}
waiting_list_has_moved_up() {
  can "$(admin_of 445)" enrolments && told '[.[].state] == ["ACTIVE", "ACTIVE", "ACTIVE"]'
}
signs_in_with_a_new_address() {
  confirmed "$ordna" correct-email "$(field_of_leader 445 1 name)" NY.ADRESS@raseborg.example || return
  can "$dan" sync && sign_in "$dan-ny" ny.adress@raseborg.example "Ny telefon" || return
  can "$dan-ny" whoami && told ".name == \"$(field_of_leader 445 1 name)\""
}
log_is_discreet() {
  local word
  for word in "$SECRET_REPORT" "$SECRET_THREAD" "$SECRET_ANSWER" "$SECRET_OWN" @pargas.example @example.org "$(cat "$SAMSTIG_OPERATOR_TOKEN_FILE")"; do
    if grep -qaF "$word" "$WORK/server/server.log"; then
      because "the log has $word"
      return
    fi
  done
}

all_is_sent() {
  local file name
  for file in "$PEOPLE"/*.samstig; do
    name=$(basename "$file" .samstig)
    [[ $name != "$dan-phone" ]] || continue
    can "$name" sync && told '.waiting == 0 and .parked == 0' || return
  done
}

ANNA_EMAIL=$(field_of_leader 445 0 email)
sees_what_there_is_of_the_own() {
  can "$anna" erase-me || return
  told '.state == "PREVIEW" and (.networks | length == 1) and .networks[0].submissions >= 1' || return
  told '.networks[0].backups == 2 and .networks[0].last_organiser == false' || return
  told '.networks[0].backups_until | . > (now + 34 * 86400 | todate) and . < (now + 36 * 86400 | todate)' || return
  told '[.networks[0].threads[].posts] | add > 0'
}
is_not_erased_without_the_code() {
  mails_to "$ANNA_EMAIL" | xargs -r -d '\n' rm -f
  can "$anna" erase-me "$ANNA_EMAIL" --posts delete --work delete && told '.state == "CODE_SENT"' || return
  eventually 10 take_code "$ANNA_EMAIL" || because "no code came" || return
  refused 1 WRONG_CODE "$anna" erase-me --posts delete --work delete --code 00000000 && can "$anna" whoami
}
erases_herself() {
  can "$anna" erase-me --posts delete --work delete --code "$CODE" || return
  told '.state == "ERASED" and .networks[0].deleted > 3 and .networks[0].backups == 2 and .networks[0].backups_until != null' || return
  refused 4 NOT_SIGNED_IN "$anna" erase-me
}
has_left() {
  can "$coach" sync && can "$coach" review --all || return
  told '[.[] | select(.person.name == "somebody who has left")] | length >= 1 and all(.[]; .erased)' || return
  can "$bo" sync || return
  if grep -qaF "$SECRET_THREAD" "$PEOPLE/$bo.samstig"*; then because "Bo's copy still has her words"; fi
}
nothing_is_left_on_the_server() {
  local word
  for word in "$SECRET_REPORT" "$SECRET_THREAD" kråkbärsknep "$ANNA_EMAIL"; do
    if grep -qaF "$word" "$WORK"/server/data/networks/* "$WORK"/server/data/erasures/*; then
      because "the server's files have $word"
      return
    fi
  done
  can operator verify "$NETWORK" && told '.state == "WELL"'
}
goes_back_and_forgets_again() {
  grep -qaF "$SECRET_REPORT" "$WORK/server/data/backups/$BACKUP" || because "the backup does not have it" || return
  can operator restore "$NETWORK" "$BACKUP" && nothing_is_left_on_the_server
}

# ---- The story

step "the server starts on free ports" start_server "$WORK/server"
step "without the operator's token nobody makes a network" refused 1 NOT_OPERATOR nobody status --token-file /dev/null
step "the operator makes the network $NETWORK" \
  "$BIN/samstig" --quiet init "$NETWORK" --name Svenskfinland --organiser-name "$(person .organiser.name)" \
  --organiser-email "$(person .organiser.email)"
step "a network of that name is not made twice" \
  refused 1 ALREADY_EXISTS nobody init "$NETWORK" --name Igen --organiser-name X --organiser-email x@example.org
step "the organiser signs in with the code from the mail" sign_in "$ordna" "$(person .organiser.email)"
step "the code works only once" signs_in_with_a_used_code
step "a file with a mistake is refused with its line, and nothing is imported" refuses_a_broken_file
step "the organiser imports 49 municipalities" imports "$ROOT/programmes/municipalities/finland-swedish.yaml" 49
step "the organiser imports Kommunens ledarstig" imports "$ROOT/programmes/kommunens-ledarstig/programme.yaml" 5
step "importing it again changes nothing" imports "$ROOT/programmes/kommunens-ledarstig/programme.yaml" 0
step "the organiser plans cohort round 3" confirmed "$ordna" cohort plan kommunens-ledarstig --round 3 \
  --enrolment-closes +20d --starts +21d --ends +110d --vat 25.5 --seats 9
step "and gives it more time and more seats" confirmed "$ordna" cohort edit $COHORT --ends +120d --seats 12
step "a cohort skips no step" refused 1 ILLEGAL_MOVE "$ordna" cohort move $COHORT running
step "the cohort is announced" confirmed "$ordna" cohort move $COHORT announced
step "anybody finds it in the catalogue without signing in" catalogue_is_open ANNOUNCED
step "with the seats that are left, and its price with VAT to the cent" told \
  '.[0] | .seats == 12 and .seats_left == 12 and .price_cents == 15000 and .vat_permille == 255 and .total_cents == 18825'
step "the cohort takes enrolments" confirmed "$ordna" cohort move $COHORT enrolling
for i in 0 1 2; do
  code=${municipalities[i]}
  step "an admin of ${names[i]} is invited" confirmed "$ordna" invite \
    "$(person ".municipalities[] | select(.code == \"$code\") | .admin.email")" \
    --name "$(person ".municipalities[] | select(.code == \"$code\") | .admin.name")" --role admin --at "${names[i]}"
done
step "a coach is invited" confirmed "$ordna" invite "$(person '.coaches[0].email')" \
  --name "$(person '.coaches[0].name')" --role coach --at $COHORT
for i in 0 1 2; do
  code=${municipalities[i]}
  step "the admin of ${names[i]} signs in" sign_in "$(admin_of "$code")" \
    "$(person ".municipalities[] | select(.code == \"$code\") | .admin.email")"
done
step "nobody is enrolled before there are seats" refused 1 NO_SEATS "$(admin_of 445)" enrol X x@pargas.example
step "and lets go of the refused enrolment" confirmed "$(admin_of 445)" outbox discard 1
step "municipality Pargas asked for 4 seats" confirmed "$(admin_of 445)" seats request 4
step "municipality Raseborg asked for 3 seats" confirmed "$(admin_of 710)" seats request 3
step "municipality Korsholm asked for 3 seats" confirmed "$(admin_of 499)" seats request 3
step "the organiser agrees to 3 of 4 for Pargas" confirmed "$ordna" seats answer Pargas --agree 3 --say "Fler ryms inte."
step "the organiser agrees to 3 for Raseborg" confirmed "$ordna" seats answer Raseborg --agree 3
step "the organiser agrees to 3 for Korsholm" confirmed "$ordna" seats answer Korsholm
step "the organiser publishes terms for the municipalities" publishes_terms "Vi sparar så lite som möjligt."
step "before they are accepted nobody is enrolled" refused 1 TERMS_NOT_ACCEPTED "$(admin_of 445)" enrol Ingen ingen@pargas.example
step "and that is let go of" confirmed "$(admin_of 445)" outbox discard 1
for i in 0 1 2; do
  step "the admin of ${names[i]} accepts the terms" confirmed "$(admin_of "${municipalities[i]}")" terms accept
done
step "the organiser sees who has accepted what, and when" organiser_sees_acceptances
for i in 0 1; do
  step "the admin of ${names[i]} enrols 3 leaders" enrols_leaders "${municipalities[i]}"
done
step "HR of Korsholm saves a list of 3 leaders from a spreadsheet" writes_a_list "$LIST"
step "its admin sees what it would do" shows_what_a_list_would_do '["NEW", "NEW", "NEW"]'
step "with mistakes in it nobody is enrolled, and each is told with line and column" refuses_a_broken_list
step "the admin of Korsholm enrols 3 leaders from the list" enrols_the_list 3 0
step "enrolling the list again enrols nobody twice" enrols_the_list 0 3
step "nor does enrolling one of them alone, in whatever case" does_not_enrol_one_of_the_list
step "who gave the place back is enrolled anew by the list, once" enrols_anew_who_withdrew
step "a fourth leader of Pargas is on the waiting list" waitlists_one_more
step "the cohort is confirmed" confirmed "$ordna" cohort move $COHORT confirmed
step "the cohort runs" confirmed "$ordna" cohort move $COHORT running
step "the coach signs in" sign_in "$coach" "$(person '.coaches[0].email')"
step "the coach gives an assignment from the library" confirmed "$coach" assign prova-tjansten --due +14d
for i in 0 1 2; do
  step "the leaders of ${names[i]} sign in and read the assignment" leaders_sign_in_and_read "${municipalities[i]}"
done
tell_of_guests
step "a leader of Pargas writes and submits without a network" writes_and_submits_offline "$anna" "$SECRET_REPORT"
step "a leader of Raseborg writes and submits without a network" writes_and_submits_offline "$bo" "Och tio samtal."
step "both writes wait in the outbox" outbox_holds "$anna" 2
step "the own report is there to read, without a network" shows_own_report "$anna"
step "a leader of Korsholm submits" confirmed "$cia" submit prova-tjansten --tried "Vi ringde växeln."
step "the server is killed in the middle of its work" is_killed
step "without a server a write is kept" kept "$cia" write prova-tjansten --next "Ringa igen."
step "sync then says that the server is away" refused 3 UNAVAILABLE "$cia" sync
step "waiting for it in vain ends with the code for kept" waits_in_vain
step "the server starts again with all it had" restarts
step "the leader of Pargas comes online and all is sent" can "$anna" sync
step "the leader of Raseborg sends, and an older copy sends the same again, harmlessly" pushes_twice
step "the coach finds three reports, each once" coach_finds 3
step "the coach reads what the leader wrote on the train" coach_reads_words
step "the coach acknowledges the report from Pargas" coach_answers "$(field_of_leader 445 0 name)" "Fint! Ett $SECRET_ANSWER." --acknowledge
step "the coach asks Raseborg for another try" coach_answers "$(field_of_leader 710 0 name)" "Vad hände sedan?" --return
step "the leader of Pargas sees the answer" leader_sees_answer "$anna" ACKNOWLEDGE "$SECRET_ANSWER"
step "and to whose devices the own desk was sent, also without a network" sees_to_whom_it_was_sent "$anna"
step "the leader of Raseborg sees the question" leader_sees_answer "$bo" RETURN "Vad hände sedan?"
step "notices say that it came, and why" leader_is_told "$bo"
step "who got no answer is told of none" nothing_is_told_of_feedback "$cia"
step "a leader chooses a mail a week, and never at night" sets_mails "$bo"
step "the leader of Raseborg hands in a second try" submits_again
step "the author goes on talking" confirmed "$anna" feedback "$(report_of "$(field_of_leader 445 0 name)")" "Tack!"
step "a leader may not acknowledge the own report" refused 1 NOT_ALLOWED "$anna" feedback "$(report_of "$(field_of_leader 445 0 name)")" "Bra gjort av mig" --acknowledge
step "and lets go of that" confirmed "$anna" outbox discard 1
step "the coach reads how many have handed in" coach_reads_progress
step "of a municipality with three leaders no figure is told" small_groups_are_not_told
step "the organiser reads who is enrolled, and that progress is the coach's" organiser_reads_enrolment
step "a colleague in the same municipality sees no report of another" colleague_sees_nothing
step "HR of Pargas says who reports to whom" confirmed "$(admin_of 445)" manager "$(name_of 445 1)" "$(name_of 445 0)"
step "the coach is proposed groups that are fair, with a reason for each placement" proposes_fair_groups
step "and forms them; each leader sees who is in which" forms_them
step "a line of command is in one group only when the coach says so" keeps_a_line_of_command_apart
step "a group is changed, and dissolved once" changes_and_dissolves
step "nobody else is proposed groups, and HR sees none" groups_are_the_coachs
step "a leader of Pargas starts a thread across municipalities" starts_thread
step "Raseborg replies" replies "$bo" "Vi går ut klockan tre."
step "Korsholm replies to the first post" replies_to_first "$cia" "Vi stänger mejlen."
step "the coach replies" replies "$coach" "Vad märker invånarna?"
step "all three municipalities and the coach read the same four posts" all_see_posts 4
step "a post is changed, another taken back" edits_and_takes_back
step "the coach reads how much was written, week by week" coach_reads_activity
step "its author reads all versions of it, and nobody else does" all_versions_are_kept
step "a leader sends a file with a post" sends_a_file
step "the coach finds the post by its words and fetches the file" fetches_the_file
step "a leader takes everything of the own away in a ZIP file, and nothing of others" takes_own_data_away
step "signing out asks before it loses what is not sent, and then leaves nothing" signs_out_with_care
step "others react to a post without words, and everybody sees who" reacts
step "a peer who is named is told so, until it is read" mentions_a_peer
step "the coach pins a post, who started the thread takes it down" pins_a_post
step "a thread is muted, and stays so" chooses_a_level
step "leaders of one municipality talk among themselves, without HR and coach" talks_among_colleagues
step "until they invite the coaches" invites_the_coaches
step "a leader shares an insight and is told who can read it; the report stays private" shares_an_insight
step "a reader flags a post to the coaches, and its author does not learn of it" flags_a_post
step "the coach takes it down, and its author still has the words" takes_it_down
step "it is put back as it was, and taken down again" puts_it_back
step "who watches hears of a post as it is made" watches
step "the leader's own copy has the words (so the search works)" copy_holds_word "$anna" "$SECRET_THREAD"
for i in 0 1 2; do
  step "the copy of the admin of ${names[i]} has no word of reports and threads" hr_sees_no_word "$(admin_of "${municipalities[i]}")"
done
step "nor has the organiser's" hr_sees_no_word "$ordna"
step "nor the guest's, which has nobody's name either" guest_has_no_word
step "the admin of Pargas sees who is enrolled" hr_sees_who_is_enrolled
step "a leader who gives an assignment is refused, with the reason" is_parked
step "the refused words are still in the outbox" outbox_has_the_words "$dan"
step "and on the leader's other device" second_device_sees_parked
step "sent once more they are refused again, and are there once" is_refused_again
step "the leader puts them into the thread instead: gone from the outbox of both devices" moves_the_words
step "two devices write one draft at the same time: both texts stay" two_devices_one_draft
step "the phone is signed out and says so" revokes_phone
step "the library shows one theme, in one language" library_is_filtered
step "the coach plans an assignment for one leader, who knows nothing of it" plans_for_one
step "published now, it is there for that leader and for nobody else" publishes_now
step "another shows up by itself when its time comes" shows_up_by_itself
step "the coach reads who has handed in and who is silent" coach_reads_who_is_silent
step "a friendly word goes to the silent, once a day" nudges_the_silent
step "who has handed in is left in peace" leaves_in_peace
step "a silent leader sees the word" can_see_the_nudge
step "the coach makes a new version, and those who read the old one are told" revises
step "the coach announces something to everybody" announces
step "the organiser changes it and takes it down" changes_the_announcement
step "the operator backs the network up while it works" backs_up
step "network and backup verify" verify_both
step "the network is taken back to the backup" goes_back
step "devices go on with it by themselves" replies "$bo" "Och nu fortsätter vi."
step "a leader keeps what works in the own toolbox, without a network" keeps_a_tool
step "and notes on the own team, for no other eyes" keeps_a_team
step "on another device both are there" other_device_has_the_notes
step "a leader of Pargas now works in Raseborg: the place goes along" moves_to_another_municipality
step "the waiting list of Pargas has moved up" waiting_list_has_moved_up
step "a place is given to another leader, at once" confirmed "$(admin_of 710)" replace \
  "$(field_of_leader 710 2 name)" "Nya Hittepåsson" nya@raseborg.example --position Fritidschef
step "a leader's new address signs in" signs_in_with_a_new_address
step "a newer version of the programme leaves the round the one it has" goes_on_with_its_version
step "the organiser sets how long what is kept, for everybody to know" sets_how_long_what_is_kept
step "everybody's outbox is empty" all_is_sent
step "a leader sees what there is of the own, before it is erased" sees_what_there_is_of_the_own
step "without the code nothing is" is_not_erased_without_the_code
step "with it all of it is, for good" erases_herself
step "others meet somebody who has left, and no word" has_left
step "no byte of it is left in the server's files" nothing_is_left_on_the_server
step "nor when the network is taken back to where it still was" goes_back_and_forgets_again
step "the server's log has no word, address or token" log_is_discreet
step "the server stops in order" stop_server

echo "main job: $steps steps, $failed failed"
((failed == 0))
