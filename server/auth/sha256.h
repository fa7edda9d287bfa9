// SPDX-License-Identifier: Apache-2.0
// SHA-256 (FIPS 180-4), whole or bit by bit.
#ifndef SAMSTIG_SERVER_AUTH_SHA256_H_
#define SAMSTIG_SERVER_AUTH_SHA256_H_

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace samstig::server {

inline constexpr size_t kSha256Size = 32;

// 32 bytes.
std::string Sha256Of(std::string_view bytes);

// The hash of several parts, each with its length before it, so that ("ab", "c") and ("a", "bc") differ.
std::string Sha256OfParts(std::initializer_list<std::string_view> parts);

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
