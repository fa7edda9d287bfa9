// SPDX-License-Identifier: Apache-2.0
// Look-up keys: under which owner an entity is found without reading all of its kind. Kept by both
// stores in one table. A new key enters on the day a query needs it.
#ifndef SAMSTIG_DOMAIN_RULES_KEYS_H_
#define SAMSTIG_DOMAIN_RULES_KEYS_H_

#include <compare>
#include <string>
#include <vector>

#include "domain/base/id.h"
#include "samstig/v1/entity.pb.h"
#include "samstig/v1/kinds.inc"

namespace samstig::rules {

// Stored in databases: never renumber.
enum class KeyName : int {
  kMunicipalities = 1,        // owner: nil
  kPersons = 2,               // owner: nil
  kProgrammes = 3,            // owner: nil
  kCohorts = 4,               // owner: nil
  kParkedItems = 5,           // owner: nil
  kMembershipsOfPerson = 6,   // owner: person
  kMembershipsAt = 7,         // owner: municipality, cohort, or nil for the network
  kThemesOfProgramme = 8,     // owner: programme
  kSeatsOfCohort = 9,         // owner: cohort
  kEnrolmentsOfPerson = 10,   // owner: person
  kEnrolmentsOfCohort = 11,   // owner: cohort
  kAssignmentsOfCohort = 12,  // owner: cohort
  kAttemptsAtWork = 13,       // owner: WorkId(person, assignment)
  kSubmissionsTo = 14,        // owner: assignment
  kFeedbackOn = 15,           // owner: submission
  kThreadsOfCohort = 16,      // owner: cohort
  kPostsOfThread = 17,        // owner: thread
  kReactionsTo = 18,          // owner: post
  kGroupsOfCohort = 19,       // owner: cohort
  kFlagsOn = 22,              // owner: post
  kFlagsInThread = 23,        // owner: thread
  // Two that an assignment has only while it is scheduled.
  kScheduledAssignments = 26,   // owner: nil
  kPublishedInHour = 27,        // owner: HourId of its publish_ms
  kAnnouncementsOfCohort = 28,  // owner: cohort
  kEnrolmentsOfSeat = 30,       // owner: SeatId(cohort, municipality), also those of earlier ones
  kTools = 31,                  // owner: nil
  kTeams = 32,                  // owner: nil
  kDisclosuresOfPerson = 33,    // owner: the leader
  kErasures = 34,               // owner: nil
  // Two of a guest's hat, whether it has ended or not.
  kGuests = 35,           // owner: nil
  kGuestsUntilHour = 36,  // owner: HourId of GuestUntil
};

// When KeysOf begins to say more of a kind than it did, the new key gets the next edition: a server
// that opens an older database gives it to what is stored there. The keys of a new kind need none.
inline constexpr int kKeysEdition = 1;
constexpr int EditionOf(KeyName name) { return name == KeyName::kEnrolmentsOfSeat ? 1 : 0; }

struct Key {
  KeyName name;
  base::Id owner;
  auto operator<=>(const Key&) const = default;
  bool operator==(const Key&) const = default;
};

using Keys = std::vector<Key>;

Keys KeysOf(const v1::Entity& entity);

// For each kind: Keys KeysOf(const v1::Post& post), defined in the file of the kind.
#define SAMSTIG_DECLARE(Type, field) Keys KeysOf(const v1::Type& body);
SAMSTIG_KINDS(SAMSTIG_DECLARE)
#undef SAMSTIG_DECLARE

// For the files of the kinds. The key of what belongs to `owner`; none when that is no id: entities
// are checked before they are stored, and a damaged one is found under nothing, least of all among
// the things that have no owner.
Keys Under(KeyName name, const std::string& owner);
Keys Both(Keys a, const Keys& b);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_KEYS_H_
