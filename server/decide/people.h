// SPDX-License-Identifier: Apache-2.0
// Finding or making the person behind an e-mail address.
#ifndef SAMSTIG_SERVER_DECIDE_PEOPLE_H_
#define SAMSTIG_SERVER_DECIDE_PEOPLE_H_

#include <string>

#include "server/decide/case.h"

namespace samstig::server {

// The person who signs in with `email`; nil when there is none.
Result<Id> PersonWithEmail(Case& c, const std::string& email);

// Puts a new person into the network who may sign in with `email`. Ids and texts have been checked;
// the caller gives grants afterwards.
Status MakePerson(Case& c, const Id& id, const v1::Person& person, const std::string& email);

// DeviceRow::signed_in of a device whose person has got another address since, by somebody else's
// word. What is known of that address elsewhere is not for such a device.
inline constexpr TimeMs kAddressNotProved = 0;

// The person signs in with `email` from now on and with no other address. It is nobody else's.
Status MoveEmail(Case& c, const Id& person, const std::string& email);

// Gives the hat to the person unless the same is worn already. Checked before; grants come
// afterwards.
Status GiveHat(Case& c, const Id& membership, const Id& person, v1::Membership hat);

// The person's leader hat in the municipality names the manager who signs in with `email` from now
// on. Passed over, for an enrolment does not fail by it: an empty address, one that nobody of the
// municipality has, the person's own, one that would close a ring. To be called after GiveHat.
Status SetManagerByEmail(Case& c, const Id& person, const Id& municipality,
                         const std::string& email);

// Everything about the ids of a new person and a new hat: neither is taken.
Status RequireFree(Case& c, const Id& id);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_PEOPLE_H_
