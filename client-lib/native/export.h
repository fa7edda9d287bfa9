// SPDX-License-Identifier: Apache-2.0
// What a person gets to keep of work that no server holds.
#ifndef SAMSTIG_CLIENT_LIB_NATIVE_EXPORT_H_
#define SAMSTIG_CLIENT_LIB_NATIVE_EXPORT_H_

#include <string>

#include "client-lib/core/rescue.h"
#include "client-lib/native/blob_folder.h"

namespace samstig::client {

// "anna.samstig-files", beside "anna.samstig".
std::string BlobFolderOf(const std::string& database);

// JSON with what can be read and the exact bytes in base64.
std::string ExportText(const Rescued& rescued);

// Both on disk when it returns OK. An attachment whose file is missing is named in the JSON all the
// same.
Status WriteExport(const Rescued& rescued, const BlobFolder& folder, const std::string& path);

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_NATIVE_EXPORT_H_
