// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/keys.h"

namespace samstig::rules {

Keys KeysOf(const v1::Disclosure& disclosure) {
  return Under(KeyName::kDisclosuresOfPerson, disclosure.person_id());
}

}  // namespace samstig::rules
