// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"

namespace samstig::rules {

using base::Status;

// PLACEHOLDER
FoldResult Fold(const v1::Entity*, const v1::Announce&, const Maker&) {
  return Status(v1::REASON_UNKNOWN_INTENT, "not yet");
}

// PLACEHOLDER
FoldResult Fold(const v1::Entity*, const v1::EditAnnouncement&, const Maker&) {
  return Status(v1::REASON_UNKNOWN_INTENT, "not yet");
}

// PLACEHOLDER
FoldResult Fold(const v1::Entity*, const v1::TakeDownAnnouncement&, const Maker&) {
  return Status(v1::REASON_UNKNOWN_INTENT, "not yet");
}

Keys KeysOf(const v1::Announcement&) { return {}; }

}  // namespace samstig::rules
