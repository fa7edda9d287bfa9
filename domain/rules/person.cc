// SPDX-License-Identifier: Apache-2.0
#include "domain/base/text.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/membership.h"
#include "domain/rules/trace.h"

namespace samstig::rules {

using base::Status;

namespace {

Status Check(const v1::Person& person) {
  if (person.trace() != v1::PERSON_TRACE_UNSPECIFIED) {
    return {v1::REASON_OUT_OF_RANGE, "only the server makes traces of people"};
  }
  RETURN_IF_ERROR(base::CheckLine(person.name(), "name", kMaxNameBytes));
  return CheckLanguage(person.language(), "language");
}

}  // namespace

FoldResult Fold(const v1::Entity* before, const v1::InvitePerson& intent, const Maker& maker) {
  RETURN_IF_ERROR(Check(intent.person()));
  RETURN_IF_ERROR(base::CheckEmail(intent.email()));
  RETURN_IF_ERROR(base::Id::Parse(intent.membership_id(), "membership_id").status());
  RETURN_IF_ERROR(CheckHat(intent.hat()));
  RETURN_IF_ERROR(CheckNotOver(intent.hat(), maker.now));
  if (IsTraceId(intent.id())) return Status(v1::REASON_BAD_ID, "the id is one of the server's");
  ASSIGN_OR_RETURN(v1::Entity entity, NewEntity(before, intent.id(), maker));
  *entity.mutable_person() = intent.person();
  return Folded{std::move(entity)};
}

FoldResult Fold(const v1::Entity* before, const v1::CorrectPerson& intent, const Maker&) {
  RETURN_IF_ERROR(Check(intent.person()));
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kPerson, "person"));
  *entity.mutable_person() = intent.person();
  return Folded{std::move(entity)};
}

// The address is no part of the person, for peers read that: the server keeps it apart.
FoldResult Fold(const v1::Entity* before, const v1::CorrectEmail& intent, const Maker&) {
  RETURN_IF_ERROR(base::CheckEmail(intent.email()));
  ASSIGN_OR_RETURN(v1::Entity entity, Existing(before, v1::Entity::kPerson, "person"));
  return Folded{std::move(entity)};
}

Keys KeysOf(const v1::Person&) { return {{KeyName::kPersons, {}}}; }

}  // namespace samstig::rules
