// SPDX-License-Identifier: Apache-2.0
// A new ZIP file. It has its name only when it is whole and on disk: until then it stands beside
// under another, which goes when something fails.
#ifndef SAMSTIG_CLI_ZIP_FILE_H_
#define SAMSTIG_CLI_ZIP_FILE_H_

#include <memory>
#include <string>
#include <string_view>

#include "domain/base/result.h"

struct zip;

namespace samstig::cli {

class ZipFile {
 public:
  // ALREADY_EXISTS when there is such a file; READ_ONLY, DISK_FULL, NOT_FOUND (the folder).
  static base::Result<ZipFile> Make(const std::string& path);
  ZipFile(ZipFile&&) = default;
  ZipFile& operator=(ZipFile&&) = default;
  ~ZipFile() = default;  // What was not finished is thrown away.

  // A file in it; `name` in UTF-8, with "/" between folders, each name once.
  base::Status Add(const std::string& name, std::string_view bytes);
  // A copy of a file, which must stay until Finish.
  base::Status AddFile(const std::string& name, const std::string& source);
  // Writes all of it.
  base::Status Finish();

 private:
  struct Discard {
    void operator()(struct zip* archive) const;
  };
  ZipFile(struct zip* archive, std::string path) : archive_(archive), path_(std::move(path)) {}

  std::unique_ptr<struct zip, Discard> archive_;
  std::string path_;
};

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_ZIP_FILE_H_
