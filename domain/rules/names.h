// SPDX-License-Identifier: Apache-2.0
// Ids made from names, where two writers must arrive at the same one.
#ifndef SAMSTIG_DOMAIN_RULES_NAMES_H_
#define SAMSTIG_DOMAIN_RULES_NAMES_H_

#include <string>
#include <string_view>

#include "domain/base/clock.h"
#include "domain/base/id.h"
#include "samstig/v1/person.pb.h"

namespace samstig::rules {

// "FI" and "445" are Pargas in every network and every import.
inline base::Id MunicipalityId(std::string_view country, std::string_view code) {
  return base::Id::FromName("municipality", std::string(country) + "/" + std::string(code));
}

inline base::Id ProgrammeId(std::string_view code) { return base::Id::FromName("programme", code); }

inline base::Id ThemeId(std::string_view programme_code, std::string_view theme_code) {
  return base::Id::FromName("theme", std::string(programme_code) + "/" + std::string(theme_code));
}

// A municipality has one request for seats in a cohort.
inline base::Id SeatId(const base::Id& cohort, const base::Id& municipality) {
  return base::Id::FromName("seat", cohort.ToBytes() + municipality.ToBytes());
}

// A network has one text of terms for its municipalities, and a municipality one list of which of
// them it has accepted.
inline base::Id DataTermsId() { return base::Id::FromName("data terms", "network"); }
inline base::Id TermsAcceptanceId(const base::Id& municipality) {
  return base::Id::FromName("terms acceptance", municipality.bytes());
}

// A leader whom a municipality enrols in a cohort, by what its own lists call the leader: an
// employee number, else the e-mail address in lower case. So a list sent twice, or by two admins,
// enrols nobody twice. Only an address has an @ in it, so the two cannot be mistaken for one
// another.
inline base::Id EnrolmentId(const base::Id& cohort, const base::Id& municipality,
                            std::string_view key) {
  return base::Id::FromName("enrolment",
                            cohort.ToBytes() + municipality.ToBytes() + std::string(key));
}

// A person's work on an assignment: the id of the draft, and the key of the attempts.
inline base::Id WorkId(const base::Id& person, const base::Id& assignment) {
  return base::Id::FromName("work", person.ToBytes() + assignment.ToBytes());
}

// A person has one read mark in a thread.
inline base::Id ReadMarkId(const base::Id& person, const base::Id& thread) {
  return base::Id::FromName("read mark", person.ToBytes() + thread.ToBytes());
}

// A person has one set of reactions to a post.
inline base::Id ReactionId(const base::Id& person, const base::Id& post) {
  return base::Id::FromName("reaction", person.ToBytes() + post.ToBytes());
}

// A person has one level in a thread.
inline base::Id SubscriptionId(const base::Id& person, const base::Id& thread) {
  return base::Id::FromName("subscription", person.ToBytes() + thread.ToBytes());
}

// A person has one flag on a post.
inline base::Id FlagId(const base::Id& person, const base::Id& post) {
  return base::Id::FromName("flag", person.ToBytes() + post.ToBytes());
}

// A person is nudged about an assignment in one place.
inline base::Id NudgeId(const base::Id& person, const base::Id& assignment) {
  return base::Id::FromName("nudge", person.ToBytes() + assignment.ToBytes());
}

// A person has one set of wishes about mails.
inline base::Id NoticeSettingsId(const base::Id& person) {
  return base::Id::FromName("notice settings", person.ToBytes());
}

// The hour, counted from 1970, in which a time lies: what is due in it is found by this.
inline base::Id HourId(base::TimeMs time) {
  return base::Id::FromName("hour", std::to_string(time / base::kHourMs));
}

// A person has one place in a cohort.
inline base::Id PlaceId(const base::Id& person, const base::Id& cohort) {
  return base::Id::FromName("place", person.ToBytes() + cohort.ToBytes());
}

// What records that the person was erased.
inline base::Id ErasureId(const base::Id& person) {
  return base::Id::FromName("erasure", person.ToBytes());
}

// On which days the reader was sent something of the leader's desk in the cohort.
inline base::Id DisclosureId(const base::Id& leader, const base::Id& cohort,
                             const base::Id& reader) {
  return base::Id::FromName("disclosure", leader.ToBytes() + cohort.ToBytes() + reader.ToBytes());
}

// One for each network.
inline base::Id RetentionId() { return base::Id::FromName("retention", "network"); }
// Since when a cohort has ended, or a person has had neither hat nor place.
inline base::Id EndId(const base::Id& of) { return base::Id::FromName("end", of.ToBytes()); }

// Whom others see as the author in place of those who were erased. GONE is no such: that is what
// the person's own entry turns into.
inline base::Id TraceId(v1::PersonTrace trace) {
  return base::Id::FromName("trace", std::to_string(trace));
}

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_NAMES_H_
