// SPDX-License-Identifier: Apache-2.0
// Small files, read and written whole. Blocking: never from a gRPC reaction.
#ifndef SAMSTIG_SERVER_OBSERVE_FILES_H_
#define SAMSTIG_SERVER_OBSERVE_FILES_H_

#include <sys/types.h>

#include <string>
#include <string_view>

#include "domain/base/result.h"

namespace samstig::server {

// What an errno means to us: DISK_FULL, READ_ONLY, NOT_FOUND or UNAVAILABLE, with "<what>:
// <system's words>".
base::Status StatusOfErrno(int error, std::string_view what);

// At most `max_bytes`; TOO_LARGE beyond.
base::Result<std::string> ReadSmallFile(const std::string& path, size_t max_bytes);

// The file has these bytes, on disk, or is as it was before. Replaces what was there.
base::Status WriteFileAtomically(const std::string& path, std::string_view bytes, mode_t mode);

// Makes the folder and those above it. OK if it is there.
base::Status MakeFolder(const std::string& path, mode_t mode);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_OBSERVE_FILES_H_
