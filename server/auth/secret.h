// SPDX-License-Identifier: Apache-2.0
// Secrets: bytes that do not print, do not copy by accident and are wiped when they end. And the
// files that hold the server's own.
#ifndef SAMSTIG_SERVER_AUTH_SECRET_H_
#define SAMSTIG_SERVER_AUTH_SECRET_H_

#include <array>
#include <cstddef>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

#include "domain/base/id.h"
#include "domain/base/result.h"

namespace samstig::server {

// Copied only by Copy, so that every copy is seen in the code. A moved-from Secret is empty.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string_view bytes);
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  Secret Copy() const { return Secret(Reveal()); }
  // The only way to the bytes. They live as long as the Secret.
  std::string_view Reveal() const { return {bytes_.get(), size_}; }
  bool empty() const { return size_ == 0; }

 private:
  std::unique_ptr<char[]> bytes_;
  size_t size_ = 0;
};

std::ostream& operator<<(std::ostream&, const Secret&) = delete;

// Whether the bytes are equal, in a time that depends on their sizes alone.
bool ConstantTimeEqual(std::string_view a, std::string_view b);

// 32 bytes. `random` must be fit for secrets where secrets are made with it.
std::array<char, 32> RandomBytes32(base::Random& random);

// URL-safe base64 without padding (RFC 4648 §5): 43 characters for 32 bytes.
std::string Base64Url(std::string_view bytes);

// The secret in the file, which is made with fresh random content and mode 0600 if there is none:
// 43 characters of base64url and a line end. The file is on disk before this returns. MALFORMED if
// the file holds something else or others may read it, UNAVAILABLE, DISK_FULL or READ_ONLY when it
// cannot be used.
base::Result<Secret> ReadOrMakeSecretFile(const std::string& path, base::Random& random);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_AUTH_SECRET_H_
