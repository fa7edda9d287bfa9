// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/settles.h"

#include <cstdlib>
#include <iostream>

#include "tests/support/status_matchers.h"

namespace samstig::test {

void Settles(client::Client& client) {
  const base::Status synced = client.SyncOnce({});
  for (const client::OutboxItem& item : Must(client.Outbox())) {
    std::cerr << "left: " << base::ReasonName(item.reason) << " " << item.detail << std::endl;
  }
  if (synced.ok() && Must(client.Outbox()).empty()) return;
  std::cerr << "the scenario needs this, but: " << synced.ToString() << std::endl;
  std::abort();
}

}  // namespace samstig::test
