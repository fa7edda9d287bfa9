// SPDX-License-Identifier: Apache-2.0
#include "cli/zip_file.h"

#include <zip.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "client-lib/native/blob_folder.h"

namespace samstig::cli {

using base::Result;
using base::Status;

namespace {

Status Trouble(const char* what, zip_error_t* error) {
  const int system = zip_error_system_type(error) == ZIP_ET_SYS ? zip_error_code_system(error) : 0;
  if (system != 0) return client::FileTrouble(what, system);
  return {v1::REASON_INTERNAL, std::string(what) + ": " + zip_error_strerror(error)};
}

}  // namespace

void ZipFile::Discard::operator()(struct zip* archive) const { zip_discard(archive); }

Result<ZipFile> ZipFile::Make(const std::string& path) {
  int code = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_EXCL, &code);
  if (archive != nullptr) return ZipFile(archive, path);
  if (code == ZIP_ER_EXISTS) {
    return Status(v1::REASON_ALREADY_EXISTS, "there is a file of this name already");
  }
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  const Status trouble = Trouble("making a ZIP file", &error);
  zip_error_fini(&error);
  return trouble;
}

Status ZipFile::Add(const std::string& name, std::string_view bytes) {
  // libzip frees it; it reads it in Finish only.
  void* copy = std::malloc(bytes.size() + 1);
  if (copy == nullptr) return {v1::REASON_INTERNAL, "no memory for the file"};
  std::memcpy(copy, bytes.data(), bytes.size());
  zip_source_t* source = zip_source_buffer(archive_.get(), copy, bytes.size(), 1);
  if (source == nullptr) {
    std::free(copy);
    return Trouble("adding to the ZIP file", zip_get_error(archive_.get()));
  }
  if (zip_file_add(archive_.get(), name.c_str(), source, ZIP_FL_ENC_UTF_8) >= 0) return {};
  const Status trouble = Trouble("adding to the ZIP file", zip_get_error(archive_.get()));
  zip_source_free(source);
  return trouble;
}

Status ZipFile::AddFile(const std::string& name, const std::string& source_path) {
  zip_source_t* source = zip_source_file(archive_.get(), source_path.c_str(), 0, -1);
  if (source == nullptr) {
    return Trouble("adding to the ZIP file", zip_get_error(archive_.get()));
  }
  if (zip_file_add(archive_.get(), name.c_str(), source, ZIP_FL_ENC_UTF_8) >= 0) return {};
  const Status trouble = Trouble("adding to the ZIP file", zip_get_error(archive_.get()));
  zip_source_free(source);
  return trouble;
}

Status ZipFile::Finish() {
  if (zip_close(archive_.get()) != 0) {
    return Trouble("writing the ZIP file", zip_get_error(archive_.get()));
  }
  static_cast<void>(archive_.release());  // Closed; it is gone.
  return {};
}

}  // namespace samstig::cli
