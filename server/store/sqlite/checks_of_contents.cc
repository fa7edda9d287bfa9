// SPDX-License-Identifier: Apache-2.0
// The checks of what people wrote: entities, their keys, what they refer to, their history, blobs.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <bit>
#include <string>
#include <string_view>

#include "domain/rules/keys.h"
#include "samstig/v1/entity.pb.h"
#include "server/store/sqlite/checks.h"
#include "server/store/sqlite/fill_keys.h"

namespace samstig::server {

using base::Database;
using base::Statement;

namespace {

constexpr uint64_t kEntitiesBetweenQuestions = 1'000;

bool Parses(v1::Entity& entity, std::string_view bytes) {
  return entity.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

// fn(number, id, entity) for each live entity that parses.
template <typename Fn>
Status ForEachEntity(const CheckContext& context, Fn fn) {
  ASSIGN_OR_RETURN(Statement select,
                   context.db.Prepare("SELECT no, id, bytes FROM entity WHERE bytes IS NOT NULL"));
  v1::Entity entity;
  for (uint64_t n = 1;; ++n) {
    ASSIGN_OR_RETURN(bool row, select.Step());
    if (!row) return {};
    if (n % kEntitiesBetweenQuestions == 0 && !context.go_on()) {
      return {v1::REASON_UNAVAILABLE, "the verification was stopped"};
    }
    ASSIGN_OR_RETURN(const Id id, select.ColumnId(1));
    if (!Parses(entity, select.ColumnBytes(2))) continue;  // Found by ReadKnown.
    RETURN_IF_ERROR(fn(select.ColumnInt(0), id, entity));
  }
}

const google::protobuf::OneofDescriptor* Kinds() {
  return v1::Entity::descriptor()->FindOneofByName("body");
}

// The kind that a field of a body refers to, by its name: "thread_id" is the id of a thread. 0 for
// fields that refer to nothing. So a new kind is checked from its first day on.
int KindReferredTo(const google::protobuf::FieldDescriptor& field) {
  constexpr std::string_view kEnd = "_id";
  const std::string_view name = field.name();
  if (field.type() != google::protobuf::FieldDescriptor::TYPE_BYTES || field.is_repeated())
    return 0;
  if (name == "reply_to") return v1::Entity::kPost;
  if (!name.ends_with(kEnd)) return 0;
  const auto* kind = v1::Entity::descriptor()->FindFieldByName(
      std::string(name.substr(0, name.size() - kEnd.size())));
  return kind != nullptr && kind->containing_oneof() == Kinds() ? kind->number() : 0;
}

// Notes to oneself are taken as they come: nobody else's word says what there is to note. What they
// name may be gone with a restore, or have been something else from the start.
bool IsNoteToOneself(const v1::Entity& entity) {
  return entity.has_draft() || entity.has_read_mark() || entity.has_tool();
}

Status CheckReference(const CheckContext& context, const std::string& bytes, int kind,
                      const std::string& from, Findings& findings) {
  const Result<Id> id = Id::Parse(bytes, "reference");
  if (!id.ok()) {
    findings.Add("references", from + " is no id");
  } else if (!context.known.Is(*id, kind)) {
    findings.Add("references", from + " is not there: " + id->ToText());
  }
  return {};
}

}  // namespace

Result<Known> ReadKnown(Database& db, Findings& findings) {
  Known known;
  ASSIGN_OR_RETURN(Statement counts,
                   db.Prepare("SELECT (SELECT value FROM meta WHERE name = 'last_seq'), "
                              "(SELECT count(*) FROM log), (SELECT count(*) FROM blob)"));
  ASSIGN_OR_RETURN(bool counted, counts.Step());
  if (counted) {
    known.last_seq = counts.ColumnUint(0);
    known.log_rows = counts.ColumnUint(1);
    known.blobs = counts.ColumnUint(2);
  }
  ASSIGN_OR_RETURN(Statement select, db.Prepare("SELECT no, id, bytes FROM entity"));
  v1::Entity entity;
  while (true) {
    ASSIGN_OR_RETURN(bool row, select.Step());
    if (!row) return known;
    const std::string_view id_bytes = select.ColumnBytes(1);
    if (id_bytes.size() != Id::kSize) {
      findings.Add("entities", "number " + std::to_string(select.ColumnInt(0)) + " has no id");
      continue;
    }
    const Id id = Id::FromBytes(id_bytes);
    Known::Entity& place = known.entities[id];
    place.no = select.ColumnInt(0);
    place.live = !select.ColumnIsNull(2);
    if (!place.live) continue;
    ++known.live;
    if (!Parses(entity, select.ColumnBytes(2)) || entity.body_case() == v1::Entity::BODY_NOT_SET) {
      findings.Add("entities", id.ToText() + " does not parse");
    } else if (entity.id() != id.bytes()) {
      findings.Add("entities", id.ToText() + " holds the bytes of another");
    } else {
      place.kind = entity.body_case();
    }
  }
}

Status CheckKeys(const CheckContext& context, Findings& findings) {
  ASSIGN_OR_RETURN(Statement orphans,
                   context.db.Prepare("SELECT k.name, k.entity FROM key k LEFT JOIN entity e "
                                      "ON e.no = k.entity WHERE e.no IS NULL"));
  while (true) {
    ASSIGN_OR_RETURN(bool row, orphans.Step());
    if (!row) break;
    findings.Add("keys", "key " + std::to_string(orphans.ColumnInt(0)) + " of no entity: number " +
                             std::to_string(orphans.ColumnInt(1)));
  }
  // Two walks side by side: the primary key does not lead from an entity to its keys.
  ASSIGN_OR_RETURN(Statement has,
                   context.db.Prepare("SELECT 1 FROM key WHERE name = ?1 AND owner = ?2 "
                                      "AND entity = ?3"));
  ASSIGN_OR_RETURN(const int edition, KeysEditionOf(context.db));
  uint64_t wanted = 0;
  RETURN_IF_ERROR(
      ForEachEntity(context, [&](int64_t number, const Id& id, const v1::Entity& entity) -> Status {
        rules::Keys keys = rules::KeysOf(entity);
        std::sort(keys.begin(), keys.end());
        keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
        // A file that no newer server has opened lacks them, and is none the worse for it.
        std::erase_if(keys,
                      [&](const rules::Key& key) { return rules::EditionOf(key.name) > edition; });
        for (const rules::Key& key : keys) {
          ++wanted;
          has.Bind(1, static_cast<int>(key.name)).Bind(2, key.owner).Bind(3, number);
          ASSIGN_OR_RETURN(bool found, has.Step());
          if (found) {
            has.Reset();
          } else {
            findings.Add("keys", id.ToText() + " is not found by its key " +
                                     std::to_string(static_cast<int>(key.name)));
          }
        }
        return {};
      }));
  ASSIGN_OR_RETURN(Statement count,
                   context.db.Prepare("SELECT count(*) FROM key k JOIN entity e ON e.no = k.entity "
                                      "WHERE e.bytes IS NOT NULL"));
  ASSIGN_OR_RETURN(bool row, count.Step());
  if (row && count.ColumnUint(0) > wanted) {
    findings.Add("keys", std::to_string(count.ColumnUint(0) - wanted) + " keys too many");
  }
  return {};
}

Status CheckReferences(const CheckContext& context, Findings& findings) {
  return ForEachEntity(context, [&](int64_t, const Id& id, const v1::Entity& entity) -> Status {
    RETURN_IF_ERROR(CheckReference(context, entity.author(), v1::Entity::kPerson,
                                   "the author of " + id.ToText(), findings));
    if (IsNoteToOneself(entity)) return {};
    const auto* body_field = entity.GetReflection()->GetOneofFieldDescriptor(entity, Kinds());
    if (body_field == nullptr) return {};
    const google::protobuf::Message& body = entity.GetReflection()->GetMessage(entity, body_field);
    const google::protobuf::Descriptor& type = *body.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const google::protobuf::FieldDescriptor& field = *type.field(i);
      const int kind = KindReferredTo(field);
      if (kind == 0) continue;
      const std::string bytes = body.GetReflection()->GetString(body, &field);
      if (bytes.empty()) continue;  // Whether it may be is for the rules to say.
      RETURN_IF_ERROR(
          CheckReference(context, bytes, kind, field.name() + " of " + id.ToText(), findings));
    }
    return {};
  });
}

Status CheckHistory(const CheckContext& context, Findings& findings) {
  ASSIGN_OR_RETURN(Statement select,
                   context.db.Prepare("SELECT h.entity, h.seq, h.bytes, e.id FROM history h "
                                      "LEFT JOIN entity e ON e.no = h.entity"));
  v1::Entity entity;
  while (true) {
    ASSIGN_OR_RETURN(bool row, select.Step());
    if (!row) return {};
    const std::string which =
        std::to_string(select.ColumnInt(0)) + ", seq " + std::to_string(select.ColumnInt(1));
    if (select.ColumnIsNull(3)) {
      findings.Add("history", "a version of no entity: " + which);
    } else if (!Parses(entity, select.ColumnBytes(2)) ||
               entity.body_case() == v1::Entity::BODY_NOT_SET) {
      findings.Add("history", "a version does not parse: " + which);
    } else if (entity.id() != select.ColumnBytes(3)) {
      findings.Add("history", "a version is another entity's: " + which);
    }
    if (select.ColumnUint(1) > context.known.last_seq) {
      findings.Add("history", "a seq beyond the last: " + which);
    }
  }
}

namespace {

// What is wrong with one blob; empty when nothing is.
Result<std::string> WhatIsWrongWith(const CheckContext& context, int64_t number, uint64_t size,
                                    const Id& uploader, std::string_view key, bool complete,
                                    std::string_view held) {
  ASSIGN_OR_RETURN(Statement chunks, context.db.Prepare("SELECT chunk, data FROM blob_chunk "
                                                        "WHERE blob = ?1 ORDER BY chunk"));
  chunks.Bind(1, number);
  const std::unique_ptr<BlobNamer> namer = context.make_namer();
  uint64_t noted = 0;
  for (const char byte : held)
    noted += static_cast<uint64_t>(std::popcount(static_cast<uint8_t>(byte)));
  uint64_t bytes = 0;
  uint64_t next = 0;
  for (;; ++next) {
    if (!context.go_on()) return Status(v1::REASON_UNAVAILABLE, "the verification was stopped");
    ASSIGN_OR_RETURN(bool row, chunks.Step());
    if (!row) break;
    const uint64_t index = chunks.ColumnUint(0);
    if (index / 8 >= held.size() || (static_cast<uint8_t>(held[index / 8]) >> index % 8 & 1) == 0) {
      return "chunk " + std::to_string(index) + " is there and not noted";
    }
    if (complete && index != next) return "chunk " + std::to_string(next) + " is missing";
    bytes += chunks.ColumnBytes(1).size();
    if (complete) namer->Add(chunks.ColumnBytes(1));
  }
  if (next != noted) return std::to_string(noted - next) + " chunks are noted and not there";
  if (!complete) return std::string();
  if (bytes != size) return std::string("its chunks do not make its size");
  if (namer->KeyFor(uploader) != key) return std::string("its bytes do not have its hash");
  return std::string();
}

}  // namespace

Status CheckBlobs(const CheckContext& context, Findings& findings) {
  ASSIGN_OR_RETURN(Statement orphans,
                   context.db.Prepare("SELECT c.blob, c.chunk FROM blob_chunk c LEFT JOIN blob b "
                                      "ON b.no = c.blob WHERE b.no IS NULL"));
  while (true) {
    ASSIGN_OR_RETURN(bool row, orphans.Step());
    if (!row) break;
    findings.Add("blobs", "a chunk of no blob: " + std::to_string(orphans.ColumnInt(0)) + ", " +
                              std::to_string(orphans.ColumnInt(1)));
  }
  ASSIGN_OR_RETURN(Statement select, context.db.Prepare("SELECT no, sha256, size, uploader, "
                                                        "complete, held_chunks FROM blob"));
  while (true) {
    ASSIGN_OR_RETURN(bool row, select.Step());
    if (!row) return {};
    ASSIGN_OR_RETURN(const Id uploader, select.ColumnId(3));
    const std::string which = "blob " + std::to_string(select.ColumnInt(0)) + ": ";
    if (!context.known.Is(uploader, v1::Entity::kPerson)) {
      findings.Add("blobs", which + "its uploader is nobody");
    }
    ASSIGN_OR_RETURN(
        const std::string wrong,
        WhatIsWrongWith(context, select.ColumnInt(0), select.ColumnUint(2), uploader,
                        select.ColumnBytes(1), select.ColumnInt(4) != 0, select.ColumnBytes(5)));
    if (!wrong.empty()) findings.Add("blobs", which + wrong);
  }
}

}  // namespace samstig::server
