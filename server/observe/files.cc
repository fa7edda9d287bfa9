// SPDX-License-Identifier: Apache-2.0
#include "server/observe/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace samstig::server {
namespace {

using base::Result;
using base::Status;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { Close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return fd_; }
  bool Close() {
    const int fd = fd_;
    fd_ = -1;
    return fd < 0 || close(fd) == 0;
  }

 private:
  int fd_;
};

bool WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

std::string FolderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

Status SyncPath(const std::string& path, int flags) {
  Descriptor file(open(path.c_str(), flags | O_RDONLY | O_CLOEXEC));
  if (file.get() < 0 || fsync(file.get()) != 0) return StatusOfErrno(errno, path);
  return {};
}

// A name is on disk only when its folder is.
Status SyncFolderOf(const std::string& path) { return SyncPath(FolderOf(path), O_DIRECTORY); }

Status CopyBytes(int from, int to, const std::string& path,
                 const std::function<bool()>& keep_going) {
  std::string piece(1 << 20, '\0');
  while (true) {
    if (!keep_going()) return {v1::REASON_UNAVAILABLE, "the server is stopping"};
    const ssize_t got = read(from, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return StatusOfErrno(errno, path);
    if (got == 0) break;
    if (!WriteAll(to, {piece.data(), static_cast<size_t>(got)})) return StatusOfErrno(errno, path);
  }
  return fsync(to) == 0 ? Status() : StatusOfErrno(errno, path);
}

}  // namespace

Status StatusOfErrno(int error, std::string_view what) {
  std::string detail(what);
  detail.append(": ").append(std::generic_category().message(error));
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:  // The process's own limit.
      return {v1::REASON_DISK_FULL, detail};
    case EROFS:
    case EACCES:
    case EPERM:
      return {v1::REASON_READ_ONLY, detail};
    case ENOENT:
      return {v1::REASON_NOT_FOUND, detail};
    default:
      return {v1::REASON_UNAVAILABLE, detail};
  }
}

Result<std::string> ReadSmallFile(const std::string& path, size_t max_bytes) {
  Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return StatusOfErrno(errno, path);
  std::string bytes(max_bytes + 1, '\0');
  size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got = read(file.get(), bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return StatusOfErrno(errno, path);
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  if (size > max_bytes) {
    return Status(v1::REASON_TOO_LARGE,
                  path + " has more than " + std::to_string(max_bytes) + " bytes");
  }
  bytes.resize(size);
  return bytes;
}

Status WriteFileAtomically(const std::string& path, std::string_view bytes, mode_t mode) {
  const std::string draft = path + ".new";
  unlink(draft.c_str());  // What a crash left behind.
  Descriptor file(open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (file.get() < 0) return StatusOfErrno(errno, draft);
  if (!WriteAll(file.get(), bytes) || fsync(file.get()) != 0 || !file.Close() ||
      rename(draft.c_str(), path.c_str()) != 0) {
    const int error = errno;
    unlink(draft.c_str());
    return StatusOfErrno(error, path);
  }
  return SyncFolderOf(path);
}

Status MakeFolder(const std::string& path, mode_t mode) {
  const std::string parent = std::filesystem::path(path).parent_path().string();
  if (mkdir(path.c_str(), mode) == 0) return {};
  int error = errno;
  if (error == ENOENT && !parent.empty() && parent != path) {
    RETURN_IF_ERROR(MakeFolder(parent, 0755));
    if (mkdir(path.c_str(), mode) == 0) return {};
    error = errno;
  }
  struct stat info;
  if (error == EEXIST && stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) return {};
  return StatusOfErrno(error, path);
}

Status CopyFileDurably(const std::string& from, const std::string& to,
                       const std::function<bool()>& keep_going) {
  Descriptor source(open(from.c_str(), O_RDONLY | O_CLOEXEC));
  if (source.get() < 0) return StatusOfErrno(errno, from);
  RETURN_IF_ERROR(RemoveFile(to));
  Descriptor copy(open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (copy.get() < 0) return StatusOfErrno(errno, to);
  Status copied = CopyBytes(source.get(), copy.get(), to, keep_going);
  if (copied.ok() && !copy.Close()) copied = StatusOfErrno(errno, to);
  if (copied.ok()) copied = SyncFolderOf(to);
  if (!copied.ok()) unlink(to.c_str());
  return copied;
}

Status SyncFile(const std::string& path) { return SyncPath(path, 0); }

Status MoveFileDurably(const std::string& from, const std::string& to) {
  if (rename(from.c_str(), to.c_str()) != 0) return StatusOfErrno(errno, to);
  RETURN_IF_ERROR(SyncFolderOf(to));
  return FolderOf(from) == FolderOf(to) ? Status() : SyncFolderOf(from);
}

Status RemoveFile(const std::string& path) {
  if (unlink(path.c_str()) == 0 || errno == ENOENT) return {};
  return StatusOfErrno(errno, path);
}

}  // namespace samstig::server
