// SPDX-License-Identifier: Apache-2.0
#include "server/decide/erased_words.h"

#include <algorithm>
#include <type_traits>

#include "domain/rules/names.h"
#include "domain/rules/visit.h"
#include "server/decide/gone.h"

namespace samstig::server {

using Fate = ErasedWords::Fate;

namespace {

std::string Trace(v1::PersonTrace trace) { return rules::TraceId(trace).ToBytes(); }

bool Contains(const Mentions& mentions, const std::string& person) {
  return std::find(mentions.begin(), mentions.end(), person) != mentions.end();
}

Fate ChangesIf(bool changed) { return changed ? Fate::kChanges : Fate::kStays; }

}  // namespace

Fate ErasedWords::Apply(v1::Entity& entity) const {
  return rules::VisitBody(entity, [&](const auto& body) -> Fate {
    if constexpr (std::is_same_v<std::decay_t<decltype(body)>, v1::Entity>) {
      // A newer version's kind, which it left behind. What the person alone wrote goes.
      return IsBy(entity) ? Fate::kGoes : Fate::kStays;
    } else {
      return Of(entity, body);
    }
  });
}

Fate ErasedWords::ApplyToKept(v1::Entity& version) const {
  if (version.has_post() && IsBy(version)) {
    const bool deleted = TalkIn(version.post().thread_id()).choice == v1::ERASURE_CHOICE_DELETE;
    if (deleted || taken_back.contains(version.id())) return Fate::kGoes;
  }
  if (version.has_submission() && IsPerson(version.submission().person_id())) return Fate::kGoes;
  if (version.has_feedback() && submissions.contains(version.feedback().submission_id())) {
    return Fate::kGoes;
  }
  if (version.has_person() && IsPerson(version.id())) return Fate::kGoes;
  return Apply(version);
}

const Talk& ErasedWords::TalkIn(const std::string& thread) const {
  static const Talk kNothing;
  const auto found = talk.find(thread);
  return found == talk.end() ? kNothing : found->second;
}

Fate ErasedWords::ByACoach(v1::Entity& entity) const {
  if (!IsBy(entity)) return Fate::kStays;
  entity.set_author(Trace(v1::PERSON_TRACE_COACH));
  return Fate::kChanges;
}

// ---- The person, hats and places

Fate ErasedWords::Of(v1::Entity& entity, const v1::Person&) const {
  if (!IsPerson(entity.id())) return Fate::kStays;
  entity.mutable_person()->Clear();
  entity.mutable_person()->set_trace(v1::PERSON_TRACE_GONE);
  return Fate::kChanges;
}

Fate ErasedWords::Of(v1::Entity& entity, const v1::Membership& hat) const {
  v1::Membership& now = *entity.mutable_membership();
  if (hat.manager_id() == person_) {
    now.clear_manager_id();
    return Fate::kChanges;
  }
  if (hat.person_id() != person_) return Fate::kStays;
  now.set_ended(true);
  now.clear_position();
  now.clear_sector();
  now.clear_manager_id();
  now.clear_subject();
  now.clear_headcount();
  return Fate::kChanges;
}

// Ends as the lifecycle has it, with what follows for others: server/decide/erasing.cc.
Fate ErasedWords::Of(v1::Entity&, const v1::Enrolment&) const { return Fate::kStays; }

Fate ErasedWords::Of(v1::Entity& entity, const v1::Group& group) const {
  auto& people = *entity.mutable_group()->mutable_person_ids();
  const int before = group.person_ids_size();
  people.erase(std::remove(people.begin(), people.end(), person_), people.end());
  return ChangesIf(people.size() != before);
}

// ---- What only the person could read

Fate ErasedWords::Of(v1::Entity& entity, const v1::Draft&) const { return OwnNote(entity); }
Fate ErasedWords::Of(v1::Entity& entity, const v1::Tool&) const { return OwnNote(entity); }
Fate ErasedWords::Of(v1::Entity& entity, const v1::Team&) const { return OwnNote(entity); }
Fate ErasedWords::Of(v1::Entity& entity, const v1::Parked&) const { return OwnNote(entity); }
Fate ErasedWords::Of(v1::Entity& entity, const v1::ReadMark&) const { return OwnNote(entity); }
Fate ErasedWords::Of(v1::Entity& entity, const v1::Subscription&) const { return OwnNote(entity); }
Fate ErasedWords::Of(v1::Entity& entity, const v1::NoticeSettings&) const {
  return OwnNote(entity);
}

// The leader's to know; who of those that were read has gone since shows as such.
Fate ErasedWords::Of(v1::Entity&, const v1::Disclosure& disclosure) const {
  return disclosure.person_id() == person_ ? Fate::kGoes : Fate::kStays;
}

// ---- Threads

Fate ErasedWords::Of(v1::Entity& entity, const v1::Thread&) const {
  if (!IsBy(entity)) return Fate::kStays;
  const Talk& talk_here = TalkIn(entity.id());
  if (talk_here.choice == v1::ERASURE_CHOICE_DELETE) entity.mutable_thread()->clear_title();
  entity.set_author(talk_here.author);
  return Fate::kChanges;
}

Fate ErasedWords::Of(v1::Entity& entity, const v1::Post& body) const {
  v1::Post& post = *entity.mutable_post();
  bool changed = false;
  for (v1::Revision& head : *post.mutable_heads()) {
    if (!Contains(head.mentions(), person_)) continue;
    *head.mutable_mentions() =
        Replaced(head.mentions(), person_, Trace(v1::PERSON_TRACE_ANONYMOUS));
    changed = true;
  }
  if (body.has_removal() && body.removal().by() == person_) {
    post.mutable_removal()->set_by(Trace(v1::PERSON_TRACE_COACH));
    changed = true;
  }
  if (!IsBy(entity)) return ChangesIf(changed);
  const Talk& talk_here = TalkIn(body.thread_id());
  // Whose report it was shared from would tell whose the post is.
  post.clear_from_submission();
  if (talk_here.choice == v1::ERASURE_CHOICE_DELETE) {
    post.clear_heads();
    post.set_withdrawn(true);
  }
  entity.set_author(talk_here.author);
  return Fate::kChanges;
}

// Their ids are made from the person's: what stays of them is made anew, under an id that tells
// nobody whose it was (server/decide/erasing.cc).
Fate ErasedWords::Of(v1::Entity& entity, const v1::Reaction&) const { return OwnNote(entity); }

Fate ErasedWords::Of(v1::Entity& entity, const v1::Flag&) const {
  if (IsBy(entity)) return Fate::kGoes;
  bool changed = false;
  for (v1::FlagStep& step : *entity.mutable_flag()->mutable_history()) {
    if (step.by() != person_) continue;
    step.set_by(Trace(v1::PERSON_TRACE_COACH));
    changed = true;
  }
  return ChangesIf(changed);
}

// ---- Work

// That it was handed in stays, so that counts stay right. With ANONYMISE the text lives on in an
// entity of its own.
Fate ErasedWords::Of(v1::Entity& entity, const v1::Submission& body) const {
  if (body.person_id() != person_) return Fate::kStays;
  v1::Submission& submission = *entity.mutable_submission();
  submission.clear_report();
  submission.clear_claimed_ms();
  submission.set_erased(true);
  return Fate::kChanges;
}

Fate ErasedWords::Of(v1::Entity& entity, const v1::Feedback& body) const {
  if (!submissions.contains(body.submission_id())) return ByACoach(entity);
  entity.mutable_feedback()->clear_text();
  entity.mutable_feedback()->set_erased(true);
  return Fate::kChanges;
}

Fate ErasedWords::Of(v1::Entity& entity, const v1::Nudge& nudge) const {
  return nudge.person_id() == person_ ? Fate::kGoes : ByACoach(entity);
}

Fate ErasedWords::Of(v1::Entity& entity, const v1::Assignment&) const { return ByACoach(entity); }

// An organiser's is by somebody who has left.
Fate ErasedWords::Of(v1::Entity& entity, const v1::Announcement& announcement) const {
  return coached.contains(announcement.cohort_id()) ? ByACoach(entity) : Fate::kStays;
}

// ---- The network's own, which hold no word of a person. Who entered them has left.

Fate ErasedWords::Of(v1::Entity&, const v1::Municipality&) const { return Fate::kStays; }
Fate ErasedWords::Of(v1::Entity&, const v1::Programme&) const { return Fate::kStays; }
Fate ErasedWords::Of(v1::Entity&, const v1::Theme&) const { return Fate::kStays; }
Fate ErasedWords::Of(v1::Entity&, const v1::Cohort&) const { return Fate::kStays; }
Fate ErasedWords::Of(v1::Entity&, const v1::CohortSeat&) const { return Fate::kStays; }
Fate ErasedWords::Of(v1::Entity&, const v1::DataTerms&) const { return Fate::kStays; }
Fate ErasedWords::Of(v1::Entity&, const v1::TermsAcceptance&) const { return Fate::kStays; }
// Since when the person had neither hat nor place.
Fate ErasedWords::Of(v1::Entity& entity, const v1::Retention&) const {
  const bool own_end =
      IsBy(entity) && entity.id() == rules::EndId(base::Id::FromBytes(person_)).bytes();
  return own_end ? Fate::kGoes : Fate::kStays;
}
Fate ErasedWords::Of(v1::Entity&, const v1::Erasure&) const { return Fate::kStays; }

}  // namespace samstig::server
