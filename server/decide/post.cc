// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "domain/rules/keys.h"
#include "domain/rules/mentions.h"
#include "domain/rules/trace.h"
#include "server/decide/audience.h"
#include "server/decide/gone.h"
#include "server/decide/kinds.h"
#include "server/decide/moderation.h"
#include "server/decide/threads.h"

namespace samstig::server {

namespace {

Status RequireParent(Case& c, const v1::WritePost& intent) {
  if (intent.reply_to().empty()) return {};
  ASSIGN_OR_RETURN(v1::Entity parent,
                   c.Load(intent.reply_to(), v1::Entity::kPost, "post to answer"));
  if (parent.post().thread_id() == intent.thread_id()) return {};
  return {v1::REASON_NOT_FOUND, "the post to answer is in another thread"};
}

// Whoever is named can read it there. `known`: those who were named before; they may have left.
Status RequireMentioned(Case& c, const v1::Thread& thread, const rules::Mentions& mentions,
                        const std::set<std::string>& known) {
  RETURN_IF_ERROR(rules::CheckMentions(mentions));
  for (const std::string& person : mentions) {
    if (known.contains(person) || rules::IsTraceId(person)) continue;
    ASSIGN_OR_RETURN(bool reads, Reads(c, IdIn(person), thread));
    if (!reads) return {v1::REASON_CANNOT_READ, "somebody who is mentioned cannot read the thread"};
  }
  return {};
}

// One shares what one has handed in oneself, in the cohort where that was.
Status RequireOwnSubmission(Case& c, const v1::Thread& thread, const std::string& id) {
  if (id.empty()) return {};
  ASSIGN_OR_RETURN(v1::Entity submission, c.Load(id, v1::Entity::kSubmission, "submission"));
  if (submission.submission().person_id() != c.person().bytes()) {
    return {v1::REASON_NOT_ALLOWED, "only its author shares a report"};
  }
  if (submission.submission().cohort_id() == thread.cohort_id()) return {};
  return {v1::REASON_NOT_FOUND, "the cohort has no such submission"};
}

Status RaiseLevels(Case& c, const std::string& thread, const rules::Mentions& mentions,
                   const std::set<std::string>& known) {
  RETURN_IF_ERROR(RaiseLevel(c, c.person(), thread, v1::LEVEL_TRACKING, v1::LEVEL_WHY_WROTE));
  for (const std::string& person : mentions) {
    if (known.contains(person) || rules::IsTraceId(person)) continue;
    RETURN_IF_ERROR(
        RaiseLevel(c, IdIn(person), thread, v1::LEVEL_TRACKING, v1::LEVEL_WHY_MENTIONED));
  }
  return {};
}

// The post, for a coach who reads it.
Result<v1::Entity> PostForCoach(Case& c, const std::string& id) {
  ASSIGN_OR_RETURN(v1::Entity post, c.Load(id, v1::Entity::kPost, "post"));
  ASSIGN_OR_RETURN(v1::Entity thread,
                   c.Load(post.post().thread_id(), v1::Entity::kThread, "thread"));
  RETURN_IF_ERROR(RequireCoachIn(c, thread.thread()));
  RETURN_IF_ERROR(RequireUnretired(post));
  return post;
}

// What stood there before the post was taken down.
Result<v1::Entity> VersionBeforeRemoval(Case& c, const Id& id) {
  ASSIGN_OR_RETURN(std::vector<std::string> history, c.txn().History(id));
  for (auto bytes = history.rbegin(); bytes != history.rend(); ++bytes) {
    v1::Entity version;
    if (!version.ParseFromString(*bytes)) break;
    if (version.has_post() && !version.post().has_removal()) return version;
  }
  return Status(v1::REASON_DATA_DAMAGED,
                "a post was taken down and its text is not in its history");
}

}  // namespace

Result<Decision> Decide(Case& c, const v1::WritePost& intent) {
  ASSIGN_OR_RETURN(const bool gone, NamesTheGone(c, intent.mentions()));
  if (gone) {
    v1::WritePost known = intent;
    ASSIGN_OR_RETURN(*known.mutable_mentions(), WithoutTheGone(c, intent.mentions()));
    return Decide(c, known);
  }
  ASSIGN_OR_RETURN(const auto entity, OpenThread(c, intent.thread_id()));
  const v1::Thread& thread = entity->thread();
  RETURN_IF_ERROR(RequireParent(c, intent));
  RETURN_IF_ERROR(RequireMentioned(c, thread, intent.mentions(), {}));
  RETURN_IF_ERROR(RequireOwnSubmission(c, thread, intent.from_submission()));
  if (intent.has_audience()) RETURN_IF_ERROR(RequireNobodyNew(c, *entity, intent.audience()));
  RETURN_IF_ERROR(c.Carry(intent).status());
  RETURN_IF_ERROR(RaiseLevels(c, intent.thread_id(), intent.mentions(), {}));
  return Decision{false, c.txn().LastSeq()};
}

Result<Decision> Decide(Case& c, const v1::EditPost& intent) {
  ASSIGN_OR_RETURN(const bool gone, NamesTheGone(c, intent.revision().mentions()));
  if (gone) {
    v1::EditPost known = intent;
    ASSIGN_OR_RETURN(*known.mutable_revision()->mutable_mentions(),
                     WithoutTheGone(c, intent.revision().mentions()));
    return Decide(c, known);
  }
  ASSIGN_OR_RETURN(v1::Entity post, c.Load(intent.id(), v1::Entity::kPost, "post"));
  ASSIGN_OR_RETURN(const auto thread, OpenThread(c, post.post().thread_id()));
  const rules::Mentions& mentions = intent.revision().mentions();
  const std::set<std::string> known = rules::MentionedIn(post.post());
  RETURN_IF_ERROR(RequireMentioned(c, thread->thread(), mentions, known));
  ASSIGN_OR_RETURN(Decision decision, c.Carry(intent));
  RETURN_IF_ERROR(RaiseLevels(c, thread->id(), mentions, known));
  return Decision{decision.merged, c.txn().LastSeq()};
}

// Taking one's own words back is always allowed.
Result<Decision> Decide(Case& c, const v1::WithdrawPost& intent) { return c.Carry(intent); }

Result<Decision> Decide(Case& c, const v1::RemovePost& intent) {
  ASSIGN_OR_RETURN(v1::Entity post, PostForCoach(c, intent.id()));
  if (post.author() == c.person().bytes()) {
    return Status(v1::REASON_NOT_ALLOWED, "one takes the own posts back oneself");
  }
  ASSIGN_OR_RETURN(TakingDown all, TakingDown::Prepare(c, intent));
  return all.Store(c);
}

Result<Decision> Decide(Case& c, const v1::RestorePost& intent) {
  RETURN_IF_ERROR(PostForCoach(c, intent.id()).status());
  ASSIGN_OR_RETURN(Case::Prepared prepared, c.Prepare(intent));
  ASSIGN_OR_RETURN(prepared.folded.entity, VersionBeforeRemoval(c, IdIn(intent.id())));
  return c.Store(prepared);
}

Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Post& post) {
  ASSIGN_OR_RETURN(const auto thread, c.Look(post.thread_id(), v1::Entity::kThread, "thread"));
  return ScopesUnder(c, *thread, entity);
}

}  // namespace samstig::server
