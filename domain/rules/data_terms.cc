// SPDX-License-Identifier: Apache-2.0
#include "domain/base/encoding.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/names.h"

namespace samstig::rules {

using base::Status;

// The very text that is published already is no new version: nobody accepts the same words twice.
FoldResult Fold(const v1::Entity* before, const v1::PublishTerms& intent, const Maker& maker) {
  RETURN_IF_ERROR(CheckLocalText(intent.text(), "text", kMaxTermsBytes, TextShape::kMarkdown));
  if (intent.id() != DataTermsId().bytes()) {
    return Status(v1::REASON_BAD_ID, "the id is not that of the network's terms");
  }
  ASSIGN_OR_RETURN(v1::Entity entity,
                   NewOrExisting(before, v1::Entity::kDataTerms, intent.id(), maker));
  v1::DataTerms& terms = *entity.mutable_data_terms();
  if (base::DeterministicBytes(terms.text()) == base::DeterministicBytes(intent.text()))
    return Folded{std::move(entity)};
  terms.set_version(terms.version() + 1);
  *terms.mutable_text() = intent.text();
  return Folded{std::move(entity), before ? History::kKeepBefore : History::kNone};
}

// Its id is the only one there is.
Keys KeysOf(const v1::DataTerms&) { return {}; }

}  // namespace samstig::rules
