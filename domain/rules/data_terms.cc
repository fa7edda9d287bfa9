// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"

namespace samstig::rules {

using base::Status;

// PLACEHOLDER
FoldResult Fold(const v1::Entity*, const v1::PublishTerms&, const Maker&) {
  return Status(v1::REASON_UNKNOWN_INTENT, "not yet");
}

Keys KeysOf(const v1::DataTerms&) { return {}; }

}  // namespace samstig::rules
