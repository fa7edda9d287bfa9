// SPDX-License-Identifier: Apache-2.0
#include "server/auth/secret.h"

#include <sodium.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "server/observe/files.h"

namespace samstig::server {

using base::Result;
using base::Status;

namespace {

constexpr size_t kSecretFileSize = 43 + 1;
constexpr size_t kMaxFileSize = 1 << 20;

bool IsBase64Url(std::string_view text) {
  return text.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
         std::string_view::npos;
}

}  // namespace

Secret::Secret(std::string_view bytes)
    : bytes_(std::make_unique<char[]>(bytes.size())), size_(bytes.size()) {
  std::memcpy(bytes_.get(), bytes.data(), bytes.size());
}

Secret::Secret(Secret&& other) noexcept
    : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  std::swap(size_, other.size_);
  return *this;
}

Secret::~Secret() {
  if (size_ > 0) sodium_memzero(bytes_.get(), size_);
}

bool ConstantTimeEqual(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::array<char, 32> RandomBytes32(base::Random& random) {
  std::array<char, 32> bytes;
  for (size_t i = 0; i < bytes.size(); i += sizeof(uint64_t)) {
    const uint64_t word = random.Next();
    std::memcpy(bytes.data() + i, &word, sizeof(word));
  }
  return bytes;
}

std::string Base64Url(std::string_view bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');  // With a final nul.
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const uint8_t*>(bytes.data()),
                    bytes.size(), kVariant);
  text.pop_back();
  return text;
}

Result<Secret> ReadOrMakeSecretFile(const std::string& path, base::Random& random) {
  struct stat info;
  if (stat(path.c_str(), &info) != 0) {
    if (errno != ENOENT) return StatusOfErrno(errno, path);
    std::array<char, 32> bytes = RandomBytes32(random);
    std::string line = Base64Url({bytes.data(), bytes.size()}) + "\n";
    Secret secret(std::string_view(line).substr(0, line.size() - 1));
    const Status written = WriteFileAtomically(path, line, 0600);
    sodium_memzero(line.data(), line.size());
    sodium_memzero(bytes.data(), bytes.size());
    if (!written.ok()) return written;
    return secret;
  }
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Status(v1::REASON_MALFORMED,
                  path + " can be read by others than its owner; set its mode to 0600");
  }
  ASSIGN_OR_RETURN(std::string line, ReadSmallFile(path, kMaxFileSize));
  if (line.size() != kSecretFileSize || line.back() != '\n' ||
      !IsBase64Url(std::string_view(line).substr(0, line.size() - 1))) {
    return Status(v1::REASON_MALFORMED, path +
                                            " does not hold a secret of 43 characters; put the "
                                            "right one back, or remove it to get a new one");
  }
  Secret secret(std::string_view(line).substr(0, line.size() - 1));
  sodium_memzero(line.data(), line.size());
  return secret;
}

}  // namespace samstig::server
