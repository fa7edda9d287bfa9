// SPDX-License-Identifier: Apache-2.0
// A Client from its parts, for Client::Open and for tests that bring their own clock or wire.
#ifndef SAMSTIG_CLIENT_LIB_NATIVE_ASSEMBLE_H_
#define SAMSTIG_CLIENT_LIB_NATIVE_ASSEMBLE_H_

#include <memory>

#include "client-lib/core/local_store.h"
#include "client-lib/include/samstig/client.h"
#include "client-lib/transport/transport.h"
#include "domain/base/clock.h"
#include "domain/base/id.h"

namespace samstig::client {

struct Parts {
  // The database's; empty when it is in memory.
  std::string path = {};
  std::unique_ptr<LocalStore> store;
  std::unique_ptr<Transport> transport;
  std::unique_ptr<base::Clock> clock;
  std::unique_ptr<base::Random> random;
};

// DATA_DAMAGED and what else reading the store may give.
Result<std::unique_ptr<Client>> Assemble(Parts parts);

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_NATIVE_ASSEMBLE_H_
