// SPDX-License-Identifier: Apache-2.0
// What an intent makes of an entity. Pure: no clock, no I/O, no permission (that is server/decide's).
// The same functions run on the server, which judges, and on the device, which shows what it expects.
#ifndef SAMSTIG_DOMAIN_RULES_FOLD_H_
#define SAMSTIG_DOMAIN_RULES_FOLD_H_

#include "domain/base/clock.h"
#include "domain/base/id.h"
#include "domain/base/result.h"
#include "samstig/v1/entity.pb.h"
#include "samstig/v1/mutation.pb.h"

namespace samstig::rules {

// Who acts, and when: server time on the server, claimed time on the device.
struct Maker {
  base::Id person;
  base::TimeMs now = 0;
  base::TimeMs claimed = 0;
};

// Whether the entity as it was must be kept because the intent replaces a text in it.
enum class History { kNone, kKeepBefore };

struct Folded {
  v1::Entity entity;
  History history = History::kNone;
  // Somebody else's concurrent version stays beside this one.
  bool merged = false;
  // The entity ends: it leaves every scope.
  bool gone = false;
};

using FoldResult = base::Result<Folded>;

// The id in field 1 of the intent that is set: the entity it makes or changes. BAD_ID or
// UNKNOWN_INTENT.
base::Result<base::Id> TargetOf(const v1::Mutation& mutation);

// The entity after the mutation. `before` is null when there is none yet.
FoldResult Fold(const v1::Entity* before, const v1::Mutation& mutation, const Maker& maker);

// One line for each intent; defined in the file of its kind.
FoldResult Fold(const v1::Entity* before, const v1::RegisterMunicipality& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::InvitePerson& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::CorrectPerson& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::GrantHat& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::EndHat& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::PublishProgramme& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::PublishTheme& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::PlanCohort& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::MoveCohort& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::RequestSeats& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::AnswerSeats& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::EnrolLeader& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::Withdraw& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::PostAssignment& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::EditAssignment& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::MoveAssignment& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::SaveDraft& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::Submit& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::GiveFeedback& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::StartThread& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::WritePost& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::EditPost& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::WithdrawPost& intent, const Maker& maker);
FoldResult Fold(const v1::Entity* before, const v1::DiscardParked& intent, const Maker& maker);

// For the files of the kinds.

// A new entity of the maker's. ALREADY_EXISTS when there is one, BAD_ID when the id is none.
base::Result<v1::Entity> NewEntity(const v1::Entity* before, const std::string& id,
                                   const Maker& maker);
// A copy to change. NOT_FOUND when there is none, or none of this kind.
base::Result<v1::Entity> Existing(const v1::Entity* before, v1::Entity::BodyCase kind,
                                  std::string_view what);
// Either of the two: for intents that make or replace under an id made from a name.
base::Result<v1::Entity> NewOrExisting(const v1::Entity* before, v1::Entity::BodyCase kind,
                                       const std::string& id, const Maker& maker);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_FOLD_H_
