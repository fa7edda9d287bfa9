// SPDX-License-Identifier: Apache-2.0
// A device's token: "<network>.<43 characters of base64url>", the second part 32 random bytes. The
// network stands in front so that a call can be sent to its file without a table of all tokens.
//
// Stored is only its SHA-256. A plain hash is enough: 256 random bits cannot be guessed, salt or
// not.
#ifndef SAMSTIG_SERVER_AUTH_TOKEN_H_
#define SAMSTIG_SERVER_AUTH_TOKEN_H_

#include <iosfwd>
#include <string>
#include <string_view>

#include "domain/base/id.h"
#include "domain/base/result.h"
#include "server/auth/secret.h"

namespace samstig::server {

class Token {
 public:
  static Token New(std::string_view network, base::Random& random);
  // NOT_SIGNED_IN for anything that does not have the shape.
  static base::Result<Token> Parse(std::string_view text);

  // The network's short name.
  std::string_view network() const { return text_.Reveal().substr(0, network_size_); }
  // 32 bytes, as in DeviceRow.
  std::string Hash() const;
  // Whether this token has the hash; takes the same time whatever it is.
  bool HasHash(std::string_view hash) const;
  // The only way to the text: for the answer to its owner.
  std::string_view Reveal() const { return text_.Reveal(); }

 private:
  Token(Secret text, size_t network_size) : text_(std::move(text)), network_size_(network_size) {}

  Secret text_;
  size_t network_size_;
};

std::ostream& operator<<(std::ostream&, const Token&) = delete;

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_AUTH_TOKEN_H_
