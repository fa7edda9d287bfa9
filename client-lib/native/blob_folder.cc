// SPDX-License-Identifier: Apache-2.0
#include "client-lib/native/blob_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <utility>
#include <vector>

#include "domain/base/sha256.h"
#include "domain/rules/attachments.h"

namespace samstig::client {

using base::Ok;
using base::Sha256Sum;
using rules::kMaxBlobBytes;

namespace {

constexpr size_t kPiece = 64 << 10;
constexpr std::string_view kDraftName = "new-";

// A file descriptor that closes itself.
class File {
 public:
  File() = default;
  explicit File(int fd) : fd_(fd) {}
  File(File&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  File& operator=(File&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~File() {
    if (fd_ >= 0) close(fd_);
  }

  bool ok() const { return fd_ >= 0; }
  int fd() const { return fd_; }

  bool Write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = write(fd_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return false;
      bytes.remove_prefix(static_cast<size_t>(written));
    }
    return true;
  }
  // Fewer at the end of the file; -1 on failure.
  ssize_t ReadSome(char* to, size_t size) const {
    while (true) {
      const ssize_t got = read(fd_, to, size);
      if (got >= 0 || errno != EINTR) return got;
    }
  }

 private:
  int fd_ = -1;
};

File OpenToRead(const std::string& path) { return File(open(path.c_str(), O_RDONLY | O_CLOEXEC)); }

Status SyncFolder(const std::string& path) {
  const File folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.ok() || fsync(folder.fd()) != 0) return FileTrouble("a folder", errno);
  return Ok();
}

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

uint64_t SizeOf(const std::string& path) {
  struct stat info = {};
  return stat(path.c_str(), &info) == 0 ? static_cast<uint64_t>(info.st_size) : 0;
}

// The sum of the file's bytes; empty when it cannot be read.
std::string SumOf(const std::string& path) {
  const File file = OpenToRead(path);
  if (!file.ok()) return "";
  Sha256Sum sum;
  std::vector<char> piece(kPiece);
  while (true) {
    const ssize_t got = file.ReadSome(piece.data(), piece.size());
    if (got < 0) return "";
    if (got == 0) return sum.Finish();
    sum.Add({piece.data(), static_cast<size_t>(got)});
  }
}

Status Unlink(const std::string& path) {
  if (unlink(path.c_str()) == 0 || errno == ENOENT) return Ok();
  return FileTrouble("deleting a file", errno);
}

}  // namespace

std::string Hexadecimal(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text.push_back(kDigits[static_cast<unsigned char>(c) >> 4]);
    text.push_back(kDigits[static_cast<unsigned char>(c) & 0xf]);
  }
  return text;
}

Status FileTrouble(std::string_view what, int error) {
  v1::Reason reason = v1::REASON_UNAVAILABLE;
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      reason = v1::REASON_DISK_FULL;
      break;
    case EROFS:
    case EACCES:
    case EPERM:
      reason = v1::REASON_READ_ONLY;
      break;
    case ENOENT:
    case ENOTDIR:
      reason = v1::REASON_NOT_FOUND;
      break;
    default:
      break;
  }
  return {reason, std::string(what) + ": " + std::generic_category().message(error)};
}

Status WriteWholeFile(const std::string& path, std::string_view bytes) {
  const std::string draft = path + ".new";
  {
    const File file(
        open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!file.ok()) return FileTrouble("making a file", errno);
    if (!file.Write(bytes) || fsync(file.fd()) != 0) {
      const int error = errno;
      unlink(draft.c_str());
      return FileTrouble("writing a file", error);
    }
  }
  if (rename(draft.c_str(), path.c_str()) != 0) {
    const int error = errno;
    unlink(draft.c_str());
    return FileTrouble("naming a file", error);
  }
  return SyncFolder(FolderOf(path));
}

// A file without its name yet: it is gone unless it is named.
class BlobFolder::Draft {
 public:
  static Result<Draft> In(const std::string& folder) {
    std::string path = folder + "/" + std::string(kDraftName) + "XXXXXX";
    const int fd = mkostemp(path.data(), O_CLOEXEC);  // Readable by its owner alone.
    if (fd < 0) return FileTrouble("making a file", errno);
    return Draft(File(fd), std::move(path));
  }
  Draft(Draft&& other) noexcept
      : file_(std::move(other.file_)), path_(std::exchange(other.path_, "")) {}
  Draft& operator=(Draft&&) = delete;
  ~Draft() {
    if (!path_.empty()) unlink(path_.c_str());
  }

  Status Add(std::string_view bytes) {
    kept_.size += bytes.size();
    if (kept_.size > kMaxBlobBytes) {
      return {v1::REASON_TOO_LARGE,
              "an attachment has at most " + std::to_string(kMaxBlobBytes) + " bytes"};
    }
    sum_.Add(bytes);
    return file_.Write(bytes) ? Ok() : FileTrouble("writing a file", errno);
  }

  Result<Kept> Name(const BlobFolder& folder) {
    if (kept_.size == 0) {
      return Status(v1::REASON_OUT_OF_RANGE, "an attachment has at least 1 byte");
    }
    kept_.sha256 = sum_.Finish();
    if (fsync(file_.fd()) != 0) return FileTrouble("writing a file", errno);
    if (rename(path_.c_str(), folder.PathOf(kept_.sha256).c_str()) != 0) {
      return FileTrouble("naming a file", errno);
    }
    path_.clear();
    RETURN_IF_ERROR(SyncFolder(folder.path()));
    return kept_;
  }

 private:
  Draft(File file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}
  File file_;
  std::string path_;
  Sha256Sum sum_;
  Kept kept_;
};

Status BlobFolder::MakeFolder() const {
  if (mkdir(path_.c_str(), S_IRWXU) == 0) return SyncFolder(FolderOf(path_));
  return errno == EEXIST ? Ok() : FileTrouble("making a folder", errno);
}

Result<BlobFolder::Kept> BlobFolder::Keep(std::string_view bytes) {
  RETURN_IF_ERROR(MakeFolder());
  ASSIGN_OR_RETURN(Draft draft, Draft::In(path_));
  RETURN_IF_ERROR(draft.Add(bytes));
  return draft.Name(*this);
}

Result<BlobFolder::Kept> BlobFolder::KeepCopyOf(const std::string& source) {
  const File file = OpenToRead(source);
  std::vector<char> piece(kPiece);
  ssize_t got = file.ok() ? file.ReadSome(piece.data(), piece.size()) : -1;
  if (got < 0) return Status(v1::REASON_NOT_FOUND, "the file to attach cannot be read");
  RETURN_IF_ERROR(MakeFolder());
  ASSIGN_OR_RETURN(Draft draft, Draft::In(path_));
  while (got > 0) {
    RETURN_IF_ERROR(draft.Add({piece.data(), static_cast<size_t>(got)}));
    got = file.ReadSome(piece.data(), piece.size());
  }
  if (got < 0) return Status(v1::REASON_NOT_FOUND, "the file to attach cannot be read to its end");
  return draft.Name(*this);
}

std::string BlobFolder::PathOf(std::string_view sha256) const {
  return path_ + "/" + Hexadecimal(sha256);
}

bool BlobFolder::Has(std::string_view sha256, uint64_t size) const {
  return size > 0 && SizeOf(PathOf(sha256)) == size;
}

Result<std::string> BlobFolder::Read(std::string_view sha256, uint64_t offset,
                                     uint64_t size) const {
  const Status missing(v1::REASON_DATA_DAMAGED,
                       "the file of an attachment is missing or cut short");
  const File file = OpenToRead(PathOf(sha256));
  if (!file.ok() || lseek(file.fd(), static_cast<off_t>(offset), SEEK_SET) < 0) return missing;
  std::string bytes(size, '\0');
  for (size_t at = 0; at < bytes.size();) {
    const ssize_t got = file.ReadSome(bytes.data() + at, bytes.size() - at);
    if (got <= 0) return missing;
    at += static_cast<size_t>(got);
  }
  return bytes;
}

bool BlobFolder::IsSound(std::string_view sha256) const { return SumOf(PathOf(sha256)) == sha256; }

uint64_t BlobFolder::PartSize(std::string_view sha256) const { return SizeOf(PartOf(sha256)); }

Status BlobFolder::AppendToPart(std::string_view sha256, std::string_view bytes) {
  RETURN_IF_ERROR(MakeFolder());
  const File file(
      open(PartOf(sha256).c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file.ok()) return FileTrouble("making a file", errno);
  return file.Write(bytes) ? Ok() : FileTrouble("writing a file", errno);
}

Status BlobFolder::CompletePart(std::string_view sha256) {
  const std::string part = PartOf(sha256);
  if (SumOf(part) != sha256) {
    DropPart(sha256);
    return {v1::REASON_BAD_HASH, "what was fetched is not what the attachment names"};
  }
  const File file = OpenToRead(part);
  if (!file.ok() || fsync(file.fd()) != 0) return FileTrouble("writing a file", errno);
  if (rename(part.c_str(), PathOf(sha256).c_str()) != 0) {
    return FileTrouble("naming a file", errno);
  }
  return SyncFolder(path_);
}

void BlobFolder::DropPart(std::string_view sha256) { (void)Unlink(PartOf(sha256)); }

Status BlobFolder::Delete(std::string_view sha256) {
  RETURN_IF_ERROR(Unlink(PartOf(sha256)));
  return Unlink(PathOf(sha256));
}

namespace {

// Deletes the files of the folder whose name begins so.
Status DeleteAll(const std::string& folder, std::string_view beginning) {
  DIR* open = opendir(folder.c_str());
  if (open == nullptr) return errno == ENOENT ? Ok() : FileTrouble("reading a folder", errno);
  Status status;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): safe on a stream of one's own, says glibc
  while (const dirent* entry = readdir(open)) {
    const std::string name = entry->d_name;
    if (name == "." || name == ".." || !name.starts_with(beginning)) continue;
    Status deleted = Unlink(folder + "/" + name);
    if (status.ok()) status = std::move(deleted);
  }
  closedir(open);
  return status;
}

}  // namespace

void BlobFolder::Sweep() { (void)DeleteAll(path_, kDraftName); }

Status BlobFolder::Erase() {
  RETURN_IF_ERROR(DeleteAll(path_, ""));
  if (rmdir(path_.c_str()) == 0 || errno == ENOENT) return Ok();
  return FileTrouble("deleting a folder", errno);
}

}  // namespace samstig::client
