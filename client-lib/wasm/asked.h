// SPDX-License-Identifier: Apache-2.0
// Asked: which write came of which request. A tab that was not answered, because the leading tab
// was closed or crashed, asks the next one again; what was written already must not be written
// twice. So before a write the request is put down beside the number that the write is going to
// get: when such a write is there, it is this one. Not thread-safe.
#ifndef SAMSTIG_CLIENT_LIB_WASM_ASKED_H_
#define SAMSTIG_CLIENT_LIB_WASM_ASKED_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "client-lib/core/local_store.h"

namespace samstig::browser {

using client::LocalStore;
using client::Result;
using client::Status;

class Asked {
 public:
  static Result<Asked> Open(LocalStore& store);

  // The number of the write that came of it; nullopt when none did.
  Result<std::optional<uint64_t>> Written(std::string_view request);
  // The very next write will come of it.
  Status Note(std::string_view request);

 private:
  explicit Asked(LocalStore& store) : store_(&store) {}

  LocalStore* store_;
  struct Statements {
    base::Statement find, forget, note;
  };
  Statements sql_;
};

}  // namespace samstig::browser

#endif  // SAMSTIG_CLIENT_LIB_WASM_ASKED_H_
