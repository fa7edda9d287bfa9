// SPDX-License-Identifier: Apache-2.0
// For stories that cannot go on when a step fails.
#ifndef SAMSTIG_TESTS_SCENARIO_SETTLES_H_
#define SAMSTIG_TESTS_SCENARIO_SETTLES_H_

#include "client-lib/include/samstig/client.h"

namespace samstig::test {

// Everything of the client's is judged and applied; the test ends otherwise.
void Settles(client::Client& client);

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SCENARIO_SETTLES_H_
