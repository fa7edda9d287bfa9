// SPDX-License-Identifier: Apache-2.0
// Names of small facts in the file that more than one part of the core reads or writes.
#ifndef SAMSTIG_CLIENT_LIB_CORE_META_H_
#define SAMSTIG_CLIENT_LIB_CORE_META_H_

namespace samstig::client::meta {

// The v1::Cursor of the checkpoint that is shown.
inline constexpr char kCursor[] = "cursor";

}  // namespace samstig::client::meta

#endif  // SAMSTIG_CLIENT_LIB_CORE_META_H_
