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
  // The name is on disk only when the folder is.
  Descriptor folder(open(FolderOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || fsync(folder.get()) != 0) return StatusOfErrno(errno, FolderOf(path));
  return {};
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

}  // namespace samstig::server
