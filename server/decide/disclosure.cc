// SPDX-License-Identifier: Apache-2.0
#include "server/decide/disclosure.h"

#include "domain/rules/disclosure.h"
#include "domain/rules/names.h"
#include "server/decide/kinds.h"

namespace samstig::server {
namespace {

Status Note(Case& c, const Id& reader, const Scope& desk) {
  const Id& leader = desk.second();
  ASSIGN_OR_RETURN(const std::optional<v1::Entity> owner, c.TryLoad(leader));
  const bool somebody =
      owner && owner->has_person() && owner->person().trace() == v1::PERSON_TRACE_UNSPECIFIED;
  if (!somebody) return {};
  const Id id = rules::DisclosureId(leader, desk.first(), reader);
  ASSIGN_OR_RETURN(std::optional<v1::Entity> entity, c.TryLoad(id));
  if (!entity) entity = c.New(id);
  v1::Disclosure& disclosure = *entity->mutable_disclosure();
  disclosure.set_person_id(leader.ToBytes());
  disclosure.set_cohort_id(desk.first().ToBytes());
  disclosure.set_reader_id(reader.ToBytes());
  if (rules::AddDay(disclosure, rules::DayOf(c.now())) == rules::DayWas::kThere) return {};
  return c.Put(*entity).status();
}

}  // namespace

Status NoteDisclosures(Transaction& txn, const Id& reader, const Scopes& desks, TimeMs now) {
  for (const Scope& desk : desks) {
    // The leader's own, so that it is among what the leader takes away.
    const Actor owner{desk.second(), {}};
    Case c(txn, owner, now, now);
    RETURN_IF_ERROR(Note(c, reader, desk));
  }
  return {};
}

Result<Scopes> ScopesOf(Case&, const v1::Entity&, const v1::Disclosure& disclosure) {
  return Scopes{Scope::OfPerson(IdIn(disclosure.person_id()))};
}

}  // namespace samstig::server
