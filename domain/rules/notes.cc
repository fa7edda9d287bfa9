// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/notes.h"

#include "domain/base/text.h"
#include "domain/rules/attachments.h"
#include "domain/rules/limits.h"

namespace samstig::rules {

using base::Result;
using base::Status;

Status CheckNote(const v1::Revision& revision) {
  if (!revision.has_text()) return {v1::REASON_MISSING_FIELD, "a note's revision holds a text"};
  if (revision.mentions_size() > 0) {
    return {v1::REASON_MALFORMED, "nobody is named in a note that nobody else reads"};
  }
  RETURN_IF_ERROR(
      base::CheckText(revision.text(), "text", kMaxTextBytes, base::Emptiness::kAllowed));
  return CheckAttachments(revision.attachments());
}

Result<v1::Entity> OwnOrNewNote(const v1::Entity* before, v1::Entity::BodyCase kind,
                                const std::string& id, const Maker& maker) {
  if (before != nullptr && before->author() != maker.person.bytes()) {
    return Status(v1::REASON_ALREADY_EXISTS, "the id is taken");
  }
  return NewOrExisting(before, kind, id, maker);
}

Result<v1::Entity> OwnNote(const v1::Entity* before, v1::Entity::BodyCase kind,
                           std::string_view what, const Maker& maker) {
  const bool own = before != nullptr && before->author() == maker.person.bytes();
  return Existing(own ? before : nullptr, kind, what);
}

}  // namespace samstig::rules
