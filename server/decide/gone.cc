// SPDX-License-Identifier: Apache-2.0
#include "server/decide/gone.h"

#include <algorithm>

#include "domain/rules/names.h"

namespace samstig::server {

Result<bool> IsGone(Case& c, const std::string& person) {
  ASSIGN_OR_RETURN(std::optional<v1::Entity> entity, c.TryLoad(IdIn(person)));
  return entity && entity->person().trace() == v1::PERSON_TRACE_GONE;
}

Status RequireNotErased(Reader& reader, const Id& person) {
  ASSIGN_OR_RETURN(const std::optional<std::string> bytes, reader.Get(rules::ErasureId(person)));
  v1::Entity entity;
  // The id may be taken by something of another kind, if somebody gave that on purpose.
  if (!bytes || !entity.ParseFromString(*bytes) || !entity.has_erasure()) return {};
  return {v1::REASON_NOT_SIGNED_IN, "the caller was erased"};
}

Mentions Replaced(const Mentions& mentions, const std::string& from, const std::string& to) {
  Mentions replaced;
  for (const std::string& person : mentions) {
    const std::string& now = person == from ? to : person;
    if (std::find(replaced.begin(), replaced.end(), now) == replaced.end()) *replaced.Add() = now;
  }
  return replaced;
}

Result<bool> NamesTheGone(Case& c, const Mentions& mentions) {
  for (const std::string& person : mentions) {
    ASSIGN_OR_RETURN(bool gone, IsGone(c, person));
    if (gone) return true;
  }
  return false;
}

Result<Mentions> WithoutTheGone(Case& c, const Mentions& mentions) {
  Mentions left = mentions;
  for (const std::string& person : mentions) {
    ASSIGN_OR_RETURN(bool gone, IsGone(c, person));
    if (gone) left = Replaced(left, person, rules::TraceId(v1::PERSON_TRACE_ANONYMOUS).ToBytes());
  }
  return left;
}

}  // namespace samstig::server
