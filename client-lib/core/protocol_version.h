// SPDX-License-Identifier: Apache-2.0
// The versions of the protocol that this client speaks.
#ifndef SAMSTIG_CLIENT_LIB_CORE_PROTOCOL_VERSION_H_
#define SAMSTIG_CLIENT_LIB_CORE_PROTOCOL_VERSION_H_

#include <cstdint>

namespace samstig::client {

inline constexpr uint32_t kVersionMin = 1;
inline constexpr uint32_t kVersionMax = 1;

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_CORE_PROTOCOL_VERSION_H_
