// SPDX-License-Identifier: Apache-2.0
// Who may write in a thread, for the kinds that live in one.
#ifndef SAMSTIG_SERVER_DECIDE_THREADS_H_
#define SAMSTIG_SERVER_DECIDE_THREADS_H_

#include <string>

#include "server/decide/case.h"

namespace samstig::server {

// Whoever may read the thread, while the cohort is at work. NOT_FOUND, NOT_ALLOWED, NOT_OPEN.
Status RequireOpenThread(Case& c, const std::string& thread_id);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_THREADS_H_
