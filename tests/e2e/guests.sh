# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# The guests of the main job: one who is to come, one whose time ends while the story is told, and one who is told not
# to come after all. Sourced by main_job.sh, whose people, words and checks these are.
# shellcheck disable=SC2154  # $coach and the like are set there

guest_email() { printf '%s@forelasare.example' "$1"; }

# invites_guest GUEST ARG...: as a lecturer.
invites_guest() {
  local guest=$1
  shift
  confirmed "$coach" guest invite "$(guest_email "$guest")" --name "${guest^} Lektorinna" --to "Kundfokus, $guest" --at "$COHORT" "$@"
}

only_the_staff_invites() {
  refused 1 NOT_ALLOWED "$dan" guest invite "$(guest_email nobody)" --name "Ingen" --to "Ingenting" --ends +7d --at "$COHORT" &&
    confirmed "$dan" outbox discard 1 || return
  refused 1 DATES_OUT_OF_ORDER "$coach" guest invite "$(guest_email late)" --name "Sen" --to "Efteråt" --ends +400d --at "$COHORT" &&
    confirmed "$coach" outbox discard 1
}

# The round, its dates and how many come; and of all else nothing.
guest_is_shown_the_room() {
  sign_in lisa "$(guest_email lisa)" && can lisa today || return
  told '.invitations | length == 1 and .[0].subject == "Kundfokus, lisa" and .[0].headcount == 9 and .[0].cohort.name != "a cohort"' || return
  told '[.[] | length] | add == 1' || return
  local verb
  for verb in threads assignments enrolments announcements groups; do
    can lisa $verb && told 'length == 0' || return
  done
  can lisa cohort list && told 'length == 1 and .[0].state == "RUNNING"'
}

guest_writes_nothing() {
  refused 1 NOT_ALLOWED lisa tool save "Ett knep" "Att inte skriva." && confirmed lisa outbox discard 1 || return
  refused 1 NOT_ALLOWED lisa guest invite "$(guest_email friend)" --name "En vän" --to "Med" --ends +7d &&
    confirmed lisa outbox discard 1
}

# The leaders know nothing of it: nobody else reads what they write.
guest_is_the_staffs() {
  can "$coach" guest list && told '[.[].person.name] | index("Lisa Lektorinna")' || return
  can "$bo" sync && can "$bo" guest list && told 'length == 0'
}

knows_the_round() { can "$1" sync && can "$1" cohort list && told 'length == 1'; }
knows_no_round() { can "$1" sync && can "$1" cohort list && told 'length == 0'; }

# Fourteen days after what it was for; that was so long ago that it is a matter of seconds.
guest_time_ends_by_itself() {
  invites_guest gert --ends "$(date -u -d '-14 days +15 seconds' +%Y-%m-%dT%H:%M:%SZ)" || return
  sign_in gert "$(guest_email gert)" && can gert sync || return
  eventually 60 knows_no_round gert || because "it goes on" || return
  can gert today && told '.invitations | length == 0' || return
  holds_no_word gert "Kommunens ledarstig" && knows_the_round lisa
}

guest_is_told_not_to_come() {
  invites_guest lars --ends +7d && sign_in lars "$(guest_email lars)" && knows_the_round lars || return
  confirmed "$coach" guest end "Lars Lektorinna" && knows_no_round lars
}

# Whatever was written in the meantime.
guest_has_no_word() {
  can lisa sync || return
  holds_no_word lisa "$SECRET_REPORT" "$SECRET_THREAD" "$SECRET_ANSWER" "$SECRET_INTERNAL" "$THREAD" \
    "$(field_of_leader 445 0 name)" "$(field_of_leader 710 0 name)" "$(person '.coaches[0].name')" "$(person .organiser.name)"
}

tell_of_guests() {
  step "the coach invites a guest lecturer for an evening" invites_guest lisa --ends +7d
  step "a leader may not, and nobody beyond the round" only_the_staff_invites
  step "the guest sees the round, its dates and how many come, and nobody's name" guest_is_shown_the_room
  step "and can write nothing" guest_writes_nothing
  step "of the guest only the staff knows" guest_is_the_staffs
  step "another guest's time ends by itself, also on the device" guest_time_ends_by_itself
  step "a third is told not to come after all" guest_is_told_not_to_come
}
