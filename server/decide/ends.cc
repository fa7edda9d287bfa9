// SPDX-License-Identifier: Apache-2.0
#include "server/decide/ends.h"

#include <algorithm>
#include <string>

#include "domain/rules/cohort.h"
#include "domain/rules/keys.h"
#include "domain/rules/names.h"
#include "server/decide/case.h"

namespace samstig::server {

using rules::KeyName;

namespace {

Result<std::optional<v1::Entity>> Load(Reader& reader, const Id& id) {
  ASSIGN_OR_RETURN(const std::optional<std::string> bytes, reader.Get(id));
  if (!bytes) return std::optional<v1::Entity>();
  v1::Entity entity;
  if (!entity.ParseFromString(*bytes)) {
    return Status(v1::REASON_DATA_DAMAGED, "a stored entity does not parse");
  }
  return std::optional<v1::Entity>(std::move(entity));
}

Result<std::optional<TimeMs>> Noted(Reader& reader, const Id& of) {
  ASSIGN_OR_RETURN(const std::optional<v1::Entity> end, Load(reader, rules::EndId(of)));
  return end ? std::optional<TimeMs>(end->made_ms()) : std::nullopt;
}

bool IsOver(const v1::Entity& cohort) {
  return cohort.has_cohort() && rules::HasEnded(cohort.cohort().state());
}

Result<bool> WearsAHat(Reader& reader, const Id& person) {
  ASSIGN_OR_RETURN(const std::vector<Id> hats,
                   reader.Find({KeyName::kMembershipsOfPerson, person}));
  for (const Id& id : hats) {
    ASSIGN_OR_RETURN(const std::optional<v1::Entity> hat, Load(reader, id));
    if (hat && !hat->membership().ended()) return true;
  }
  return false;
}

// The ends of the cohorts that the person completed; nullopt while there is a place that is not
// over.
Result<std::optional<std::vector<TimeMs>>> EndsOfPlaces(Reader& reader, const Id& person) {
  std::vector<TimeMs> ends;
  ASSIGN_OR_RETURN(const std::vector<Id> places,
                   reader.Find({KeyName::kEnrolmentsOfPerson, person}));
  for (const Id& id : places) {
    ASSIGN_OR_RETURN(const std::optional<v1::Entity> place, Load(reader, id));
    if (!place || place->enrolment().state() == v1::ENROLMENT_STATE_WITHDRAWN) continue;
    ASSIGN_OR_RETURN(const std::optional<TimeMs> end,
                     EndOfCohort(reader, IdIn(place->enrolment().cohort_id())));
    if (!end) return std::optional<std::vector<TimeMs>>();
    ends.push_back(*end);
  }
  return std::optional<std::vector<TimeMs>>(std::move(ends));
}

// Whoever was erased, or stands for those who were, is nobody to be kept or not.
bool IsSomebody(const v1::Entity& entity) {
  return entity.has_person() && entity.person().trace() == v1::PERSON_TRACE_UNSPECIFIED;
}

Result<bool> HasLeft(Reader& reader, const v1::Entity& person) {
  if (!IsSomebody(person)) return false;
  const Id id = IdIn(person.id());
  ASSIGN_OR_RETURN(const bool hat, WearsAHat(reader, id));
  if (hat) return false;
  ASSIGN_OR_RETURN(const auto ends, EndsOfPlaces(reader, id));
  return ends.has_value();
}

Result<bool> IsAtAnEnd(Reader& reader, const v1::Entity& entity) {
  return entity.has_cohort() ? IsOver(entity) : HasLeft(reader, entity);
}

}  // namespace

Result<std::vector<Id>> UnnotedEnds(Reader& reader) {
  std::vector<Id> unnoted;
  // Cohorts first: whether somebody has left hangs on them.
  for (const KeyName of : {KeyName::kCohorts, KeyName::kPersons}) {
    ASSIGN_OR_RETURN(const std::vector<Id> ids, reader.Find({of, {}}));
    for (const Id& id : ids) {
      ASSIGN_OR_RETURN(const std::optional<v1::Entity> entity, Load(reader, id));
      if (!entity) continue;
      ASSIGN_OR_RETURN(const bool ended, IsAtAnEnd(reader, *entity));
      ASSIGN_OR_RETURN(const std::optional<TimeMs> noted, Noted(reader, id));
      if (ended != noted.has_value()) unnoted.push_back(id);
    }
  }
  return unnoted;
}

Status NoteEnd(Transaction& txn, const Id& id, TimeMs now) {
  ASSIGN_OR_RETURN(const std::optional<v1::Entity> entity, Load(txn, id));
  if (!entity) return {};
  ASSIGN_OR_RETURN(const bool ended, IsAtAnEnd(txn, *entity));
  ASSIGN_OR_RETURN(const std::optional<TimeMs> noted, Noted(txn, id));
  if (ended == noted.has_value()) return {};
  if (noted) return txn.Remove(rules::EndId(id)).status();
  // A person's is the person's own; a cohort's is by who planned it.
  const Actor author{entity->has_person() ? id : IdIn(entity->author()), {}};
  Case c(txn, author, now, now);
  v1::Entity end = c.New(rules::EndId(id));
  end.mutable_retention();
  return c.Put(end).status();
}

Result<std::optional<TimeMs>> EndOfCohort(Reader& reader, const Id& cohort) {
  ASSIGN_OR_RETURN(const std::optional<v1::Entity> entity, Load(reader, cohort));
  if (!entity || !IsOver(*entity)) return std::optional<TimeMs>();
  return Noted(reader, cohort);
}

Result<std::optional<TimeMs>> EndOfPerson(Reader& reader, const Id& person) {
  ASSIGN_OR_RETURN(const std::optional<v1::Entity> entity, Load(reader, person));
  if (!entity) return std::optional<TimeMs>();
  ASSIGN_OR_RETURN(const bool left, HasLeft(reader, *entity));
  if (!left) return std::optional<TimeMs>();
  ASSIGN_OR_RETURN(std::optional<TimeMs> since, Noted(reader, person));
  ASSIGN_OR_RETURN(const auto ends, EndsOfPlaces(reader, person));
  if (!since || !ends) return std::optional<TimeMs>();
  for (const TimeMs end : *ends) since = std::max(*since, end);
  return since;
}

}  // namespace samstig::server
