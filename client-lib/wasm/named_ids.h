// SPDX-License-Identifier: Apache-2.0
// The ids made from names (domain/rules/names.h), by the words that api.ts has for them.
#ifndef SAMSTIG_CLIENT_LIB_WASM_NAMED_IDS_H_
#define SAMSTIG_CLIENT_LIB_WASM_NAMED_IDS_H_

#include "client-lib/wasm/bridge.pb.h"
#include "domain/base/id.h"
#include "domain/base/result.h"

namespace samstig::browser {

// MALFORMED for a kind that is none, or other parts than it is made of. Where a kind belongs to a
// person and none is named, it is `me`.
base::Result<base::Id> NamedIdOf(const bridge::NamedId& named, const base::Id& me);

}  // namespace samstig::browser

#endif  // SAMSTIG_CLIENT_LIB_WASM_NAMED_IDS_H_
