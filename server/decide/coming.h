// SPDX-License-Identifier: Apache-2.0
// When something came, for those who judge whether it was in time.
#ifndef SAMSTIG_SERVER_DECIDE_COMING_H_
#define SAMSTIG_SERVER_DECIDE_COMING_H_

#include "server/decide/case.h"

namespace samstig::server {

// Now. After a restore this is the time that its device claims, if that is before: the lost history
// may have taken it then, and its author has no part in the loss.
Result<TimeMs> TimeOfComing(Case& c);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_COMING_H_
