// SPDX-License-Identifier: Apache-2.0
#include "server/sync/blob_rights.h"

#include "domain/rules/attachments.h"

namespace samstig::server {

Result<Id> BlobOwnerFor(Reader& reader, const Id& person, std::string_view entity_id,
                        std::string_view sha256) {
  if (entity_id.empty()) return person;
  ASSIGN_OR_RETURN(const Id id, Id::Parse(entity_id, "entity_id"));
  const Status no_such_blob(v1::REASON_NOT_FOUND, "the caller has no such blob");
  ASSIGN_OR_RETURN(const Scopes scopes, reader.ScopesOf(id));
  bool may_read = false;
  for (const Scope& scope : scopes) {
    ASSIGN_OR_RETURN(const bool holds, reader.Holds(person, scope));
    may_read = may_read || holds;
  }
  if (!may_read) return no_such_blob;
  ASSIGN_OR_RETURN(const std::optional<std::string> bytes, reader.Get(id));
  v1::Entity entity;
  if (!bytes || !entity.ParseFromString(*bytes) || !rules::NamesBlob(entity, sha256)) {
    return no_such_blob;
  }
  return Id::Parse(entity.author(), "author");
}

}  // namespace samstig::server
