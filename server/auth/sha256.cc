// SPDX-License-Identifier: Apache-2.0
#include "server/auth/sha256.h"

#include <sodium.h>

namespace samstig::server {
namespace {

const uint8_t* Bytes(std::string_view bytes) {
  return reinterpret_cast<const uint8_t*>(bytes.data());
}

}  // namespace

struct Sha256::State {
  crypto_hash_sha256_state hash;
};

Sha256::Sha256() : state_(std::make_unique<State>()) { crypto_hash_sha256_init(&state_->hash); }
Sha256::~Sha256() = default;

void Sha256::Add(std::string_view bytes) {
  crypto_hash_sha256_update(&state_->hash, Bytes(bytes), bytes.size());
}

std::string Sha256::Finish() {
  std::string hash(kSha256Size, '\0');
  crypto_hash_sha256_final(&state_->hash, reinterpret_cast<uint8_t*>(hash.data()));
  return hash;
}

std::string Sha256Of(std::string_view bytes) {
  std::string hash(kSha256Size, '\0');
  crypto_hash_sha256(reinterpret_cast<uint8_t*>(hash.data()), Bytes(bytes), bytes.size());
  return hash;
}

std::string HmacOf(std::string_view key, std::initializer_list<std::string_view> parts) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, Bytes(key), key.size());
  for (std::string_view part : parts) {
    uint8_t size[8];
    for (size_t i = 0; i < sizeof(size); ++i)
      size[i] = static_cast<uint8_t>(part.size() >> (8 * i));
    crypto_auth_hmacsha256_update(&state, size, sizeof(size));
    crypto_auth_hmacsha256_update(&state, Bytes(part), part.size());
  }
  std::string hash(kSha256Size, '\0');
  crypto_auth_hmacsha256_final(&state, reinterpret_cast<uint8_t*>(hash.data()));
  sodium_memzero(&state, sizeof(state));
  return hash;
}

}  // namespace samstig::server
