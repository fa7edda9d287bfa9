// SPDX-License-Identifier: Apache-2.0
#include "server/decide/remade.h"

#include <algorithm>
#include <utility>

#include "domain/rules/names.h"

namespace samstig::server {
namespace {

std::string Anonymous() { return rules::TraceId(v1::PERSON_TRACE_ANONYMOUS).ToBytes(); }

// The day alone: two things of one minute would be known to be of one person.
TimeMs DayOf(TimeMs time) { return time - time % base::kDayMs; }

}  // namespace

void Remade::Make(const v1::Entity& said, const Talk& talk) {
  if (said.has_reaction()) MakeReaction(said, talk);
  if (said.has_flag()) MakeFlag(said, talk);
}

void Remade::MakeReaction(v1::Entity reaction, const Talk& talk) {
  if (talk.choice == v1::ERASURE_CHOICE_DELETE || reaction.reaction().symbols().empty()) return;
  reaction.set_id(ids_.Next().ToBytes());
  reaction.set_author(talk.author);
  reaction.set_made_ms(DayOf(reaction.made_ms()));
  entities_.push_back(std::move(reaction));
}

// What coaches said when they settled it is theirs.
void Remade::MakeFlag(v1::Entity entity, const Talk& talk) {
  v1::Flag& flag = *entity.mutable_flag();
  const bool deleted = talk.choice == v1::ERASURE_CHOICE_DELETE;
  const bool settled = std::any_of(flag.history().begin(), flag.history().end(),
                                   [&](const v1::FlagStep& step) { return step.by() != person_; });
  if (deleted && !settled) return;
  const std::string author = deleted ? Anonymous() : talk.author;
  const std::string coach = rules::TraceId(v1::PERSON_TRACE_COACH).ToBytes();
  for (v1::FlagStep& step : *flag.mutable_history()) {
    if (step.by() != person_) continue;
    step.set_by(step.to() == v1::FLAG_STATE_OPEN ? author : coach);
    if (deleted) step.clear_note();
  }
  if (deleted) flag.clear_note();
  entity.set_id(ids_.Next().ToBytes());
  entity.set_author(author);
  entity.set_made_ms(DayOf(entity.made_ms()));
  entities_.push_back(std::move(entity));
}

void Remade::MakeWork(const v1::Entity& submission, const std::vector<v1::Entity>& dialogue) {
  if (submission.submission().erased()) return;
  v1::Entity work = submission;
  work.set_id(ids_.Next().ToBytes());
  work.set_author(Anonymous());
  work.set_made_ms(DayOf(work.made_ms()));
  work.mutable_submission()->set_person_id(Anonymous());
  work.mutable_submission()->clear_claimed_ms();
  const std::string id = work.id();
  cohorts_.insert(work.submission().cohort_id());
  entities_.push_back(std::move(work));
  for (v1::Entity turn : dialogue) {
    turn.set_id(ids_.Next().ToBytes());
    turn.set_made_ms(DayOf(turn.made_ms()));
    if (turn.author() == person_) turn.set_author(Anonymous());
    turn.mutable_feedback()->set_submission_id(id);
    entities_.push_back(std::move(turn));
  }
}

}  // namespace samstig::server
