// SPDX-License-Identifier: Apache-2.0
// Leaving: what would be lost if this device's copy were erased now, and the word by which somebody
// says that it may be.
#ifndef SAMSTIG_CLIENT_LIB_CORE_LEAVING_H_
#define SAMSTIG_CLIENT_LIB_CORE_LEAVING_H_

#include <cstdint>
#include <string>

#include "client-lib/core/sync_core.h"

namespace samstig::client {

struct OnlyHere {
  uint64_t waiting = 0;
  uint64_t parked = 0;
  uint64_t attachments = 0;
  // Empty when nothing would be lost. Another one as soon as there is more.
  std::string confirmation;
};

// The work that nobody else holds. Somebody is signed in.
Result<OnlyHere> WhatIsOnlyHere(SyncCore& core);

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_CORE_LEAVING_H_
