// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/names.h"

namespace samstig::rules {

using base::Id;
using base::Status;

// Merged by maximum: whichever device reports first, what was read stays read.
FoldResult Fold(const v1::Entity* before, const v1::MarkRead& intent, const Maker& maker) {
  ASSIGN_OR_RETURN(Id thread, Id::Parse(intent.thread_id(), "thread_id"));
  if (intent.id() != ReadMarkId(maker.person, thread).bytes()) {
    return Status(v1::REASON_BAD_ID, "the id is not the one made from person and thread");
  }
  RETURN_IF_ERROR(
      CheckRange(intent.read_to_ms(), "read_to_ms", 1, std::numeric_limits<int64_t>::max()));
  ASSIGN_OR_RETURN(v1::Entity entity,
                   NewOrExisting(before, v1::Entity::kReadMark, intent.id(), maker));
  v1::ReadMark& mark = *entity.mutable_read_mark();
  mark.set_thread_id(intent.thread_id());
  mark.set_read_to_ms(std::max(mark.read_to_ms(), intent.read_to_ms()));
  return Folded{std::move(entity)};
}

// Its id is made from what one would look it up by.
Keys KeysOf(const v1::ReadMark&) { return {}; }

}  // namespace samstig::rules
