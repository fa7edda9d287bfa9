// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/names.h"

namespace samstig::rules {

using base::Id;
using base::Status;

// Which version is the present one is the server's to say.
FoldResult Fold(const v1::Entity* before, const v1::AcceptTerms& intent, const Maker& maker) {
  ASSIGN_OR_RETURN(Id municipality, Id::Parse(intent.municipality_id(), "municipality_id"));
  RETURN_IF_ERROR(CheckRange(intent.version(), "version", 1, std::numeric_limits<uint32_t>::max()));
  if (intent.id() != TermsAcceptanceId(municipality).bytes()) {
    return Status(v1::REASON_BAD_ID, "the id is not the one made from the municipality");
  }
  ASSIGN_OR_RETURN(v1::Entity entity,
                   NewOrExisting(before, v1::Entity::kTermsAcceptance, intent.id(), maker));
  v1::TermsAcceptance& acceptance = *entity.mutable_terms_acceptance();
  acceptance.set_municipality_id(intent.municipality_id());
  const int count = acceptance.acceptances_size();
  const uint32_t latest = count == 0 ? 0 : acceptance.acceptances(count - 1).version();
  if (intent.version() == latest) return Folded{std::move(entity)};
  if (intent.version() < latest) {
    return Status(v1::REASON_ILLEGAL_MOVE, "newer terms are accepted already");
  }
  v1::Acceptance& now = *acceptance.add_acceptances();
  now.set_version(intent.version());
  now.set_by(maker.person.ToBytes());
  now.set_at_ms(maker.now);
  return Folded{std::move(entity)};
}

// Its id is made from what one would look it up by.
Keys KeysOf(const v1::TermsAcceptance&) { return {}; }

}  // namespace samstig::rules
