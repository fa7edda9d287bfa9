// SPDX-License-Identifier: Apache-2.0
// Files: small ones read and written whole, large ones copied and moved so that a crash leaves the
// old or the new and never half. Blocking: never from a gRPC reaction.
#ifndef SAMSTIG_SERVER_OBSERVE_FILES_H_
#define SAMSTIG_SERVER_OBSERVE_FILES_H_

#include <sys/types.h>

#include <functional>
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

// A copy for its owner alone, on disk when this returns; nothing of it stays when it fails.
// Replaces what was there. Asks `keep_going` now and then: UNAVAILABLE when it says no.
base::Status CopyFileDurably(const std::string& from, const std::string& to,
                             const std::function<bool()>& keep_going);

// Flushes what was written to the file by whomever.
base::Status SyncFile(const std::string& path);

// Gives the file another name, in one step that is on disk when this returns; replaces what had
// that name. Both are on one file system.
base::Status MoveFileDurably(const std::string& from, const std::string& to);

// OK if it was not there.
base::Status RemoveFile(const std::string& path);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_OBSERVE_FILES_H_
