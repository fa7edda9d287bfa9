// SPDX-License-Identifier: Apache-2.0
// A checked caller.
#ifndef SAMSTIG_SERVER_DECIDE_ACTOR_H_
#define SAMSTIG_SERVER_DECIDE_ACTOR_H_

#include "domain/base/id.h"

namespace samstig::server {

struct Actor {
  base::Id person;
  // The device (or the token of a caller without one) that speaks for the person.
  base::Id device;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_ACTOR_H_
