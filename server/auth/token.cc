// SPDX-License-Identifier: Apache-2.0
#include "server/auth/token.h"

#include <sodium.h>

#include "domain/rules/limits.h"
#include "server/auth/sha256.h"

namespace samstig::server {
namespace {

constexpr size_t kRandomSize = 43;
constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

Token Token::New(std::string_view network, base::Random& random) {
  std::array<char, 32> bytes = RandomBytes32(random);
  std::string text(network);
  text.append(".").append(Base64Url({bytes.data(), bytes.size()}));
  Token token(Secret(text), network.size());
  sodium_memzero(bytes.data(), bytes.size());
  sodium_memzero(text.data(), text.size());
  return token;
}

base::Result<Token> Token::Parse(std::string_view text) {
  const size_t dot = text.find('.');
  const bool fits = dot != std::string_view::npos && text.size() - dot - 1 == kRandomSize &&
                    rules::CheckSlug(text.substr(0, dot), "network", 3, 32).ok() &&
                    text.find_first_not_of(kAlphabet, dot + 1) == std::string_view::npos;
  if (!fits) return base::Status(v1::REASON_NOT_SIGNED_IN, "the call carries no device token");
  return Token(Secret(text), dot);
}

std::string Token::Hash() const { return Sha256Of(text_.Reveal()); }

bool Token::HasHash(std::string_view hash) const { return ConstantTimeEqual(Hash(), hash); }

}  // namespace samstig::server
