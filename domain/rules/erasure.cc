// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/keys.h"

namespace samstig::rules {

Keys KeysOf(const v1::Erasure&) { return {{KeyName::kErasures, {}}}; }

}  // namespace samstig::rules
