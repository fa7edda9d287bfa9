// SPDX-License-Identifier: Apache-2.0
// What a municipality agrees to before its people take part.
#ifndef SAMSTIG_SERVER_DECIDE_TERMS_H_
#define SAMSTIG_SERVER_DECIDE_TERMS_H_

#include "server/decide/case.h"

namespace samstig::server {

// TERMS_NOT_ACCEPTED while there are published terms whose present version the municipality has not
// accepted.
Status RequireTermsAccepted(Case& c, const Id& municipality);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_TERMS_H_
