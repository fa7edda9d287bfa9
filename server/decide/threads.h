// SPDX-License-Identifier: Apache-2.0
// Threads and those who read them, for the kinds that live in one.
#ifndef SAMSTIG_SERVER_DECIDE_THREADS_H_
#define SAMSTIG_SERVER_DECIDE_THREADS_H_

#include <memory>
#include <string>

#include "samstig/v1/subscription.pb.h"
#include "server/decide/case.h"

namespace samstig::server {

// The thread's space: who holds one of these scopes reads and writes in it.
Scopes SpaceOf(const v1::Thread& thread);

// Whether the person reads the thread.
Result<bool> Reads(Case& c, const Id& person, const v1::Thread& thread);

// NOT_ALLOWED unless the actor reads the thread.
Status RequireReader(Case& c, const v1::Thread& thread);
// NOT_OPEN unless the cohort is at work.
Status RequireAtWork(Case& c, const std::string& cohort_id);
// Whoever may read the thread, while the cohort is at work. NOT_FOUND, NOT_ALLOWED, NOT_OPEN.
Result<std::shared_ptr<const v1::Entity>> OpenThread(Case& c, const std::string& thread_id);
Status RequireOpenThread(Case& c, const std::string& thread_id);
// A coach of the thread's cohort who reads it. NOT_ALLOWED.
Status RequireCoachIn(Case& c, const v1::Thread& thread);

// There is a text in the post: it was neither taken back nor taken down (DELETED).
Status RequireText(const v1::Post& post);
// It is still read where it was written: NOT_FOUND once it was retired, when it is its author's
// alone.
Status RequireUnretired(const v1::Entity& entity);

// As a consequence of what the actor did, the thread reaches the person at this level from now on,
// unless the person's own choice or a higher level stands.
Status RaiseLevel(Case& c, const Id& person, const std::string& thread_id, v1::Level level,
                  v1::LevelWhy why);

// After somebody became or ceased to be a coach of the cohort: in which scopes its flags are.
Status RescopeFlags(Case& c, const Id& cohort);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_THREADS_H_
