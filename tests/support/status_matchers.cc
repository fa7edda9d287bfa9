// SPDX-License-Identifier: Apache-2.0
#include "tests/support/status_matchers.h"

namespace samstig::base {

void PrintTo(const Status& status, std::ostream* os) { *os << status.ToString(); }

void PrintTo(const Id& id, std::ostream* os) { *os << id.ToText(); }

}  // namespace samstig::base
