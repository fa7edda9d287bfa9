// SPDX-License-Identifier: Apache-2.0
// SHA-256 (FIPS 180-4), whole or piece by piece, and keyed.
#ifndef SAMSTIG_SERVER_AUTH_SHA256_H_
#define SAMSTIG_SERVER_AUTH_SHA256_H_

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace samstig::server {

inline constexpr size_t kSha256Size = 32;

// 32 bytes.
std::string Sha256Of(std::string_view bytes);

// HMAC-SHA-256 (RFC 2104) of several parts, each with its length before it, so that ("ab", "c") and
// ("a", "bc") differ. 32 bytes.
std::string HmacOf(std::string_view key, std::initializer_list<std::string_view> parts);

// Not thread-safe.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  void Add(std::string_view bytes);
  // 32 bytes. Add nothing more afterwards.
  std::string Finish();

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_AUTH_SHA256_H_
