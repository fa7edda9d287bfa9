#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A demonstration network that one can walk about in: ./dev run. Made of programmes/demo/people.yaml with plain
# samstig commands, kept in build/demo, so that a second start takes a second and has what was written.
# To begin anew: rm -r build/demo
set -u
export LC_ALL=C.UTF-8
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "$ROOT/tests/e2e/lib.sh"
find_programs

DEMO=$ROOT/build/demo
PEOPLE=$DEMO/people
COHORT=kommunens-ledarstig/3
# shellcheck disable=SC2034  # read in lib.sh
ALL_PEOPLE=$(read_people) || die "the people of the demo cannot be read"
NETWORK=$(person .network.slug)

# ---- The server, in the foreground of this script

# shellcheck disable=SC2317  # called by the trap
leave() {
  trap '' INT TERM
  printf '\nstopping ... '
  if stop_server TERM; then echo "stopped. ./dev run goes on where you left."; else echo "the server ended with an error"; fi
  exit 0
}

# The usual ports, so that samstig finds the server by itself; if others have them, any.
start_somewhere() {
  mkdir -p "$DEMO"
  start_at 50051 8080 2>/dev/null || start_anywhere || die "the server does not start; see $DEMO/server/server.log"
}

# Its mails have links to the app at this address.
start_at() {
  GRPC_PORT=$1 HTTP_PORT=$2 SAMSTIG_HTTP_PUBLIC_URL=http://127.0.0.1:$2 start_server "$DEMO/server"
}

# Which ports are free is known once it has started; only then can it be told its address.
start_anywhere() {
  local grpc http
  start_server "$DEMO/server" || return
  [[ -n ${SAMSTIG_HTTP_APP_DIR:-} ]] || return 0
  grpc=$(jq -r .grpc "$DEMO/server/data/ports.json")
  http=$(jq -r .http "$DEMO/server/data/ports.json")
  stop_server TERM
  start_at "$grpc" "$http"
}

# ---- Making the network, once

say() { printf '  %s\n' "$*"; }

# as NAME ARG...: it must work, or the demo is not worth showing.
as() { samstig_as "$@" --quiet </dev/null || die "this failed: samstig $*"; }

each_municipality() { person '.municipalities[].code'; }
admin() { person ".municipalities[] | select(.code == \"$1\") | .admin.$2"; }
leader() { person ".municipalities[] | select(.code == \"$1\") | .leaders[$2].$3"; }
leaders_in() { person ".municipalities[] | select(.code == \"$1\") | .leaders | keys[]"; }

seed() {
  rm -rf "$DEMO"
  mkdir -p "$PEOPLE"
  start_somewhere
  local organiser code n email
  organiser=$(copy_of "$(person .organiser.email)")
  say "the network $NETWORK with its organiser"
  "$BIN/samstig" --quiet init "$NETWORK" --name "$(person .network.name)" \
    --organiser-name "$(person .organiser.name)" --organiser-email "$(person .organiser.email)" ||
    die "the network cannot be made"
  sign_in "$organiser" "$(person .organiser.email)" || die "the organiser cannot sign in"
  say "49 municipalities and the programme"
  as "$organiser" import "$ROOT/programmes/municipalities/finland-swedish.yaml" \
    "$ROOT/programmes/kommunens-ledarstig/programme.yaml"
  say "the cohort, its coaches and the municipalities' admins"
  as "$organiser" cohort plan kommunens-ledarstig --round "$(person .cohort.round)" \
    --name "sv-FI=$(person '.cohort.name["sv-FI"]')" --name "fi=$(person .cohort.name.fi)" \
    --name "en=$(person .cohort.name.en)" --enrolment-closes +30d --starts +31d --ends +150d --grace 14d
  as "$organiser" cohort move $COHORT announced
  as "$organiser" cohort move $COHORT enrolling
  for n in $(person '.coaches | keys[]'); do
    email=$(person ".coaches[$n].email")
    as "$organiser" invite "$email" --name "$(person ".coaches[$n].name")" --role coach --at $COHORT
    sign_in "$(copy_of "$email")" "$email" || die "a coach cannot sign in"
  done
  for code in $(each_municipality); do
    email=$(admin "$code" email)
    as "$organiser" invite "$email" --name "$(admin "$code" name)" --role admin --at "$code"
    sign_in "$(copy_of "$email")" "$email" || die "an admin cannot sign in"
    as "$(copy_of "$email")" seats request "$(leaders_in "$code" | wc -l)"
    as "$organiser" seats answer "$code"
  done
  say "the leaders"
  for code in $(each_municipality); do
    for n in $(leaders_in "$code"); do
      as "$(copy_of "$(admin "$code" email)")" enrol "$(leader "$code" "$n" name)" "$(leader "$code" "$n" email)" \
        --position "$(leader "$code" "$n" position)" --sector "$(leader "$code" "$n" sector)"
    done
  done
  as "$organiser" cohort move $COHORT confirmed
  as "$organiser" cohort move $COHORT running
  talk
  touch "$DEMO/.made"
}

# A little life: two assignments, two reports, an answer, a thread.
talk() {
  local coach code n
  coach=$(copy_of "$(person '.coaches[0].email')")
  say "assignments, reports, an answer and a thread"
  as "$coach" assign prova-tjansten --due +14d
  as "$coach" assign lyssna-pa-invanare --due +28d
  for code in $(each_municipality); do
    sign_in "$(copy_of "$(leader "$code" 0 email)")" "$(leader "$code" 0 email)" || die "a leader cannot sign in"
  done
  local pargas raseborg korsholm narpes
  pargas=$(copy_of "$(leader 445 0 email)")
  raseborg=$(copy_of "$(leader 710 0 email)")
  korsholm=$(copy_of "$(leader 499 0 email)")
  narpes=$(copy_of "$(leader 545 0 email)")
  as "$pargas" submit prova-tjansten \
    --tried "Vi försökte boka en gymnastiksal, en på mobilen och en per telefon." \
    --happened "Elva klick och tre interna ord på vägen. I telefon gick det på två minuter." \
    --insight "Vi skriver för oss själva." --next "Vi tar bort två steg och ordet resursobjekt före månadsskiftet."
  as "$raseborg" submit prova-tjansten --tried "Vi sökte dagvårdsplats på finska och på svenska." \
    --happened "Den finska sidan hade en länk mer." --insight "Ingen äger sidorna gemensamt." \
    --next "En ägare för båda språken." --did-not-work
  as "$korsholm" write prova-tjansten --tried "Halvvägs: vi har anmält ett hål i vägen."
  as "$coach" feedback "$(samstig_as "$coach" --json review | jq -r '.[0].id')" \
    "Tack! Att ringa och klicka samtidigt var klokt. Vad sade teamet om ordet?" --comment
  as "$narpes" thread start "Hur får ni teamet att våga?" \
    "Hos oss vill ingen vara den som hittar felet. Hur gör ni?"
  as "$pargas" reply "Hur får ni teamet att våga?" "Chefen börjar. Jag visade mitt eget misstag först."
  as "$raseborg" reply "Hur får ni teamet att våga?" "Vi firar varje hinder vi hittar, med bulle."
}

# ---- What one can do

# bash's printf counts bytes; names have characters of two.
row() { printf '  %-18s %s%*s %s\n' "$1" "$2" $((24 - ${#2})) '' "$3"; }

show_ways_in() {
  local samstig=${BIN#"$ROOT"/}/samstig server='' code http
  http=http://127.0.0.1:$(jq -r .http "$DEMO/server/data/ports.json")
  [[ $SAMSTIG_SERVER == 127.0.0.1:50051 ]] || server=" --server $SAMSTIG_SERVER"
  cat <<TEXT

$(person .network.name) is open: gRPC on $SAMSTIG_SERVER, HTTP on $http

  role               name                     e-mail
TEXT
  row organiser "$(person .organiser.name)" "$(person .organiser.email)"
  row coach "$(person '.coaches[0].name')" "$(person '.coaches[0].email')"
  for code in $(each_municipality); do
    row "admin of $code" "$(admin "$code" name)" "$(admin "$code" email)"
    row "leader in $code" "$(leader "$code" 0 name)" "$(leader "$code" 0 email)"
  done
  cat <<TEXT

All of them are signed in on this machine, each with an own copy:
  $samstig --data build/demo/people/$(copy_of "$(leader 445 0 email)").samstig$server today
  $samstig --data build/demo/people/$(copy_of "$(person '.coaches[0].email')").samstig$server review

To sign in as anybody, also the other leaders of programmes/demo/people.yaml (codes appear as files in
build/demo/server/mail; here they are sent to nobody):
  $samstig --data build/demo/mine.samstig$server sign-in $NETWORK $(leader 499 1 email)
  tail -n 20 build/demo/server/mail/*.eml

The operator:
  $samstig$server status --token-file build/demo/server/data/operator.token

All verbs: $samstig --help      Log: build/demo/server/server.log      Ctrl-C stops it.
TEXT
  [[ -z ${SAMSTIG_HTTP_APP_DIR:-} ]] ||
    printf '\nThe app, for everybody above (the code comes by mail, as said): %s/#network=%s\n' "$http" "$NETWORK"
}

cd "$ROOT" || exit 2
trap leave INT TERM
if [[ -f $DEMO/.made ]]; then
  start_somewhere
else
  echo "Making a demonstration network in build/demo:"
  trap 'stop_server KILL' EXIT
  seed
  trap - EXIT
fi
show_ways_in
# A signal ends the wait, and leave takes over.
wait "$SERVER_PID"
echo "the server ended by itself; see $DEMO/server/server.log" >&2
exit 1
