// SPDX-License-Identifier: Apache-2.0
// BlobFolder: the files of attachments beside the local database, each under the hash of its bytes
// in hexadecimal. A file that is being fetched ends with ".part" until it is whole and its hash was
// checked; nothing else is ever given out. For the owner's eyes alone. Thread-safe, but a part is
// one caller's at a time.
#ifndef SAMSTIG_CLIENT_LIB_NATIVE_BLOB_FOLDER_H_
#define SAMSTIG_CLIENT_LIB_NATIVE_BLOB_FOLDER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "domain/base/result.h"

namespace samstig::client {

using base::Result;
using base::Status;

class BlobFolder {
 public:
  // Made when the first file comes.
  explicit BlobFolder(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }

  struct Kept {
    std::string sha256;
    uint64_t size = 0;
  };
  // On disk when it returns OK. OUT_OF_RANGE when empty, TOO_LARGE, DISK_FULL, READ_ONLY,
  // UNAVAILABLE.
  Result<Kept> Keep(std::string_view bytes);
  // The same for a copy of a file; NOT_FOUND when that cannot be read.
  Result<Kept> KeepCopyOf(const std::string& file);

  std::string PathOf(std::string_view sha256) const;
  // Whole and of this size.
  bool Has(std::string_view sha256, uint64_t size) const;
  // Exactly `size` bytes; DATA_DAMAGED when they are not there.
  Result<std::string> Read(std::string_view sha256, uint64_t offset, uint64_t size) const;
  // Whether the file's bytes have its hash.
  bool IsSound(std::string_view sha256) const;

  // Bytes fetched so far.
  uint64_t PartSize(std::string_view sha256) const;
  Status AppendToPart(std::string_view sha256, std::string_view bytes);
  // Makes the part the whole, on disk. BAD_HASH when it is not: then the part is deleted.
  Status CompletePart(std::string_view sha256);
  void DropPart(std::string_view sha256);

  // Whole and part. OK when there is none.
  Status Delete(std::string_view sha256);
  // What a killed process left half made. Before anything else is done with it.
  void Sweep();
  // All of it.
  Status Erase();

 private:
  class Draft;
  std::string PartOf(std::string_view sha256) const { return PathOf(sha256) + ".part"; }
  Status MakeFolder() const;

  const std::string path_;
};

// "0a1b…"
std::string Hexadecimal(std::string_view bytes);
// What errno says after something could not be done to our own files.
Status FileTrouble(std::string_view what, int error);
// Writes a new file, on disk when it returns OK; replaces one that is there.
Status WriteWholeFile(const std::string& path, std::string_view bytes);

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_NATIVE_BLOB_FOLDER_H_
