// SPDX-License-Identifier: Apache-2.0
// How a network gets its first person.
#ifndef SAMSTIG_SERVER_DECIDE_BOOTSTRAP_H_
#define SAMSTIG_SERVER_DECIDE_BOOTSTRAP_H_

#include <string>

#include "server/store/store.h"

namespace samstig::server {

// Puts the first organiser into a new network: person, hat, grants, and the right to sign in with
// `email`. The reasons of InvitePerson; ALREADY_EXISTS when there is an organiser.
Status CreateOrganiser(Transaction& txn, const Id& person, const std::string& name,
                       const std::string& email, const std::string& language, TimeMs now);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_BOOTSTRAP_H_
